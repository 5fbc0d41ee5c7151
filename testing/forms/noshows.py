"""The forms of an appeal against an absence."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NoShowForm(forms.Form):
    """The person's words."""

    reason = forms.CharField(
        label=_("What happened"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Why you were not there, or that you were. Whoever decides reads this."),
    )  # fmt: skip


class NoShowDecisionForm(forms.Form):
    """Excused or not, with the answer that the person reads."""

    decision = forms.ChoiceField(
        label=_("Your decision"), widget=forms.RadioSelect,
        choices=[("excuse", _("Excuse the absence")), ("uphold", _("Let the absence count"))],
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Answer to the person"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when the absence counts."),
    )  # fmt: skip
