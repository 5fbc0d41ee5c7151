"""The form that settles a parked row."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from testing.models import Booking, ParkedRow
from testing.queries.parked import candidates


class BookingChoice(forms.ModelChoiceField):
    """Seat, name and booking code."""

    def label_from_instance(self, obj: Booking) -> str:
        return f"{obj.seat_no} · {obj.person.name} · {obj.code_shown}"


class ParkedForm(forms.Form):
    """Whose row it is, or none's, and why."""

    what = forms.ChoiceField(
        label=_("What to do with the row"), widget=forms.RadioSelect,
        choices=[("match", _("Match it to a person")), ("discard", _("Discard the row"))],
    )  # fmt: skip
    booking = BookingChoice(
        label=_("Person"), queryset=Booking.objects.none(), required=False, empty_label=_("Choose a person"),
        help_text=_("Who attended the session and has no released result."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example: the code was typed wrongly; name and seat agree with the answer sheet."),
    )  # fmt: skip

    def __init__(self, *args: Any, row: ParkedRow, **about: Any) -> None:
        super().__init__(*args, **about)
        self.fields["booking"].queryset = candidates(row)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("what") == "match" and not cleaned.get("booking"):
            self.add_error("booking", _("Choose a person."))
        return cleaned
