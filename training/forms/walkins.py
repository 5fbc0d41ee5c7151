"""The forms of walk-ins: what staff say with a place that is given at the door (F7)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hcec.accounts.found_forms import TakenDownForm
from training.actions.walkins import Said


class SaidForm(forms.Form):
    """What staff say with it; a box is there only where it is needed."""

    called = forms.BooleanField(
        label=_("I called the waiting list: nobody else of it is here"), required=False
    )
    reason = forms.CharField(
        label=_("Why the rule is not held against her"), max_length=500, required=False,
        help_text=_("Stays on record with your name."), widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    found = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)
    idempotency_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, asks: tuple[str, ...] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("called", "reason"):
            if asks is not None and name not in asks:
                del self.fields[name]
        if asks is not None and "reason" in asks:
            self.fields["reason"].required = True

    def said(self) -> Said:
        return Said(self.cleaned_data.get("called", False), self.cleaned_data.get("reason", ""))


class UnknownForm(TakenDownForm, SaidForm):
    """Name and telephone of somebody whom nobody finds, with what staff say."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["found"]
