"""The forms of a fee: the proof of payment, the decision on it, reasons, and how the fee is paid."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hcec.core.forms import DocumentField, ThaiDateField


class ProofForm(forms.Form):
    """A slip with its day and amount."""

    file = DocumentField(label=_("Proof of payment (PDF or picture)"), help_text=_("At most 5 MB."))
    paid_on = ThaiDateField(label=_("Paid on"))
    amount = forms.DecimalField(
        label=_("Amount paid (baht)"), min_value=1, max_digits=8, decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "short", "step": "0.01", "inputmode": "decimal"}),
    )  # fmt: skip


class ProofDecisionForm(forms.Form):
    """The proof is right, or it goes back with a reason."""

    decision = forms.ChoiceField(
        label=_("Your decision"), widget=forms.RadioSelect,
        choices=[("confirm", _("Confirm the proof: a receipt is issued")), ("return", _("Return the proof"))],
    )  # fmt: skip
    words = forms.CharField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed when you return it; the person reads it."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "return" and not cleaned.get("words", "").strip():
            self.add_error("words", _("Give the reason: the person reads it."))
        return cleaned


class CancelReceiptForm(forms.Form):
    """Why a receipt is cancelled, and what comes in its place."""

    then = forms.ChoiceField(
        label=_("What comes in its place"), widget=forms.RadioSelect,
        choices=[
            ("replace", _("A new receipt with today's name and test: the money is here")),
            ("open", _("Nothing: the money did not come, the fee is open again")),
        ],
    )  # fmt: skip
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class PayWordsForm(forms.Form):
    """How the fee is paid at a center."""

    words = forms.CharField(
        label=_("How the fee is paid"), max_length=2000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Bank, name and number of the account, and when the counter is open. Whoever has a fee to pay reads it."),
    )  # fmt: skip
