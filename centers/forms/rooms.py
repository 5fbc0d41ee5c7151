"""Forms of a center's page, its rooms and their closures."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from centers.actions.centers import DESCRIPTION
from centers.actions.rooms import FIELDS
from centers.models import Center, Room
from hcec.core.forms import ThaiDateTimeField


class CenterForm(forms.ModelForm):
    """What a center says about itself."""

    class Meta:
        model = Center
        fields = DESCRIPTION
        labels = {"name_en": _("Name in English"), "latitude": _("Latitude"), "longitude": _("Longitude")}
        widgets = {"address": forms.Textarea(attrs={"rows": 3})}


class RoomForm(forms.ModelForm):
    """A room."""

    class Meta:
        model = Room
        fields = FIELDS
        labels = {
            "name_th": _("Name in Thai"), "name_en": _("Name in English"), "kind": _("Kind of room"), "seats": _("Seats"),
            "workstations": _("Computers"), "accessible": _("Step-free access"), "active": _("In use"),
            "network": _("Network line"),
        }  # fmt: skip

    def clean_spacing_cm(self) -> int | None:
        spacing = self.cleaned_data["spacing_cm"]
        if spacing is not None and not 30 <= spacing <= 500:
            raise forms.ValidationError(_("Seats stand between 30 and 500 centimetres apart."))
        return spacing

    def clean_seats(self) -> int:
        seats = self.cleaned_data["seats"]
        if not 1 <= seats <= 2000:
            raise forms.ValidationError(_("A room has between 1 and 2,000 seats."))
        return seats


class ClosureForm(forms.Form):
    """When a room is shut, and why."""

    starts_at = ThaiDateTimeField(label=_("Closed from"))
    ends_at = ThaiDateTimeField(label=_("Open again from"))
    reason = forms.CharField(label=_("Reason"), max_length=150)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_at") and data.get("ends_at") and data["ends_at"] <= data["starts_at"]:
            self.add_error("ends_at", _("The end must come after the start."))
        return data
