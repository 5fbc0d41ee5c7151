"""Accommodations: asked for once, decided by one officer, applied at every test; why stays with the person."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from hcec.accounts.models import Notice
from hcec.core import rowguard
from hcec.core.refusals import Refusal
from testing.actions import accommodations
from testing.actions.accommodations import Wish
from testing.lifecycles import AccommodationStatus, SessionStatus
from testing.models import Accommodation, Need
from testing.queries.accommodations import in_force
from tests.factories.accounts import PersonFactory
from tests.factories.day import PDF, AccommodationFactory
from tests.factories.testing import BookingFactory, SessionFactory

pytestmark = pytest.mark.django_db

WHY = "สายตาเลือนราง"


def now():
    return timezone.now()


def until(days=365):
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def asked(center):
    return AccommodationFactory(center=center)


def granted(asked, officer, *wishes, days=365):
    accommodations.take_up(asked, by=officer, at=now())
    wishes = wishes or (Wish("time", 25),)
    return accommodations.grant(asked, wishes=wishes, until=until(days), answer="", by=officer, at=now())


def test_a_person_asks_with_evidence_and_sees_her_request(teacher, center):
    path = reverse("my-accommodations")
    answer = teacher.post(
        path,
        {
            "measures": ["time", "reader"], "percent": "25", "words": "ผู้อ่านข้อสอบ", "center": center.pk,
            "need": WHY, "evidence": SimpleUploadedFile("letter.pdf", PDF),
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.context["form"].errors
    asked = Accommodation.objects.get(person=teacher.person)
    assert "25%" in asked.said and "ผู้อ่านข้อสอบ" in asked.said
    assert "25%" in teacher.read(path)
    assert (
        b"".join(teacher.get(reverse("my-accommodation-evidence", args=[asked.pk])).streaming_content) == PDF
    )


def test_extra_time_needs_its_percentage(teacher, center):
    answer = teacher.post(
        reverse("my-accommodations"), {"measures": ["time"], "center": center.pk, "need": WHY}
    )
    assert answer.context["form"].errors["percent"]


def test_one_request_at_a_time(asked):
    with pytest.raises(Refusal):
        accommodations.ask(
            asked.person, center=asked.center, wishes=[Wish("breaks")], need=WHY, evidence="x.pdf", at=now()
        )


def test_only_who_took_it_up_reads_why_and_only_until_the_decision(director, asked):
    path = reverse("manage-accommodation", args=[asked.pk])
    assert WHY not in director.read(path)
    director.post(reverse("manage-accommodation-move", args=[asked.pk, "take"]))
    assert WHY in director.read(path)
    evidence = director.get(reverse("manage-accommodation-evidence", args=[asked.pk]))
    assert b"".join(evidence.streaming_content) == PDF
    day = until()
    director.post(
        reverse("manage-accommodation-move", args=[asked.pk, "grant"]),
        {"measures": ["time"], "percent": "30", "until": f"{day.day}/{day.month}/{day.year + 543}"},
    )
    asked.refresh_from_db()
    assert (asked.status, asked.until) == (AccommodationStatus.GRANTED, day)
    assert WHY not in director.read(path)
    assert director.get(reverse("manage-accommodation-evidence", args=[asked.pk])).status_code == 404
    assert Notice.objects.filter(person=asked.person).count() == 1


def rows_seen(model, *, person, centers=()):
    with rowguard.within(frozenset(), frozenset(centers), person.pk):
        return model.objects.count()


def test_the_database_shows_why_to_nobody_else(settings, director, clerk, asked):
    settings.ROW_SECURITY = True
    here = [asked.center_id]
    assert rows_seen(Need, person=asked.person) == 1
    assert rows_seen(Need, person=director.person, centers=here) == 0
    accommodations.take_up(asked, by=director.person, at=now())
    assert rows_seen(Need, person=director.person, centers=here) == 1
    assert rows_seen(Need, person=clerk.person, centers=here) == 0


def test_a_desk_elsewhere_sees_the_measure_of_whoever_sits_there(settings, asked, director):
    settings.ROW_SECURITY = True
    session = SessionFactory()
    assert rows_seen(Accommodation, person=director.person, centers=[session.center_id]) == 0
    BookingFactory(session=session, person=asked.person)
    assert rows_seen(Accommodation, person=director.person, centers=[session.center_id]) == 1
    assert rows_seen(Need, person=director.person, centers=[session.center_id]) == 0


def test_nobody_decides_their_own(director, center):
    own = AccommodationFactory(person=director.person, center=center)
    with pytest.raises(Refusal):
        accommodations.take_up(own, by=director.person, at=now())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE testing_accommodation SET status = 'taken', taken_by_id = person_id, taken_at = now() WHERE id = %s",
            [own.pk],
        )


def test_a_colleague_does_not_decide_what_another_took_up(director, asked):
    accommodations.take_up(asked, by=director.person, at=now())
    with pytest.raises(Refusal):
        accommodations.refuse(asked, answer="x", by=PersonFactory(), at=now())


def test_what_is_granted_holds_until_its_day(director, asked):
    granted(asked, director.person, days=10)
    assert in_force([asked.person_id], now())[asked.person_id].extra == 25
    assert in_force([asked.person_id], now() + timedelta(days=11)) == {}


def test_of_two_decisions_the_later_holds(director, asked):
    granted(asked, director.person, Wish("time", 50))
    again = AccommodationFactory(person=asked.person, center=asked.center)
    granted(again, director.person, Wish("time", 20))
    assert in_force([asked.person_id], now())[asked.person_id].extra == 20


def test_extra_time_is_rounded_up_to_whole_minutes(director, asked):
    granted(asked, director.person)
    measures = in_force([asked.person_id], now())[asked.person_id]
    assert measures.extra_of(timedelta(minutes=90)) == timedelta(minutes=23)


def test_the_desk_reads_the_measure_and_never_why(director, clerk, room, asked):
    granted(asked, director.person, Wish("reader", None, "ผู้อ่านข้อสอบ"))
    session = SessionFactory(room=room, starts_at=now() - timedelta(minutes=5), status=SessionStatus.CLOSED)
    BookingFactory(session=session, person=asked.person)
    page = clerk.read(reverse("manage-check-in", args=[session.pk]))
    assert "ผู้อ่านข้อสอบ" in page and WHY not in page


def test_a_request_can_be_taken_back_before_the_decision(asked, director):
    accommodations.withdraw(asked, by=asked.person, at=now())
    with pytest.raises(Refusal):
        accommodations.take_up(asked, by=director.person, at=now())
