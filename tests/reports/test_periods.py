"""The period of a page of figures comes from its address and follows the Thai fiscal year."""

from datetime import date

import pytest
from django.utils import timezone

from hcec.reports.periods import Period, period_from, years

TODAY = date(2026, 11, 21)


def test_a_fiscal_year_runs_from_october_to_september() -> None:
    assert (Period(2570).first, Period(2570).last) == (date(2026, 10, 1), date(2027, 9, 30))


def test_its_last_quarter_ends_with_the_year() -> None:
    assert (Period(2570, 4).first, Period(2570, 4).last) == (date(2027, 7, 1), date(2027, 9, 30))


def test_the_instants_are_those_of_bangkok() -> None:
    assert timezone.localtime(Period(2570).starts_at).isoformat() == "2026-10-01T00:00:00+07:00"
    assert timezone.localtime(Period(2570).ends_before).isoformat() == "2027-10-01T00:00:00+07:00"


def test_four_quarters_leave_no_gap() -> None:
    quarters = [Period(2569, n) for n in (1, 2, 3, 4)]
    assert [q.ends_before for q in quarters[:-1]] == [q.starts_at for q in quarters[1:]]


@pytest.mark.parametrize(
    "asked", [{}, {"year": "x"}, {"year": "1999"}, {"year": "25 70"}, {"year": "๒๕๗๐"}, {"quarter": "5"}]
)
def test_what_cannot_be_read_means_the_present_year(asked: dict[str, str]) -> None:
    assert period_from(asked, TODAY) == Period(2570)


def test_the_address_chooses_year_and_quarter() -> None:
    assert period_from({"year": "2569", "quarter": "2"}, TODAY) == Period(2569, 2)
    assert Period(2569, 2).query == "year=2569&quarter=2"


def test_the_years_offered_reach_from_the_next_to_the_first() -> None:
    assert years(TODAY)[0] == 2571
    assert years(TODAY)[-1] == 2563
