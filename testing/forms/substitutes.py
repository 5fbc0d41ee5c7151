"""The one box in which a colleague is named."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ColleagueForm(forms.Form):
    """Her e-mail or telephone, whole and exact."""

    who = forms.CharField(
        label=_("E-mail or telephone of your colleague"), max_length=254,
        help_text=_("She must have an account and work at your school, as her profile says."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
