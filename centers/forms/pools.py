"""The form of kept seats: for whom, how many, until when."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from centers.keeping import Keep
from centers.models import Affiliation
from centers.models.audience import KeptFor
from hcec.accounts.models import User
from hcec.core.forms import ThaiDateTimeField

MOST = 2000


class PoolForm(forms.Form):
    """A pool of seats. `keep()` is what the action takes."""

    name = forms.CharField(
        label=_("Name of the pool"), max_length=100,
        help_text=_("People read it while they wait for the seats to open."),
    )  # fmt: skip
    seats = forms.IntegerField(
        label=_("How many seats"), min_value=1, max_value=MOST,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )  # fmt: skip
    audience_kinds = forms.MultipleChoiceField(
        label=_("Kept for"), choices=User.Kind.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Nothing ticked: any kind of person."),
    )  # fmt: skip
    audience_affiliations = forms.ModelMultipleChoiceField(
        Affiliation.objects.none(), label=_("Affiliations"), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("Nothing ticked: of every affiliation."),
    )  # fmt: skip
    near = forms.ChoiceField(label=_("Where they work"), choices=KeptFor.Near.choices, required=False)
    released_at = ThaiDateTimeField(
        label=_("Open to everyone from"), required=False,
        help_text=_("Left empty: kept until booking closes."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience_affiliations"].queryset = Affiliation.objects.order_by("sort_order", "pk")  # type: ignore[attr-defined]

    def keep(self) -> Keep:
        cleaned = dict(self.cleaned_data)
        cleaned["audience_kinds"] = tuple(cleaned["audience_kinds"])
        cleaned["audience_affiliations"] = tuple(cleaned["audience_affiliations"])
        return Keep(**cleaned)
