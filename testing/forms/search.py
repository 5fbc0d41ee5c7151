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
from testing.models import Band, Session

ORDERS = [
    ("", _("Nearest first")),
    ("starts_at", _("Soonest first")),
    ("-free", _("Most free seats first")),
]


class SessionSearch(forms.Form):
    """Skill, level, province, from which day, whether only free seats count; and the order. What is wrong narrows nothing."""

    skill = forms.ModelChoiceField(
        SkillArea.objects.none(),
        label=_("Skill"),
        required=False,
        to_field_name="code",
        empty_label=_("All skills"),
    )
    level = forms.ChoiceField(label=_("Level that the test can give"), required=False)
    province = forms.ModelChoiceField(
        Province.objects.none(),
        label=_("Province"),
        required=False,
        to_field_name="code",
        empty_label=_("All provinces"),
    )
    day = ThaiDateField(label=_("From this day on"), required=False)
    near = forms.ModelChoiceField(
        Province.objects.none(), label=_("Distance from"), required=False, to_field_name="code"
    )
    sort = forms.ChoiceField(label=_("Sort by"), choices=ORDERS, required=False)
    free = forms.BooleanField(label=_("Only with seats free now"), required=False)

    def __init__(self, data: QueryDict, home: Province | None = None) -> None:
        data = data.copy()
        if data.get("sort") not in dict(ORDERS):  # the head of a column was pressed
            data.pop("sort", None)
        super().__init__(data)
        self.home = home
        fields: dict[str, Any] = self.fields
        provinces = Province.objects.order_by("sort_order", "pk")
        fields["skill"].queryset = SkillArea.objects.order_by("sort_order", "pk")
        fields["level"].choices = [("", _("All levels")), *levels()]
        fields["province"].queryset = fields["near"].queryset = provinces
        fields["near"].empty_label = (
            _("My province: %(province)s") % {"province": home.name} if home else _("Choose a province")
        )

    @property
    def asked(self) -> bool:
        """Whether the address asks for less than everything."""
        return any(self.data.get(name) for name in self.data if name.split("_")[0] in self.fields)

    @property
    def origin(self) -> Province | None:
        """From where distances are counted: the province that was chosen, else the one she works in."""
        self.is_valid()
        return self.cleaned_data.get("near") or self.home

    def narrow(self, sessions: QuerySet[Session]) -> QuerySet[Session]:
        """The sessions that fit what was asked and understood."""
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("skill"):
            sessions = sessions.filter(exam__skill=asked["skill"])
        if asked.get("level"):
            scale, _colon, band = asked["level"].partition(":")
            sessions = sessions.filter(exam__scale__code=scale, exam__scale__bands__code=band)
        if asked.get("province"):
            sessions = sessions.filter(center__province=asked["province"])
        if asked.get("day"):
            day = asked["day"]
            sessions = sessions.filter(starts_at__gte=timezone.make_aware(datetime.combine(day, time())))
        if asked.get("free"):
            sessions = sessions.filter(free__gt=0, opens_at__lte=timezone.now())
        return sessions


def levels() -> list[tuple[str, list[tuple[str, str]]]]:
    """The levels that tests in use can give, under the name of their scale; one query.

    A level of two versions of a scale stands once. Rank 0 is no level to look for: who has it reached none.
    """
    bands = Band.objects.filter(rank__gte=1, scale__exams__active=True).select_related("scale").distinct()
    scales: dict[str, tuple[str, dict[str, str]]] = {}
    for band in bands.order_by("scale__code", "-scale__version", "rank", "pk"):
        _name, found = scales.setdefault(band.scale.code, (band.scale.name, {}))
        found.setdefault(f"{band.scale.code}:{band.code}", band.name)
    return [(name, list(found.items())) for name, found in scales.values()]
