"""Trainer, invigilator, scorer and releaser of a test are kept apart, unless a second person has written a waiver (I7)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from centers.models import Trained
from committees.models import Position
from testing.actions import apart, conduct, corrections, results
from testing.actions.apart import KeptApart
from testing.lifecycles import BookingStatus, ResultStatus, SessionStatus
from testing.models import Band, Conduct, DutyWaiver, NearMiss, Result, TrainerRest
from testing.refusals import Refusal
from tests.factories.accounts import PersonFactory
from tests.factories.apart import refused, trains, waived
from tests.factories.centers import RoomFactory, SkillAreaFactory
from tests.factories.committees import person_with
from tests.factories.marks import a_correction
from tests.factories.testing import BookingFactory, ResultFactory, SessionFactory, finalised_session
from tests.factories.training import finalised_round
from tests.support.desks import signed_in
from training.actions.completions import keep_trained
from training.models import Completion, Teaching

pytestmark = pytest.mark.django_db
now = timezone.now


def running(**more):
    return SessionFactory(starts_at=now() - timedelta(minutes=5), status=SessionStatus.CLOSED, **more)


def taught_candidate(session=None):
    """A session in which somebody sits whom this trainer trained."""
    session, trainer = session or running(), PersonFactory()
    booking = BookingFactory(session=session)
    trains(trainer, booking.person, skill=session.exam.skill)
    return session, trainer, booking


def entry(booking):
    return results.Entry(booking, Band.objects.get(scale=booking.session.exam.scale, code="B1"))


def sat(session=None, **more):
    return BookingFactory(session=session or finalised_session(), status=BookingStatus.ATTENDED, **more)


def invigilated(session, by):
    return Conduct.objects.create(session=session, started_by=by, started_at=session.starts_at)


def test_a_trainer_does_not_invigilate_whom_she_trained_and_the_attempt_is_kept():
    session, trainer, _booking = taught_candidate()
    with pytest.raises(KeptApart):
        conduct.start(session, by=trainer, at=now())
    assert not Conduct.objects.exists()
    assert NearMiss.objects.get(session=session, person=trainer, duty="invigilate").why == "trained"
    with pytest.raises(KeptApart):
        conduct.start(session, by=trainer, at=now())
    assert NearMiss.objects.count() == 1
    assert conduct.start(session, by=PersonFactory(), at=now())


def test_the_database_keeps_them_apart_too():
    session, trainer, _booking = taught_candidate()
    with pytest.raises(IntegrityError, match="kept_apart"), transaction.atomic():
        invigilated(session, trainer)
    held = invigilated(session, PersonFactory())
    with pytest.raises(IntegrityError, match="kept_apart"), transaction.atomic():
        Conduct.objects.filter(pk=held.pk).update(status="ended", ended_by=trainer, ended_at=now())


def test_another_skill_another_person_and_long_ago_stand_against_nobody():
    session, trainer, booking = running(), PersonFactory(), None
    booking = BookingFactory(session=session)
    trains(trainer, PersonFactory(), skill=session.exam.skill)
    trains(trainer, booking.person, skill=SkillAreaFactory(code="coding"))
    trains(
        trainer, booking.person, skill=session.exam.skill, last_on=timezone.localdate() - timedelta(days=400)
    )
    assert conduct.start(session, by=trainer, at=now())


def test_how_long_a_trainer_keeps_away_is_data():
    session, trainer, _booking = taught_candidate()
    TrainerRest.objects.create(months=0, valid_from=timezone.localdate() - timedelta(days=9), source="ประกาศ")
    assert conduct.start(session, by=trainer, at=now())
    other, teacher, _booking = taught_candidate()
    TrainerRest.objects.create(
        months=12,
        skill=other.exam.skill,
        valid_from=timezone.localdate() - timedelta(days=9),
        source="ประกาศ",
    )
    with pytest.raises(KeptApart):
        conduct.start(other, by=teacher, at=now())


@pytest.mark.parametrize("near", ["trained", "invigilated"])
def test_neither_trainer_nor_invigilator_enters_or_releases_a_result(near):
    booking, person = sat(), PersonFactory()
    if near == "trained":
        trains(person, booking.person, skill=booking.session.exam.skill)
    else:
        invigilated(booking.session, person)
    with pytest.raises(KeptApart):
        results.enter([entry(booking)], by=person, at=now())
    with pytest.raises(IntegrityError, match="kept_apart"), transaction.atomic():
        ResultFactory(booking=booking, entered_by=person, status=ResultStatus.ENTERED)
    result = results.enter([entry(booking)], by=PersonFactory(), at=now())[0]
    with pytest.raises(KeptApart):
        results.release([result], by=person, at=now())
    with pytest.raises(IntegrityError, match="kept_apart"), transaction.atomic():
        Result.objects.filter(pk=result.pk).update(status="released", released_by=person, released_at=now())
    assert set(NearMiss.objects.values_list("duty", "why")) == {("enter", near), ("release", near)}


def test_a_trainer_enters_the_results_of_those_whom_she_did_not_train():
    session, trainer = finalised_session(), PersonFactory()
    hers, other = sat(session), sat(session)
    trains(trainer, hers.person, skill=session.exam.skill)
    assert results.enter([entry(other)], by=trainer, at=now())


def test_who_scored_does_not_stand_over_the_test_afterwards():
    booking, scorer = sat(), PersonFactory()
    held = invigilated(booking.session, PersonFactory())
    results.enter([entry(booking)], by=scorer, at=now())
    with pytest.raises(KeptApart):
        conduct.end(held, by=scorer, at=now())


def test_corrections_are_entering_and_releasing():
    result, near = ResultFactory(), PersonFactory()
    trains(near, result.booking.person, skill=result.booking.session.exam.skill)
    with pytest.raises(KeptApart):
        a_correction(result, by=near)
    with pytest.raises(KeptApart):
        corrections.approve(a_correction(result), by=near, at=now())


def test_a_waiver_of_a_second_person_lets_one_do_one_duty_at_one_session():
    session, trainer, _booking = taught_candidate()
    with pytest.raises(Refusal):
        apart.waive(session, person=trainer, duty="invigilate", reason="x", by=trainer, at=now())
    with pytest.raises(Refusal):
        apart.waive(session, person=trainer, duty="invigilate", reason=" ", by=PersonFactory(), at=now())
    with pytest.raises(Refusal):
        apart.waive(
            session, person=PersonFactory(), duty="invigilate", reason="x", by=PersonFactory(), at=now()
        )
    apart.waive(session, person=trainer, duty="invigilate", reason="มีสามคน", by=PersonFactory(), at=now())
    held = conduct.start(session, by=trainer, at=now())
    conduct.end(held, by=trainer, at=now())
    signed = conduct.sign(held, by=trainer, at=now())
    assert [waiver["reason"] for waiver in signed.report["waivers"]] == ["มีสามคน"]


def test_a_round_that_is_decided_leaves_who_trained_whom():
    round, trainer = finalised_round(people=1), PersonFactory()
    assert not Trained.objects.exists()
    round = finalised_round(people=1, course=round.course)
    person = Completion.objects.filter(enrolment__round=round).get().enrolment.person
    Teaching.objects.create(
        meeting=round.meetings.order_by("starts_at")[0], person=trainer, starts_at=round.starts_at,
        ends_at=round.starts_at + timedelta(hours=6),
    )  # fmt: skip
    keep_trained(round)
    keep_trained(round)
    known = Trained.objects.get()
    assert (known.trainer, known.person, known.skill) == (trainer, person, round.course.skill)


def test_the_pages_from_refusal_to_waiver_and_report(clerk, director, center):
    session = running(room=RoomFactory(center=center))
    booking = BookingFactory(session=session)
    trains(clerk.person, booking.person, skill=session.exam.skill)
    start = reverse("manage-conduct-move", args=[session.pk, "start"])
    assert "ยกเว้น" in clerk.post(start, follow=True).content.decode()
    page = reverse("manage-session-apart", args=[session.pk])
    assert clerk.get(page).status_code == 403
    assert clerk.person.name in director.read(page)
    director.cost(page)
    asked = {"whom": f"{clerk.person.pk}-invigilate", "reason": "มีบุคลากรสามคน"}
    assert director.post(page, asked | {"reason": ""}).status_code == 200
    director.post(page, asked)
    assert DutyWaiver.objects.get().granted_by == director.person
    clerk.post(start)
    assert Conduct.objects.get().started_by == clerk.person
    assert "มีบุคลากรสามคน" in clerk.read(reverse("manage-conduct", args=[session.pk]))
    report = reverse("manage-apart")
    supervisor = signed_in(person_with(Position.SUPERVISOR, province=center.province))
    for shown in (report, reverse("manage-duty-waivers")):
        assert clerk.person.name in supervisor.read(shown)
        supervisor.cost(shown)


def test_whoever_would_be_refused_is_named_before_it_happens(director, center):
    session = running(room=RoomFactory(center=center))
    manager = person_with(Position.CENTER_MANAGER, center=center)
    trains(manager, BookingFactory(session=session).person, skill=session.exam.skill)
    assert manager.name in director.read(reverse("manage-session-apart", args=[session.pk]))


def test_a_near_miss_and_a_waiver_are_never_rewritten():
    session, person = SessionFactory(), PersonFactory()
    for row in (refused(session, person), waived(session, person, "enter")):
        with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(duty="release")
