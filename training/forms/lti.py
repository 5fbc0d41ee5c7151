"""The link of an e-learning meeting to an outside platform."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from training.models import Tool, ToolLink


class ToolLinkForm(forms.Form):
    """Which platform, and what of it."""

    tool = forms.ModelChoiceField(
        label=_("Outside learning platform"),
        queryset=Tool.objects.none(),
        required=False,
        empty_label=_("None: nothing is opened elsewhere"),
        help_text=_("Platforms are registered by the ministry."),
    )
    title = forms.CharField(label=_("Title in the platform"), max_length=150, required=False)
    target = forms.URLField(
        label=_("Address in the platform"), max_length=500, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tool"].queryset = Tool.objects.filter(active=True).order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        for name, why in (("title", _("Give it a title.")), ("target", _("Give its address."))):
            if values.get("tool") and name not in self.errors and not values.get(name):
                self.add_error(name, why)
        return values

    @staticmethod
    def values_of(link: ToolLink | None) -> dict[str, Any]:
        return {"tool": link.tool, "title": link.title, "target": link.target} if link else {}
