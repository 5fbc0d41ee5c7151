"""The search box of the public list, read from the address."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from centers.models import Province, SkillArea
from hcec.core.forms import ThaiDateField
from testing.models import Session


class SessionSearch(forms.Form):
    """Skill, province, from which day, and whether only free seats count. Anything wrong narrows nothing."""

    skill = forms.ModelChoiceField(
        SkillArea.objects.none(),
        label=_("Skill"),
        required=False,
        to_field_name="code",
        empty_label=_("All skills"),
    )
    province = forms.ModelChoiceField(
        Province.objects.none(),
        label=_("Province"),
        required=False,
        to_field_name="code",
        empty_label=_("All provinces"),
    )
    day = ThaiDateField(label=_("From this day on"), required=False)
    free = forms.BooleanField(label=_("Only with seats free now"), required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["skill"].queryset = SkillArea.objects.order_by("sort_order", "pk")
        fields["province"].queryset = Province.objects.order_by("sort_order", "pk")

    @property
    def asked(self) -> bool:
        """Whether the address asks for less than everything."""
        return any(self.data.get(name) for name in self.data if name.split("_")[0] in self.fields)

    def narrow(self, sessions: QuerySet[Session]) -> QuerySet[Session]:
        """The sessions that fit what was asked and understood."""
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("skill"):
            sessions = sessions.filter(exam__skill=asked["skill"])
        if asked.get("province"):
            sessions = sessions.filter(center__province=asked["province"])
        if asked.get("day"):
            day = asked["day"]
            sessions = sessions.filter(starts_at__gte=timezone.make_aware(datetime.combine(day, time())))
        if asked.get("free"):
            sessions = sessions.filter(free__gt=0, opens_at__lte=timezone.now())
        return sessions
