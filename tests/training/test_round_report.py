"""The summary report of a round, printed from its data."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from hcec.core import pdf
from tests.factories.evaluation import after, mark, over, places_of, say, surveyed_round
from tests.factories.training import CourseFactory, open_round
from training.actions import completions
from training.models import Round
from training.queries import summary

pytestmark = pytest.mark.django_db
RULE = {"requirements": ["attendance", "assessment"], "pass_percent": 50}


@pytest.fixture
def round(room):
    """Six people, one of whom came half the time and one of whom failed; five said what they think."""
    course = CourseFactory(**RULE)
    found = surveyed_round(people=6, minutes=(360, 360, 360, 360, 360, 180), room=room, course=course)
    mark(found, "before", [10, 9, 8, 7, 6, None])
    mark(found, "after", [15, 14, 15, 11, 12, 13])
    mark(found, "assessment", [20, 18, 16, 15, 9, 15])
    for place in places_of(found)[:5]:
        say(place, 5)
    completions.decide(found, by=found.created_by, at=after(found))
    return Round.objects.select_related("course__curriculum", "center__province").get(pk=found.pk)


def test_people_hours_completion_gain_and_survey_are_those_of_the_data(round):
    found = summary.of_round(round, over(round))
    assert (found.enrolled, found.came, found.completed, found.not_completed) == (6, 6, 4, 2)
    assert (found.hours_counted, found.hours_earned) == (12, 48)
    assert found.attendance == pytest.approx(91.667, abs=0.001)
    assert (found.assessed.people, found.assessed.passed) == (6, 5)
    assert (found.gain.people, found.gain.gain) == (5, pytest.approx(27))
    assert (found.whole.mean, found.band, len(found.blocks)) == (5, 5, 2)


def test_a_survey_that_is_not_shown_is_not_printed_either(round):
    assert summary.of_round(round, after(round)).blocks == []


def test_a_round_of_which_little_is_known_has_a_report_all_the_same(room):
    empty = open_round(room=room)
    found = summary.of_round(empty, after(empty))
    assert (found.enrolled, found.attendance, found.assessed, found.gain, found.whole) == (
        0,
        None,
        None,
        None,
        None,
    )


@pytest.mark.skipif(not pdf.available(), reason="Pango is not installed")
def test_the_manager_prints_it(manager, round, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: over(round))
    page = reverse("manage-round-report", args=[round.pk])
    assert page in manager.read(reverse("manage-round", args=[round.pk]))
    answer = manager.get(page)
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.content)).pages)
    assert answer["Content-Type"] == "application/pdf"
    for words in ("มากที่สุด", "48", "5.00", "91.7"):
        assert words in text


def test_a_round_that_is_not_over_has_no_report_yet(manager, room):
    coming = open_round(room=room)
    answer = manager.get(reverse("manage-round-report", args=[coming.pk]))
    assert answer.url == reverse("manage-round", args=[coming.pk])
