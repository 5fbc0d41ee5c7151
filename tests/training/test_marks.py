"""Marks of a round: forty people typed or filled from a table, the assessment that stands, the gain and its interval."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, IntegrityError, transaction
from django.urls import reverse

from committees.queries import access_of
from hcec.core.models import AuditEntry
from hcec.core.sheets import csv_bytes
from tests.factories.accounts import PersonFactory
from tests.factories.evaluation import after, mark, places_of, taught_by_one
from tests.factories.training import CourseFactory, enrol, finalised_round, held_round, open_round, plan_round
from training import codes
from training.actions import completions, marks
from training.models import Enrolment, Mark
from training.queries import gains
from training.refusals import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def round(room, monkeypatch):
    """Three people, the day after the last meeting."""
    found = held_round(people=3, room=room)
    monkeypatch.setattr("django.utils.timezone.now", lambda: after(found))
    return found


def page(round, kind="assessment"):
    return reverse("manage-round-marks", args=[round.pk]) + f"?kind={kind}"


def typed(round, *texts, full="20", **more):
    return {f"m{p.pk}": text for p, text in zip(places_of(round), texts, strict=True)} | {
        "full": full,
        **more,
    }


def points(round, kind="assessment"):
    rows = Mark.objects.filter(round=round, kind=kind).order_by("enrolment__seat_no")
    return list(rows.values_list("score", flat=True))


def test_forty_people_are_typed_in_one_go(manager, room, monkeypatch):
    forty = held_round(people=40, room=room)
    monkeypatch.setattr("django.utils.timezone.now", lambda: after(forty))
    answer = manager.post(page(forty), typed(forty, *[str(n / 2) for n in range(40)]))
    assert answer.status_code == 302
    assert points(forty) == [Decimal(n) / 2 for n in range(40)]
    manager.cost(page(forty))


def test_thai_digits_a_dash_and_an_empty_box_are_understood(manager, round):
    manager.post(page(round), typed(round, "๑๘.๕", "-", "", full="๒๐"))
    assert points(round) == [Decimal("18.5"), None]


def test_a_complete_list_says_that_the_empty_boxes_did_not_take_it(manager, round):
    manager.post(page(round), typed(round, "20", "", "", rest="on"))
    assert points(round) == [Decimal(20), None, None]


@pytest.mark.parametrize(("text", "full"), [("21", "20"), ("many", "20"), ("1.234", "20"), ("5", ""), ("5", "0"), ("NaN", "20")])  # fmt: skip
def test_one_slip_saves_nothing_and_loses_nothing(manager, round, text, full):
    answer = manager.post(page(round), typed(round, "11", text, "13", full=full))
    body = answer.content.decode()
    assert answer.status_code == 200 and points(round) == []
    assert 'value="11"' in body and f'value="{text}"' in body and "aria-invalid" in body


def test_pressed_twice_it_is_saved_once(manager, round):
    for _ in range(2):
        manager.post(page(round), typed(round, "1", "2", "3"))
    assert AuditEntry.objects.filter(verb="marks.recorded").count() == 1


def upload(round, rows, heads=("รหัสแถว", "คะแนน")):
    return {"fill": "1", "file": SimpleUploadedFile("marks.csv", csv_bytes(heads, rows))}


def test_a_table_fills_the_boxes_and_saves_nothing_yet(manager, round):
    people = places_of(round)
    rows = [[codes.row_code(round.pk, people[0].pk), "17"], [people[1].person.email, "-"]]
    body = manager.post(page(round), upload(round, rows)).content.decode()
    assert 'value="17"' in body and 'value="-"' in body
    assert points(round) == []


def test_a_row_that_fits_nobody_is_named_with_its_number(manager, round):
    rows = [[codes.row_code(round.pk + 1, places_of(round)[0].pk), "17"], ["nobody@hcec.example", "3"]]
    answer = manager.post(page(round), upload(round, rows))
    assert answer.status_code == 422 and answer.content.decode().count("nobody@hcec.example") == 1


def test_the_table_to_fill_in_can_be_sent_back_as_it_is(manager, round):
    mark(round, "assessment", [10, None, 12])
    sheet = manager.get(reverse("manage-round-marks-table", args=[round.pk]) + "?kind=assessment").content
    back = {"fill": "1", "file": SimpleUploadedFile("marks.xlsx", sheet)}
    body = manager.post(page(round), back).content.decode()
    assert 'value="10"' in body and 'value="12"' in body


def test_nobody_records_their_own_mark(round):
    person = places_of(round)[0].person
    with pytest.raises(Refusal):
        mark(round, "assessment", [20, 20, 20], by=person)
    mark(round, "before", [20, 20, 20])
    with pytest.raises(Error, match="their_own_mark"), transaction.atomic():
        Mark.objects.filter(enrolment__person=person).update(recorded_by=person)


@pytest.fixture
def stranger():
    """Somebody in another round."""
    return enrol(open_round())


def test_people_of_another_round_are_refused_by_the_action_and_the_database(stranger, round):
    with pytest.raises(Refusal):
        marks.record(
            round,
            "after",
            {stranger.pk: Decimal(1)},
            of_score=Decimal(2),
            by=PersonFactory(),
            at=after(round),
        )
    mark(round, "after", [1, 1, 1])
    with pytest.raises(IntegrityError, match="a_mark_is_of_an_enrolment"), transaction.atomic():
        Mark.objects.filter(enrolment=places_of(round)[0]).update(enrolment=stranger)


def test_points_lie_between_none_and_all_also_for_the_database(round):
    mark(round, "after", [1, 1, 1])
    with pytest.raises(IntegrityError, match="points_lie"), transaction.atomic():
        Mark.objects.update(score=21)


def test_only_the_test_before_is_taken_before_the_round_begins():
    round = open_round()
    place, early = enrol(round), round.starts_at - (round.ends_at - round.starts_at)
    about = {"of_score": Decimal(10), "by": PersonFactory(), "at": early}
    assert marks.record(round, "before", {place.pk: Decimal(3)}, **about) == 1
    with pytest.raises(Refusal):
        marks.record(round, "after", {place.pk: Decimal(3)}, **about)


def test_a_draft_takes_no_marks():
    round = plan_round()
    with pytest.raises(Refusal):
        marks.record(round, "before", {}, of_score=Decimal(1), by=PersonFactory(), at=after(round))


def test_the_assessment_stands_once_completions_are_decided():
    course = CourseFactory(requirements=["attendance", "assessment"], pass_percent=50)
    round = held_round(people=1, course=course)
    mark(round, "assessment", [10])
    completions.decide(round, by=round.created_by, at=after(round))
    with pytest.raises(Refusal):
        mark(round, "assessment", [20])
    with pytest.raises(Error, match="assessment_stands"), transaction.atomic():
        Mark.objects.update(score=20)


def test_the_test_after_may_still_be_typed_then():
    round = finalised_round(people=1)
    assert mark(round, "after", [10]) == 1


def test_the_pass_mark_is_compared_exactly():
    third = Mark(score=Decimal("6.66"), of_score=Decimal(10))
    assert third.percent == Decimal("66.60") and third.reaches(66) and not third.reaches(67)


def test_gain_counts_only_who_took_both_tests(round):
    mark(round, "before", [10, 8, None])
    mark(round, "after", [14, 16, 20])
    gain = gains.of_round(round)
    assert (gain.people, gain.before, gain.after, gain.gain) == (2, 45, 75, 30)
    assert gain.low < 30 < gain.high


@pytest.fixture
def foreign():
    """A round of another center."""
    return held_round(people=1)


def test_gains_stand_by_course_and_by_trainer_of_ones_own_centers(manager, foreign, round):
    trainer = taught_by_one(round).person
    mark(round, "before", [10, 8, 9])
    mark(round, "after", [14, 16, 11])
    mark(foreign, "before", [1]), mark(foreign, "after", [20])
    courses, trainers = gains.of_centers(access_of(manager.person, round.ends_at.date()))
    assert [(row.name, row.gain.people) for row in courses] == [(round.course.name, 3)]
    assert [(row.name, row.gain.people) for row in trainers] == [(trainer.name, 3)]
    body = manager.read(reverse("manage-gains"))
    assert trainer.name in body and foreign.course.name not in body
    manager.cost(reverse("manage-gains"))


def test_the_gain_is_shown_beside_the_tests(manager, round):
    mark(round, "before", [10, 8, 9])
    mark(round, "after", [14, 16, 11])
    assert "ช่วงความเชื่อมั่น 95 %" in manager.read(page(round, "after"))
    assert "ช่วงความเชื่อมั่น" not in manager.read(page(round))


def test_a_person_has_one_mark_of_a_kind(round):
    mark(round, "after", [1, 1, 1])
    one = Mark.objects.first()
    with pytest.raises(IntegrityError, match="one_mark_of_a_kind"), transaction.atomic():
        Mark.objects.create(
            round=round, enrolment=Enrolment.objects.get(pk=one.enrolment_id), kind="after", score=1,
            of_score=2, recorded_by=PersonFactory(), recorded_at=after(round),
        )  # fmt: skip
