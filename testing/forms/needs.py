"""The forms of waiting by need."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.models import Center, Province, SkillArea
from centers.queries.near import home_province
from hcec.accounts.models import User
from hcec.core.forms import GroupedTicks, ThaiDateField
from testing.actions.wishes import Need
from testing.models import Exam, Wish

USUAL = timedelta(days=90)


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


class NeedForm(forms.Form):
    """What somebody looks for. `need()` is what the action takes."""

    skill = forms.ModelChoiceField(
        SkillArea.objects.none(), label=_("Skill"), to_field_name="code", empty_label=_("Choose a skill")
    )
    exam = forms.ModelChoiceField(
        Exam.objects.none(), label=_("Only this test"), required=False, empty_label=_("Any test of the skill")
    )
    first_day = ThaiDateField(label=_("Test from this day on"))
    last_day = ThaiDateField(label=_("Test at the latest on"))
    until = ThaiDateField(
        label=_("Wait until"), required=False, help_text=_("Left empty: until the last of these days.")
    )
    provinces = ProvincesField(
        Province.objects.none(),
        label=_("Provinces"),
        required=False,
        help_text=_("Nothing ticked: anywhere in the country."),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["skill"].queryset = SkillArea.objects.order_by("sort_order", "pk")
        fields["exam"].queryset = Exam.objects.filter(active=True).order_by(
            "skill__sort_order", "name_th", "pk"
        )
        fields["provinces"].queryset = Province.objects.order_by("sort_order", "pk")
        if not self.is_bound:
            today, home = timezone.localdate(), home_province(person)
            own = {"first_day": today, "last_day": today + USUAL, "provinces": [home.pk] if home else []}
            self.initial = own | self.initial

    def need(self) -> Need:
        cleaned = self.cleaned_data
        return Need(**cleaned | {"provinces": tuple(cleaned["provinces"])})


class CentersForm(forms.Form):
    """Which centers of the wish's provinces will do."""

    centers = forms.ModelMultipleChoiceField(
        Center.objects.none(), label=_("Centers"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: every center of your provinces."),
    )  # fmt: skip

    def __init__(self, *args: Any, wish: Wish, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        found = Center.objects.select_related("province").order_by("province__sort_order", "number", "pk")
        if places := [province.pk for province in wish.provinces.all()]:
            found = found.filter(province__in=places)
        fields["centers"].queryset = found
        fields["centers"].label_from_instance = lambda center: f"{center.public_name} ({center.province})"
        self.initial = {"centers": [center.pk for center in wish.centers.all()]}
