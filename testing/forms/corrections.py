"""The forms of a correction: marks as in the grid with reason and evidence, and the decision on them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hcec.core.forms import DocumentField
from testing.marks import OVERALL, TOTAL, MarkScheme


def mark_fields(scheme: MarkScheme) -> dict[str, forms.Field]:
    """A box for each part and the total, and the levels to choose the overall one from."""
    boxes: dict[str, forms.Field] = {
        part.code: forms.CharField(label=part.name, max_length=20, required=False) for part in scheme.parts
    }
    boxes[TOTAL] = forms.CharField(label=_("Total score"), max_length=20, required=False)
    levels = [("", "–"), *((band.code, band.name) for band in scheme.bands)]
    boxes[OVERALL] = forms.ChoiceField(label=_("Overall"), choices=levels, required=False)
    return boxes


class MarksForm(forms.Form):
    """One person's marks as texts; what cannot be read is said at its box by the action's reader."""

    def __init__(self, *args: Any, scheme: MarkScheme, **about: Any) -> None:
        super().__init__(*args, **about)
        self.scheme = scheme
        self.fields = mark_fields(scheme) | self.fields

    @property
    def marks(self) -> dict[str, str]:
        return {name: (self.cleaned_data.get(name) or "").strip() for name in self.scheme.columns}

    @property
    def words(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in self.scheme.columns}


class CorrectionForm(MarksForm):
    """What a released result should say instead, why, and on what that rests."""

    reason = forms.CharField(
        label=_("Why the result is wrong"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The person reads this when the correction is approved."),
    )  # fmt: skip
    evidence = forms.CharField(
        label=_("What the correction rests on"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example the answer sheet, the provider's letter or the recording, and where it is kept."),
    )  # fmt: skip
    document = DocumentField(label=_("Document (PDF or picture)"), required=False)


class DecisionForm(forms.Form):
    """Yes or no to what another person proposed."""

    decision = forms.ChoiceField(
        label=_("Your decision"), widget=forms.RadioSelect,
        choices=[("approve", _("Approve the correction")), ("decline", _("Decline the correction"))],
    )  # fmt: skip
    note = forms.CharField(
        label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you decline; it is shown to whoever proposed it."),
    )  # fmt: skip
