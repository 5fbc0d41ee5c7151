"""Days: holidays, working days and school terms."""

from datetime import date

import pytest
from django.db import IntegrityError

from centers.actions import reference
from centers.models import Holiday, SchoolTerm, SkillArea
from centers.queries.calendar import coming_term, holidays, terms, working_day_after
from tests.factories.centers import SkillAreaFactory

pytestmark = pytest.mark.django_db


def load() -> None:
    for row in reference.read("skill_areas"):
        if not SkillArea.objects.filter(code=row["code"]).exists():
            SkillAreaFactory(code=row["code"])
    reference.load_calendar()


def test_the_days_on_record_know_songkran_and_no_labour_day_which_the_state_does_not_keep():
    load()
    named = holidays(date(2027, 4, 1), date(2027, 5, 2))
    assert {date(2027, 4, 13), date(2027, 4, 14), date(2027, 4, 15)} <= set(named)
    assert date(2027, 5, 1) not in named


def test_ten_working_days_pass_over_weekends_and_holidays():
    load()
    # Thursday 26 November 2569; Monday 7 (in lieu) and Thursday 10 December are free.
    assert working_day_after(date(2026, 11, 26), 10) == date(2026, 12, 14)


def test_without_holidays_ten_working_days_are_two_weeks():
    assert working_day_after(date(2026, 11, 2), 10) == date(2026, 11, 16)


def test_a_day_lies_in_its_term_or_in_none():
    load()
    found = terms([date(2026, 12, 1), date(2026, 10, 20)])
    assert str(found[date(2026, 12, 1)]).endswith("2/2569")
    assert found[date(2026, 10, 20)] is None
    assert coming_term(date(2026, 10, 20)) == found[date(2026, 12, 1)]


def test_terms_never_overlap():
    SchoolTerm.objects.create(year=2569, term=1, starts_on=date(2026, 5, 16), ends_on=date(2026, 10, 11))
    with pytest.raises(IntegrityError, match="centers_school_terms_never_overlap"):
        SchoolTerm.objects.create(year=2569, term=2, starts_on=date(2026, 10, 11), ends_on=date(2027, 4, 1))


def test_loading_again_keeps_what_obec_has_changed():
    load()
    Holiday.objects.filter(day=date(2027, 4, 13)).update(name_th="สงกรานต์ (แก้ไข)")
    load()
    assert Holiday.objects.get(day=date(2027, 4, 13)).name_th == "สงกรานต์ (แก้ไข)"
