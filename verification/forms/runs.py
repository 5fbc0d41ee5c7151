"""Forms of a run: when it becomes public, and why it is sent back or undone."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hcec.core.forms import ThaiDateTimeField

HOLD, NOW, AT = "hold", "now", "at"


class ApproveForm(forms.Form):
    """When the certificates become public; until then the run can be undone."""

    release = forms.ChoiceField(
        label=_("Public"), initial=HOLD, widget=forms.RadioSelect,
        choices=[(HOLD, _("when the hold is over")), (NOW, _("at once: it cannot be undone")), (AT, _("on a day and time"))],
    )  # fmt: skip
    public_at = ThaiDateTimeField(label=_("Day and time"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("release") == AT and not data.get("public_at") and "public_at" not in self.errors:
            self.add_error("public_at", _("Say on which day and at what time."))
        return data

    def public_from(self, now: datetime, hold_hours: int) -> datetime | None:
        """The instant from which the world may know; none for at once."""
        release = self.cleaned_data["release"]
        if release == AT:
            return self.cleaned_data["public_at"]
        return now + timedelta(hours=hold_hours) if release == HOLD and hold_hours else None


class WhyForm(forms.Form):
    """Why a run is sent back or undone."""

    why = forms.CharField(label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
