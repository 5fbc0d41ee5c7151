"""Asking for an accommodation, and deciding on it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from hcec.core.forms import DocumentField, ThaiDateField
from testing.models import Measure
from testing.models.accommodations import MOST_EXTRA


class MeasureFields(forms.Form):
    """The measures: which, how much extra time, and what staff must know to carry them out."""

    measures = forms.MultipleChoiceField(
        label=_("Measures at the test"), choices=Measure.Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    percent = forms.IntegerField(
        label=_("Extra time (percent)"), min_value=1, max_value=MOST_EXTRA, required=False,
        widget=forms.NumberInput(attrs={"class": "short"}), help_text=_("Of the usual time of the test, such as 25."),
    )  # fmt: skip
    words = forms.CharField(
        label=_("What staff must know"),
        max_length=200,
        required=False,
        help_text=_("Such as: screen reader NVDA, seat near the door. Never why."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        timed = Measure.Kind.TIME in cleaned.get("measures", [])
        if timed and not cleaned.get("percent") and "percent" not in self.errors:
            self.add_error("percent", _("Say how much extra time, in percent."))
        return cleaned


class AskForm(MeasureFields):
    """A person's own request."""

    center = forms.ModelChoiceField(
        Center.objects.none(), label=_("Center that decides"), empty_label=_("Choose a center"),
        help_text=_("The decision then counts at every center."),
    )  # fmt: skip
    need = forms.CharField(
        label=_("Why you need it"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only the officer who decides reads this, and only until the decision."),
    )
    evidence = DocumentField(label=_("Evidence (PDF or picture)"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["center"].queryset = Center.objects.select_related("province").order_by("name_sort", "pk")


class GrantForm(MeasureFields):
    """What is granted, and until when."""

    until = ThaiDateField(label=_("Holds until"))
    answer = forms.CharField(
        label=_("Word to the person"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RefuseForm(forms.Form):
    """Why it is not granted."""

    answer = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The person reads this."),
    )
