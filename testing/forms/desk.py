"""The one box of the check-in desk."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from testing import numbers


class CodeForm(forms.Form):
    """A booking code as somebody types it: any case, with or without dashes."""

    code = forms.CharField(
        label=_("Booking code"),
        max_length=30,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code",
            }
        ),
    )

    def clean_code(self) -> str:
        typed = self.cleaned_data["code"]
        if not numbers.is_code(typed):
            raise ValidationError(
                _(
                    "“%(typed)s” is not a booking code. It has nine signs, such as K7Q-XM2-RD5: please "
                    "look again."
                ),
                params={"typed": typed},
            )
        return numbers.clean(typed)
