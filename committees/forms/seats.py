"""Forms of appointments."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from committees.models import Committee, Position
from committees.seat_plan import SEATS
from hcec.accounts.models import User
from hcec.core.forms import DocumentField, ThaiDateField


class ByOrderForm(forms.Form):
    """Who, from when, by which order. The person is named by the address of her account."""

    email = forms.EmailField(
        label=_("E-mail of the person's account"),
        help_text=_("She needs an account of the portal with her name in it."),
    )
    starts_on = ThaiDateField(label=_("First day"))
    ends_on = ThaiDateField(label=_("Last day"), required=False)
    order_number = forms.CharField(label=_("Order number"), max_length=100)
    order_date = ThaiDateField(label=_("Date of the order"))
    order_document = DocumentField(label=_("The order itself (PDF or picture)"), required=False)

    def clean_email(self) -> str:
        self.person = User.objects.filter(email=self.cleaned_data["email"].lower(), is_active=True).first()
        if self.person is None:
            raise ValidationError(_("No account has this address. Ask the person to sign up first."))
        return self.cleaned_data["email"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", _("The last day must not come before the first."))
        return data

    @property
    def seat(self) -> dict[str, Any]:
        """What the action wants, except the address, which became a person."""
        return {name: value for name, value in self.cleaned_data.items() if name != "email"} | {
            "person": self.person
        }


class AppointForm(ByOrderForm):
    """Who is seated where on a committee."""

    position = forms.ChoiceField(label=_("Seat"))
    acting = forms.BooleanField(
        label=_("Acting holder"),
        help_text=_("Acts for the holder of the seat until the last day; say by when."),
        required=False,
    )
    on_behalf = forms.BooleanField(
        label=_("By delegation of the holder"),
        help_text=_(
            "The holder is in office and delegates to her: papers say “on behalf of”. Leave it empty where she stands in for a"
            " holder who is away, or for an empty seat."
        ),
        required=False,
    )
    field_order = ("position",)

    def __init__(self, *args: Any, committee: Committee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = [seat.position for seat in SEATS[committee.level]]
        self.fields["position"].choices = [
            ("", _("Choose")),
            *((seat, Position(seat).label) for seat in seats),
        ]


class AnotherPostForm(forms.Form):
    """One more post of the same kind in the same office."""

    number = forms.CharField(label=_("Post number"), max_length=20)


class EndForm(forms.Form):
    """With which day an appointment ends."""

    on = ThaiDateField(label=_("Last day"))
