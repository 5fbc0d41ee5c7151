"""The one box of the check-in desk."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CodeForm(forms.Form):
    """A booking code as somebody types it, or the address of a pass; what is wrong with it the scan itself says."""

    code = forms.CharField(
        label=_("Booking code"),
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "code",
            }
        ),
    )
