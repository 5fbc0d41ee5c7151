"""The forms of an appeal: the person's words, and the second scorer's marks."""

from django import forms
from django.utils.translation import gettext_lazy as _

from testing.forms.corrections import MarksForm


class AppealForm(forms.Form):
    """Why the person thinks her result is wrong."""

    words = forms.CharField(
        label=_("What do you think is wrong?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Name the part and why, as well as you can."),
    )  # fmt: skip


class RemarkForm(MarksForm):
    """The marks of a second scorer, written without the first ones at hand."""

    answer = forms.CharField(
        label=_("What you found"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person reads this."),
    )  # fmt: skip
