"""Writing an incident down: code, person or whole room, words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from testing.models import Booking, IncidentCode, Session


class SeatChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.seat_no} {obj.person.name}"


class IncidentForm(forms.Form):
    """One incident in a room."""

    code = forms.ModelChoiceField(
        IncidentCode.objects.none(), label=_("What happened"), empty_label=_("Choose what happened")
    )
    booking = SeatChoice(
        Booking.objects.none(), label=_("Who"), required=False, empty_label=_("The whole room")
    )
    words = forms.CharField(
        label=_("In words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["code"].queryset = IncidentCode.objects.filter(active=True).order_by("position", "pk")
        seated = session.bookings.filter(seat_no__isnull=False).select_related("person")
        fields["booking"].queryset = seated.order_by("seat_no")
