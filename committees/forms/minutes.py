"""Forms of minutes: a line's text, a member's correction, a withdrawal."""

from django import forms
from django.utils.translation import gettext_lazy as _


class MinutesForm(forms.Form):
    """The minutes of one point, with the version they were opened at."""

    text = forms.CharField(label=_("Minutes"), widget=forms.Textarea(attrs={"rows": 6}), required=False)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class AskForm(forms.Form):
    """What a member wants corrected, with the version she read."""

    text = forms.CharField(label=_("What is to be corrected"), widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class WithdrawForm(forms.Form):
    """Why published minutes are taken back."""

    reason = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}))
