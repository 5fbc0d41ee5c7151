"""The guideline, the code and docs/guideline.md speak of the same things."""

import re

import pytest
from django.conf import settings
from django.urls import get_resolver

from committees.clauses import clauses
from committees.duties import DUTIES
from committees.models import Level, Position
from committees.seat_plan import SEATS
from hcec.core.access import Permission
from tests.doors.test_doors import url_names

ROWS = [
    [cell.strip() for cell in line.strip().strip("|").split("|")]
    for line in (settings.BASE_DIR / "docs" / "guideline.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\|\s*[\dPC]\.", line)
]


def names_in(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@pytest.mark.parametrize("seat", DUTIES, ids=str)
def test_every_duty_cites_a_paragraph_that_exists(seat):
    assert {duty.clause for duty in DUTIES[seat]} <= set(clauses())


@pytest.mark.parametrize("level", Level)
def test_every_planned_seat_cites_a_paragraph_that_exists(level):
    assert {seat.clause for seat in SEATS[level]} <= set(clauses())


def test_every_seat_with_duties_is_planned_on_its_level():
    assert all(position in {seat.position for seat in SEATS[level]} for level, position in DUTIES)


def test_every_position_is_planned_on_exactly_one_level():
    planned = [seat.position for seats in SEATS.values() for seat in seats]
    assert sorted(planned) == sorted(Position.values)


def test_every_power_is_held_by_some_seat():
    held = {duty.permission for duties in DUTIES.values() for duty in duties}
    assert held == set(Permission.values)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_line_of_the_guideline_page_names_only_what_exists(row):
    clause, _what, pages, code, tests = row
    known = set(url_names(get_resolver().url_patterns))
    assert clause in clauses()
    assert set(names_in(pages)) <= known, set(names_in(pages)) - known
    for path in [*names_in(code), *names_in(tests)]:
        assert (settings.BASE_DIR / path).exists(), path


def test_the_guideline_page_has_lines():
    assert len(ROWS) >= 5
