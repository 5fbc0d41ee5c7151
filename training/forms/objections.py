"""The forms of an objection to attendance: the person's words, and the answer."""

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from training.lifecycles import ObjectionStatus
from training.models import Objection


class ObjectionForm(forms.Form):
    """What the person says is wrong."""

    words = forms.CharField(
        label=_("What is wrong, and how long were you there?"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Say when you came and left, and who saw you."),
    )  # fmt: skip


class DecisionForm(forms.Form):
    """The answer. The minutes are needed only where the record is to change."""

    minutes = forms.IntegerField(
        label=_("Minutes that the record should say"), min_value=0, max_value=9999, required=False,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric", "maxlength": "5"}),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person reads this."),
    )  # fmt: skip


class ObjectionFilter(filters.FilterSet):
    """Objections by state."""

    status = filters.ChoiceFilter(choices=ObjectionStatus.choices, label=_("State"))

    class Meta:
        model = Objection
        fields: tuple[str, ...] = ()
