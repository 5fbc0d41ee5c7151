"""What a list of rounds can be narrowed by."""

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from centers.models import Province, SkillArea
from hcec.core.forms import ThaiDateField
from training.lifecycles import RoundStatus
from training.models import Curriculum, Mode, Round


class DayFilter(filters.Filter):
    """A day in one box, of either era."""

    field_class = ThaiDateField

    def __init__(self, **kwargs: object) -> None:
        super().__init__(
            widget=forms.TextInput(attrs={"class": "short", "placeholder": "21/11/2569"}), **kwargs
        )


class OfferFilter(filters.FilterSet):
    """Rounds on offer: by curriculum, skill, place, mode, days, and whether a seat is free now."""

    curriculum = filters.ModelChoiceFilter(
        field_name="course__curriculum",
        queryset=Curriculum.objects.order_by("sort_order", "pk"),
        label=_("Curriculum"),
    )
    skill = filters.ModelChoiceFilter(
        field_name="course__skill", queryset=SkillArea.objects.order_by("sort_order", "pk"), label=_("Skill")
    )
    province = filters.ModelChoiceFilter(
        field_name="center__province",
        queryset=Province.objects.order_by("sort_order", "pk"),
        label=_("Province"),
    )
    mode = filters.ChoiceFilter(choices=Mode.choices, method="with_mode", label=_("Mode"))
    since = DayFilter(field_name="starts_at", lookup_expr="date__gte", label=_("Starts on or after"))
    until = DayFilter(field_name="starts_at", lookup_expr="date__lte", label=_("Starts on or before"))
    free = filters.BooleanFilter(
        method="with_free_seats", widget=forms.CheckboxInput, label=_("Only with seats free now")
    )

    class Meta:
        model = Round
        fields: tuple[str, ...] = ()

    def with_mode(self, rounds, name, value):
        return rounds.filter(**{value: True})

    def with_free_seats(self, rounds, name, value):
        return rounds.filter(free__gt=0) if value else rounds


class ManagedFilter(filters.FilterSet):
    """A center's own rounds: by state, curriculum and days."""

    status = filters.ChoiceFilter(choices=RoundStatus.choices, label=_("State"))
    curriculum = filters.ModelChoiceFilter(
        field_name="course__curriculum",
        queryset=Curriculum.objects.order_by("sort_order", "pk"),
        label=_("Curriculum"),
    )
    since = DayFilter(field_name="starts_at", lookup_expr="date__gte", label=_("Starts on or after"))
    until = DayFilter(field_name="starts_at", lookup_expr="date__lte", label=_("Starts on or before"))

    class Meta:
        model = Round
        fields: tuple[str, ...] = ()
