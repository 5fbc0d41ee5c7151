"""The form of waiting by need for a course."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.forms.needs import ProvincesField
from centers.models import Province
from centers.queries.near import home_province
from hcec.accounts.models import User
from hcec.core.forms import ThaiDateField
from training.actions.wishes import Need
from training.models import Course, Curriculum

USUAL = timedelta(days=120)


class NeedForm(forms.Form):
    """What somebody wants to learn: a course, or a curriculum at a level. `need()` is what the action takes."""

    course = forms.ModelChoiceField(
        Course.objects.none(), label=_("Course"), to_field_name="code", required=False,
        empty_label=_("Any course of the curriculum below"),
    )  # fmt: skip
    curriculum = forms.ModelChoiceField(
        Curriculum.objects.none(), label=_("Curriculum"), to_field_name="code", required=False,
        empty_label=_("Only the course above"),
    )  # fmt: skip
    level_th = forms.ChoiceField(
        label=_("Level"), required=False, help_text=_("Only with a curriculum. Left empty: any level.")
    )
    first_day = ThaiDateField(label=_("First meeting from this day on"))
    last_day = ThaiDateField(label=_("First meeting at the latest on"))
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
        courses = Course.objects.filter(active=True).order_by("code")
        levels = sorted({level for level in courses.values_list("level_th", flat=True) if level})
        fields["course"].queryset = courses
        fields["curriculum"].queryset = Curriculum.objects.order_by("sort_order", "pk")
        fields["level_th"].choices = [("", _("Any level")), *((level, level) for level in levels)]
        fields["provinces"].queryset = Province.objects.order_by("sort_order", "pk")
        if not self.is_bound:
            today, home = timezone.localdate(), home_province(person)
            own = {"first_day": today, "last_day": today + USUAL, "provinces": [home.pk] if home else []}
            self.initial = own | self.initial

    def need(self) -> Need:
        cleaned = self.cleaned_data
        return Need(**cleaned | {"provinces": tuple(cleaned["provinces"])})
