"""What the forms of waiting by need share: provinces under their regions, and the centers that will do."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from hcec.core.forms import GroupedTicks


class ByRegion(ModelChoiceIterator):
    """The provinces under their regions: seventy-seven boxes in one row are too many to find one in."""

    def __iter__(self) -> Iterator[Any]:
        regions: dict[str, list[Any]] = {}
        for province in self.queryset:
            regions.setdefault(province.region, []).append(self.choice(province))
        yield from regions.items()


class ProvincesField(forms.ModelMultipleChoiceField):
    iterator = ByRegion
    widget = GroupedTicks


class CentersForm(forms.Form):
    """Which centers of the wish's provinces will do."""

    centers = forms.ModelMultipleChoiceField(
        Center.objects.none(), label=_("Centers"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: every center of your provinces."),
    )  # fmt: skip

    def __init__(self, *args: Any, wish: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        found = Center.objects.select_related("province").order_by("province__sort_order", "number", "pk")
        if places := [province.pk for province in wish.provinces.all()]:
            found = found.filter(province__in=places)
        fields["centers"].queryset = found
        fields["centers"].label_from_instance = lambda center: f"{center.public_name} ({center.province})"
        self.initial = {"centers": [center.pk for center in wish.centers.all()]}
