"""The forms of waiting by need."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.forms.needs import ProvincesField
from centers.models import Province, SkillArea
from centers.queries.near import home_province
from hcec.accounts.models import User
from hcec.core.forms import ThaiDateField
from testing.actions.wishes import Need
from testing.models import Exam

USUAL = timedelta(days=90)


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
