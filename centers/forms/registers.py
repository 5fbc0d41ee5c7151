"""Forms of a center's registers: announcements, equipment, faults, workstations, checks and photos."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from centers.actions.readiness import Measures
from centers.models import Announcement, Center, Equipment, Room, School
from hcec.core.forms import DocumentField, ThaiDateField


class AnnouncementForm(forms.ModelForm):
    """An announcement about a center (6.2.1)."""

    class Meta:
        model = Announcement
        fields = ("kind", "number", "announced_on", "effective_on", "host_school", "document", "note")
        field_classes = {"announced_on": ThaiDateField, "effective_on": ThaiDateField}
        widgets = {"kind": forms.RadioSelect, "note": forms.Textarea(attrs={"rows": 3})}

    document = DocumentField(label=_("Document (PDF)"), endings=(".pdf",), required=False)

    def __init__(self, *args: Any, center: Center, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.center = center
        schools = School.objects.filter(province=center.province_id).order_by("name_sort", "pk")
        self.fields["host_school"].queryset = schools  # type: ignore[attr-defined]
        self.fields["host_school"].help_text = _(
            "Needed when the center moves; schools of the same province."
        )

    def _get_validation_exclusions(self) -> set[str]:
        """The center is fixed by the address, so its announcements can be checked for doubles here."""
        return super()._get_validation_exclusions() - {"center"}


class EquipmentForm(forms.ModelForm):
    """A device of the register."""

    class Meta:
        model = Equipment
        fields = ("center", "room", "name", "kind", "asset", "bought_on", "condition", "note")
        field_classes = {"bought_on": ThaiDateField}
        labels = {"center": _("Center")}
        widgets = {
            "note": forms.Textarea(attrs={"rows": 3}),
            "kind": forms.TextInput(attrs={"list": "equipment-kinds"}),
        }

    def __init__(self, *args: Any, centers: QuerySet[Center], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["center"].queryset = centers.order_by("code", "pk")  # type: ignore[attr-defined]
        rooms = Room.objects.filter(center__in=centers).order_by("center__code", "name_th", "pk")
        if self.instance.center_id:
            rooms = rooms.filter(center=self.instance.center_id)
        self.fields["room"].queryset = rooms  # type: ignore[attr-defined]
        if self.instance.pk or len(centers) == 1:
            del self.fields["center"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        room, center = data.get("room"), data.get("center")
        if room and center and room.center_id != center.pk:
            self.add_error("room", _("This room belongs to another center."))
        return data


class FaultForm(forms.Form):
    """What is broken."""

    what = forms.CharField(label=_("What is wrong"), max_length=300)


class MendForm(forms.Form):
    """How it was mended."""

    remedy = forms.CharField(label=_("How it was mended"), max_length=300)


class StationsForm(forms.Form):
    """How many workstations a room gets."""

    how_many = forms.IntegerField(label=_("How many workstations to add"), min_value=1, max_value=500)


class MeasuresForm(forms.Form):
    """What a workstation showed: measured by its own browser, or entered by hand."""

    kbps = forms.IntegerField(
        label=_("Download speed (kbit/s)"), min_value=0, max_value=100_000_000, required=False
    )
    skew_ms = forms.IntegerField(
        label=_("Clock runs ahead or behind (milliseconds)"), min_value=-2_000_000_000, max_value=2_000_000_000,
        required=False,
    )  # fmt: skip
    width = forms.IntegerField(
        label=_("Screen width (pixels)"), min_value=0, max_value=100_000, required=False
    )
    height = forms.IntegerField(
        label=_("Screen height (pixels)"), min_value=0, max_value=100_000, required=False
    )
    audio = forms.BooleanField(label=_("Sound works"), required=False)
    storage = forms.BooleanField(label=_("The browser can keep answers on the machine"), required=False)
    browser = forms.CharField(label=_("Browser and version"), max_length=300, required=False)

    def measures(self) -> Measures:
        return Measures(**self.cleaned_data)


class PhotoForm(forms.Form):
    """A picture of a center or of one of its rooms; what is in the file is checked by the action."""

    image = forms.FileField(
        label=_("Picture"), help_text=_("JPEG, PNG or WebP, at most 10 MB. Where it was taken is removed from it."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip
    caption = forms.CharField(label=_("What the picture shows"), max_length=200)
    room = forms.ModelChoiceField(
        Room.objects.none(), label=_("Room"), required=False, empty_label=_("The center as a whole")
    )

    def __init__(self, *args: Any, center: Center, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = center.rooms.order_by("name_th", "pk")  # type: ignore[attr-defined]
