"""Recording an outside result, and checking one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from centers.models import Center, Province
from centers.queries.places import public_centers
from hcec.core.forms import DocumentField, ThaiDateField
from testing.actions.outside import Document
from testing.models import Band, OutsideTest


class OutsideForm(forms.Form):
    """What stands on the document of one test. Where its scale has scores the level follows from the score."""

    taken_on = ThaiDateField(label=_("Day of the test"))
    score = forms.DecimalField(
        label=_("Score"), max_digits=6, decimal_places=2, min_value=0, required=False,
        widget=forms.NumberInput(attrs={"class": "short", "step": "any"}),
    )  # fmt: skip
    level = forms.ModelChoiceField(
        Band.objects.none(), label=_("Level on the document"), empty_label=_("Choose a level"), required=False
    )
    number = forms.CharField(label=_("Number of the document"), max_length=60)
    valid_until = ThaiDateField(
        label=_("Valid until"),
        required=False,
        help_text=_("Left empty where the document names no last day."),
    )
    center = forms.ModelChoiceField(
        Center.objects.none(), label=_("Center that checks"), empty_label=_("Choose a center"),
        help_text=_("One near you; its word then counts everywhere."),
    )  # fmt: skip
    proof = DocumentField(label=_("Proof (PDF or picture)"))

    def __init__(self, *args: Any, test: OutsideTest, home: Province | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.test = test
        fields: dict[str, Any] = self.fields
        self.bands = list(test.scale.bands.order_by("-rank", "pk"))
        fields["level"].queryset = test.scale.bands.order_by("rank", "pk")
        fields["center"].queryset = public_centers().order_by("province__sort_order", "number", "pk")
        fields["center"].label_from_instance = lambda center: center.public_name
        if home and "center" not in self.initial:
            self.initial["center"] = fields["center"].queryset.filter(province=home).first()
        if test.most is None:
            del self.fields["score"]
        if self.by_score:
            del self.fields["level"]
            fields["score"].required = True

    @property
    def by_score(self) -> bool:
        """Whether every level begins at a score, so that the score says the level."""
        return self.test.most is not None and all(band.min_score is not None for band in self.bands)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        score = cleaned.get("score")
        if self.by_score and score is not None:
            cleaned["level"] = next((band for band in self.bands if score >= (band.min_score or 0)), None)
            if cleaned["level"] is None:
                self.add_error("score", _("This score lies below the lowest level of the test."))
        elif not self.by_score and not cleaned.get("level") and "level" not in self.errors:
            self.add_error("level", _("Choose the level that stands on the document."))
        return cleaned

    def document(self) -> Document:
        said = self.cleaned_data
        return Document(**{name: said.get(name) for name in Document.__dataclass_fields__})  # type: ignore[arg-type]


class CheckForm(forms.Form):
    """True or returned, with the reason that the person reads."""

    decision = forms.ChoiceField(
        label=_("Your decision"), widget=forms.RadioSelect,
        choices=[("accept", _("Accept the result")), ("return", _("Return it with a reason"))],
    )  # fmt: skip
    note = forms.CharField(
        label=_("Reason"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you return it; the person reads it."),
    )  # fmt: skip
