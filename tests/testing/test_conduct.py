"""The invigilator's desk: start, end times with extra time, pause, incidents, a report that is signed and frozen."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from committees.models import Position
from hcec.core.refusals import Refusal
from testing.actions import accommodations, conduct
from testing.actions.accommodations import Wish
from testing.actions.reference import put, read
from testing.lifecycles import BookingStatus, ConductStatus, SessionStatus
from testing.models import Conduct, Incident, IncidentCode
from testing.queries import conduct as reads
from tests.factories.committees import person_with
from tests.factories.day import AccommodationFactory
from tests.factories.testing import BookingFactory, SessionFactory
from tests.support.desks import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def codes():
    put([IncidentCode(**row) for row in read("incidents")], ["code"])


@pytest.fixture
def begin():
    return timezone.now().replace(microsecond=0) - timedelta(minutes=5)


@pytest.fixture
def today(room, begin):
    session = SessionFactory(room=room, starts_at=begin, status=SessionStatus.CLOSED)
    BookingFactory(session=session, status=BookingStatus.ATTENDED)
    BookingFactory(session=session)
    return session


@pytest.fixture
def running(today, clerk, begin):
    return conduct.start(today, by=clerk.person, at=begin)


def minutes(number):
    return timedelta(minutes=number)


def test_a_test_is_started_once_by_the_servers_clock(clerk, today):
    path = reverse("manage-conduct-move", args=[today.pk, "start"])
    clerk.post(path)
    first = Conduct.objects.get(session=today).started_at
    clerk.post(path)
    assert Conduct.objects.get(session=today).started_at == first
    assert abs(first - timezone.now()) < minutes(2)


def test_nobody_starts_too_early_or_what_they_sit_themselves(clerk, today, room, begin):
    with pytest.raises(Refusal):
        conduct.start(today, by=clerk.person, at=begin - minutes(30))
    BookingFactory(session=today, person=clerk.person)
    with pytest.raises(Refusal):
        conduct.start(today, by=clerk.person, at=begin)


def test_everybody_has_her_own_end_and_pauses_move_them_all(running, today, clerk, director, begin):
    person = today.bookings.order_by("seat_no").first().person
    asked = AccommodationFactory(person=person, center=today.center)
    accommodations.take_up(asked, by=director.person, at=begin)
    accommodations.grant(
        asked, wishes=[Wish("time", 25)], until=timezone.localdate() + timedelta(days=9), answer="",
        by=director.person, at=begin,
    )  # fmt: skip
    first, second = reads.lines(today, running, begin)
    assert second.ends_at == begin + minutes(120)
    assert first.ends_at == begin + minutes(150)
    paused = conduct.pause(running, by=clerk.person, at=begin + minutes(10))
    again = conduct.resume(paused, by=clerk.person, at=begin + minutes(17))
    first, second = reads.lines(today, again, begin + minutes(20))
    assert (first.ends_at, second.ends_at) == (begin + minutes(157), begin + minutes(127))


def test_incidents_have_fixed_codes_in_thai_with_words_and_time(clerk, running, today):
    code = IncidentCode.objects.get(code="machine")
    booking = today.bookings.first()
    path = reverse("manage-conduct", args=[today.pk])
    clerk.post(path, {"code": code.pk, "booking": booking.pk, "words": "เปลี่ยนไปเครื่องสำรอง"})
    incident = Incident.objects.get()
    assert (incident.code, incident.booking, incident.by) == (code, booking, clerk.person)
    page = clerk.read(path)
    assert "เครื่องคอมพิวเตอร์ขัดข้อง" in page and "เปลี่ยนไปเครื่องสำรอง" in page
    with pytest.raises(DatabaseError), transaction.atomic():
        Incident.objects.update(words="")


def test_another_incident_needs_words(clerk, running, today):
    code = IncidentCode.objects.get(code="other")
    answer = clerk.post(reverse("manage-conduct", args=[today.pk]), {"code": code.pk})
    assert answer.context["form"].errors


def test_a_person_of_another_room_is_not_offered(clerk, running, today):
    other = BookingFactory()
    code = IncidentCode.objects.get(code="late")
    answer = clerk.post(reverse("manage-conduct", args=[today.pk]), {"code": code.pk, "booking": other.pk})
    assert answer.context["form"].errors["booking"]


def test_the_signed_report_says_who_was_there_and_cannot_be_changed(running, today, clerk, begin):
    conduct.note(
        running, code=IncidentCode.objects.get(code="late"), booking=None, words="", by=clerk.person, at=begin
    )
    ended = conduct.end(running, by=clerk.person, at=begin + minutes(120))
    signed = conduct.sign(ended, by=clerk.person, at=begin + minutes(125))
    assert (signed.report["seated"], signed.report["present"], len(signed.report["incidents"])) == (2, 1, 1)
    signed.refresh_from_db()
    assert signed.digest == reads.digest(signed.report)
    with pytest.raises(Refusal):
        conduct.note(
            signed,
            code=IncidentCode.objects.get(code="late"),
            booking=None,
            words="",
            by=clerk.person,
            at=begin,
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        Conduct.objects.filter(pk=signed.pk).update(report={})


def test_the_manager_reads_the_signed_report(running, today, clerk, manager, begin):
    ended = conduct.end(running, by=clerk.person, at=begin + minutes(120))
    signed = conduct.sign(ended, by=clerk.person, at=begin + minutes(125))
    page = manager.read(reverse("manage-conduct", args=[today.pk]))
    assert signed.digest in page and clerk.person.name in page


def test_the_moves_are_pressed_on_the_page(clerk, running, today):
    for move, state in (("pause", "paused"), ("resume", "running"), ("end", "ended"), ("sign", "signed")):
        clerk.post(reverse("manage-conduct-move", args=[today.pk, move]))
        assert Conduct.objects.get(pk=running.pk).status == state
    assert Conduct.objects.get(pk=running.pk).status == ConductStatus.SIGNED


def test_the_desk_costs_no_more_for_a_full_room(clerk, running, today):
    for _number in range(5):
        BookingFactory(session=today)
    clerk.cost(reverse("manage-conduct", args=[today.pk]))


def test_another_center_does_not_find_the_desk(today):
    stranger = signed_in(person_with(Position.CLERK))
    assert stranger.get(reverse("manage-conduct", args=[today.pk])).status_code == 404
