"""Forms of a template: its lines and its choices, a logo, and the hold."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from verification import wording
from verification.actions.templates import LINES
from verification.models import Logo, TemplateVersion
from verification.models.templates import LONGEST_HOLD


class VersionForm(forms.ModelForm):
    """One draft: every line is checked for its places before anything is written."""

    class Meta:
        model = TemplateVersion
        fields = (
            "grant", "did", "detail_th", "detail_en", "given", "digits", "bilingual", "colour", "frame",
            "second_signatory", "left_logo", "right_logo",
        )  # fmt: skip
        widgets = {"colour": forms.RadioSelect, "frame": forms.RadioSelect, "digits": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for side in ("left_logo", "right_logo"):
            field = self.fields[side]
            field.queryset, field.empty_label = (
                Logo.objects.order_by("name", "pk").defer("picture"),
                _("None"),
            )  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in LINES:
            for fault in wording.faults(data.get(name, "")):
                self.add_error(name, ValidationError(fault))
        return data


class LogoForm(forms.Form):
    """A picture for the head of the paper; what is in the file is checked by the action."""

    name = forms.CharField(label=_("Name of the logo"), max_length=80)
    picture = forms.FileField(
        label=_("Picture"), help_text=_("JPEG, PNG or WebP, at most 10 MB. It is drawn anew, 60 by 22 mm at most."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip


class HoldForm(forms.Form):
    """How long new certificates stay unseen."""

    hours = forms.IntegerField(
        label=_("Hold before public (hours)"), min_value=0, max_value=LONGEST_HOLD,
        help_text=_("0 for none. The approver may choose otherwise for one run."),
    )  # fmt: skip
