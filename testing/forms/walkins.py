"""The forms of walk-ins: what the desk says with a seat, whose a test was, and where an invitation goes."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hcec.accounts.found_forms import TakenDownForm
from hcec.core.thai import money
from testing.actions.walkins import Said


class SaidForm(forms.Form):
    """What the desk says with it; a box is there only where it is needed."""

    called = forms.BooleanField(
        label=_("I called the waiting list: nobody else of it is here"), required=False
    )
    standby = forms.BooleanField(label=_("Give away a standby seat"), required=False)
    paid = forms.BooleanField(
        label=_("The fee was taken here"), required=False,
        help_text=_("The receipt is issued with the seat."),
    )  # fmt: skip
    needs_access = forms.BooleanField(label=_("She needs an accessible seat"), required=False)
    reason = forms.CharField(
        label=_("Why the rule is not held against her"), max_length=500, required=False,
        help_text=_("Stays on record with your name."), widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    found = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)
    idempotency_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, asks: tuple[str, ...] | None = None, fee: Decimal | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if fee:
            self.fields["paid"].help_text = _("%(fee)s baht. The receipt is issued with the seat.") % {
                "fee": money(fee)
            }
        for name in ("called", "standby", "paid", "needs_access", "reason"):
            if asks is not None and name not in asks:
                del self.fields[name]
        if (
            asks is not None and "reason" in asks
        ):  # shown only where a rule can be waived, and then it is needed
            self.fields["reason"].required = True

    def said(self) -> Said:
        given = {
            name: self.cleaned_data[name] for name in Said.__dataclass_fields__ if name in self.cleaned_data
        }
        return Said(**given)


class UnknownForm(TakenDownForm, SaidForm):
    """Name and telephone of somebody whom nobody finds, with what the desk says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["found"]


class InviteForm(forms.Form):
    """Where the invitation goes."""

    email = forms.EmailField(
        label=_("Her e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
