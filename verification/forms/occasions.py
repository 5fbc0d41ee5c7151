"""Forms of an occasion: what people are honoured for or what is attested of them, and who they are."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from centers.models import Center, SkillArea
from hcec.core.forms import ThaiDateField
from verification.actions.occasions import FIELDS
from verification.models import Occasion

LONGEST = 10_000  # signs of a list of people


class OccasionForm(forms.ModelForm):
    """The words of the paper. Center and kind are chosen once and stay."""

    class Meta:
        model = Occasion
        fields = ("center", "kind", *FIELDS)
        field_classes = {"starts_on": ThaiDateField, "ends_on": ThaiDateField}
        widgets = {"kind": forms.RadioSelect}
        labels = {"name_th": _("Words of the paper (Thai)"), "name_en": _("Words of the paper (English)")}
        help_texts = {
            "name_th": _(
                "Printed large below “recognised” or “served as”, for example: วิทยากรแกนนำดีเด่น ประจำปี ๒๕๖๙"
            ),
            "hours": _("Only where the paper is to name them."),
        }

    def __init__(self, *args: Any, centers: QuerySet[Center] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if centers is None:
            del self.fields["center"], self.fields["kind"]
        else:
            self.fields["center"].queryset = centers.select_related("province")  # type: ignore[attr-defined]
            self.fields["kind"].choices = [each for each in self.fields["kind"].choices if each[0]]  # type: ignore[attr-defined]
        self.fields["skill"].queryset = SkillArea.objects.order_by("sort_order", "pk")  # type: ignore[attr-defined]
        self.fields["skill"].empty_label = _("None")  # type: ignore[attr-defined]

    def words(self) -> dict[str, Any]:
        """What the actions take as the words."""
        return {name: self.cleaned_data[name] for name in FIELDS}


class CiteForm(forms.Form):
    """People to name: those found so far, each to be ticked off again, and lines that are still to be looked up."""

    found = forms.MultipleChoiceField(
        label=_("Found"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Take the tick away from whoever is not meant."),
    )  # fmt: skip
    people = forms.CharField(
        label=_("People, one a line"), max_length=LONGEST, required=False, strip=False,
        help_text=_(
            "The e-mail address of each account, or the national ID, passport or telephone number, whole. Numbers are not"
            " shown again."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    role_th = forms.CharField(
        label=_("Role on their papers (Thai)"), max_length=100, required=False,
        help_text=_("The same for all of these, for example วิทยากร. Name others in a second go."),
    )  # fmt: skip
    role_en = forms.CharField(label=_("Role on their papers (English)"), max_length=100, required=False)

    def __init__(self, *args: Any, found: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["found"].choices = found  # type: ignore[attr-defined]
        if not found:
            del self.fields["found"]
