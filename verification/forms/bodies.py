"""Forms around registered bodies: admit one, and ask for many numbers at once."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hcec.accounts.models import User
from hcec.core.forms import ThaiDateField
from hcec.core.sheets import Column
from verification.models import RegisteredBody

NUMBERS = (Column("number", ("เลขที่", "เลขที่ใบประกาศนียบัตร", "Certificate number", "Number"), max_length=300),)


class BodyForm(forms.ModelForm):
    """A body, its contact named by the mail address of an account."""

    email = forms.EmailField(
        label=_("Mail address of the contact"), max_length=254,
        help_text=_("The person who answers for the body; needs an account of this portal with this address."),
    )  # fmt: skip

    class Meta:
        model = RegisteredBody
        fields = ["name", "agreement", "last_day", "a_day"]
        field_classes = {"last_day": ThaiDateField}
        help_texts = {
            "agreement": _("Number and day of the agreement or letter."),
            "a_day": _("How many numbers it may look up within 24 hours."),
        }

    field_order = ["name", "email", "agreement", "last_day", "a_day"]

    def clean_email(self) -> User:
        found = User.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True).first()
        if found is None:
            raise ValidationError(
                _("Nobody with this address has an account. Ask the person to sign up first.")
            )
        return found

    def about(self) -> dict[str, Any]:
        """What the action asks for."""
        given = dict(self.cleaned_data)
        return given | {"contact": given.pop("email")}


class NumbersForm(forms.Form):
    """A table with a column of certificate numbers."""

    file = forms.FileField(
        label=_("Table of certificate numbers (CSV or XLSX)"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=_(
            "One column with the heading “Certificate number”, at most 1,000 rows. The file is not kept; each number that"
            " you ask for is."
        ),
    )  # fmt: skip
