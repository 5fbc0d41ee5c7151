"""Forms of a dry run: starting one, and joining it from a workstation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hcec.core.forms import ThaiDateField


class StartForm(forms.Form):
    """The test day it is for, where there is one."""

    for_day = ThaiDateField(label=_("Before the test day"), required=False)


class JoinForm(forms.Form):
    """The code of the room on the board, and the number on the workstation."""

    code = forms.CharField(
        label=_("Code of the room"), max_length=20,
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip
    number = forms.IntegerField(
        label=_("Seat number on this workstation"), min_value=1, max_value=2000,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )  # fmt: skip
