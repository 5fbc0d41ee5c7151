"""The live queue in front of booking: a fair order, a place that is not lost, and booking without it when Redis is away."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from testing import line
from testing.models import Booking, Session
from testing.queries import queued
from tests.factories.accounts import PersonFactory
from tests.factories.centers import RoomFactory
from tests.factories.testing import SessionFactory
from tests.support.desks import signed_in

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def fresh():
    queued.forget()
    line._away_until = 0.0
    client = line.client()
    keys = client.keys("hcec:line:*")
    if keys:
        client.delete(*keys)
    yield
    queued.forget()
    line._away_until = 0.0


def rush(opens=-MINUTE, rate=5, **fields) -> Session:
    return SessionFactory(queue_rate=rate, opens_at=timezone.now() + opens, **fields)


STILL = 0.001  # a pace at which nobody more is let in, however slow the machine is


def stand(session: Session, person: int, rate: float | None = None) -> line.Place:
    return line.place(session.pk, person, opens_at=session.opens_at, rate=rate or session.queue_rate)


def press(desk, session, **data):
    return desk.post(reverse("book-session", args=[session.pk]), {"idempotency_key": uuid4().hex} | data)


def test_later_ones_stand_behind_in_the_order_in_which_they_came():
    session = rush(rate=1)
    assert stand(session, 1).state == "in"
    places = [stand(session, person, STILL) for person in range(2, 6)]
    assert [(place.state, place.before) for place in places] == [("wait", n) for n in range(4)]


def test_looking_again_keeps_the_place():
    session = rush()
    for person in (1, 2, 3):
        stand(session, person, STILL)
    assert stand(session, 3, STILL).before == stand(session, 3, STILL).before == 2


def test_so_many_a_second_are_let_in():
    session, began = rush(rate=10), time.monotonic()
    first = [stand(session, person).state for person in range(40)]
    assert 1 <= first.count("in") <= 10 + 10 * (time.monotonic() - began) + 1
    time.sleep(1.1)
    again = [stand(session, person).state for person in range(40)]
    assert min(40, first.count("in") + 10) <= again.count("in") <= 10 + 10 * (time.monotonic() - began) + 1


def test_who_is_there_before_the_opening_stands_in_a_random_order_and_the_late_behind():
    session = rush(opens=MINUTE, rate=1)
    people = list(range(1, 21))
    assert {stand(session, person).state for person in people} == {"early"}
    session.opens_at = timezone.now() - timedelta(seconds=1)
    assert stand(session, 99, STILL).before == 20
    order = sorted(people, key=lambda person: stand(session, person, STILL).before)
    assert order != people


def test_a_ticket_that_has_ended_stands_behind_again(monkeypatch):
    session = rush(rate=1)
    monkeypatch.setattr(line, "STAY", timedelta(milliseconds=50))
    assert stand(session, 1).state == "in"
    for person in (2, 3):
        stand(session, person, STILL)
    time.sleep(0.1)
    assert stand(session, 1, STILL).before == 2
    assert stand(session, 2, STILL).before == 0


def test_nobody_books_past_the_queue_and_a_ticket_books():
    session, me = rush(), signed_in(PersonFactory())
    page = reverse("queue", args=[session.pk])
    assert press(me, session).url == page
    shown = me.get(page)
    assert shown.status_code == 200 and "Refresh" not in shown
    press(me, session, ticket=shown.context["ticket"])
    assert Booking.objects.get().person == me.person


def test_a_ticket_is_of_one_person_and_one_session():
    mine = line.ticket(1, 2)
    assert line.lets_in(mine, 1, 2)
    assert not line.lets_in(mine, 1, 3) and not line.lets_in(mine, 2, 2) and not line.lets_in("x", 1, 2)


def test_the_page_asks_again_by_itself_and_keeps_the_place_over_a_new_sign_in():
    session = rush(rate=1)
    for person in range(100, 105):
        stand(session, person)
    person = PersonFactory()
    page = reverse("queue", args=[session.pk])
    shown = signed_in(person).get(page)
    assert int(shown["Refresh"]) >= 2
    again = signed_in(person)
    assert again.get(page).context["place"].before <= shown.context["place"].before
    again.cost(page)


def test_before_the_opening_the_page_asks_again_at_the_opening():
    session = rush(opens=timedelta(seconds=20))
    shown = signed_in(PersonFactory()).get(reverse("queue", args=[session.pk]))
    assert 15 <= int(shown["Refresh"]) <= 21


def test_after_the_opening_the_pages_come_back_in_the_order_of_the_lot():
    session = rush(opens=timedelta(seconds=30), rate=2)
    places = sorted((stand(session, person) for person in range(1, 21)), key=lambda place: place.count)
    assert places[-1].count == 20
    again = [stand(session, person) for person in range(1, 21)]
    assert sorted(place.before for place in again) == list(range(20))
    assert all(place.after_opening == place.before // 2 for place in again)


def test_a_long_line_comes_back_about_once_a_minute_and_not_in_waves():
    looks = {line.Place("wait", before=5000, count=6000, rate=10).look_again for _ in range(200)}
    assert len(looks) > 5 and min(looks) >= 40 and max(looks) <= 60


@pytest.mark.parametrize("opens", [timedelta(days=1), timedelta(hours=2)])
def test_places_are_given_an_hour_before_the_opening_and_not_sooner(opens):
    session = rush(opens=opens)
    assert signed_in(PersonFactory()).get(reverse("queue", args=[session.pk])).status_code == 302


def test_without_redis_everybody_is_let_in_and_books(monkeypatch, settings):
    settings.REDIS_URL = "unix:///nowhere/redis.sock"
    line.client.cache_clear()
    try:
        session, me = rush(rate=1), signed_in(PersonFactory())
        for person in range(5):
            assert stand(session, person).state == "in"
        shown = me.get(reverse("queue", args=[session.pk]))
        press(me, session, ticket=shown.context["ticket"])
        assert Booking.objects.filter(person=me.person).exists()
    finally:
        line.client.cache_clear()


def test_the_session_leads_to_its_queue_and_others_have_none():
    session, me = rush(), signed_in(PersonFactory())
    assert reverse("queue", args=[session.pk]) in me.read(reverse("session", args=[session.pk]))
    plain = SessionFactory()
    assert reverse("queue", args=[plain.pk]) not in me.read(reverse("session", args=[plain.pk]))
    press(me, plain)
    assert Booking.objects.get().session == plain


def test_the_manager_switches_the_queue_on_and_off(manager, center):
    session = SessionFactory(room=RoomFactory(center=center))
    page = reverse("manage-session-queue", args=[session.pk])
    for typed, kept in (("40", 40), ("", None)):
        manager.read(page)
        manager.post(page, {"rate": typed})
        session.refresh_from_db()
        assert session.queue_rate == kept
