"""Random stories of wishes, offers and answers: after the jobs ran no seat is free that somebody in line could have."""

import contextlib
import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from hcec.core import outbox
from hcec.core.refusals import Refusal
from testing.actions import bookings, moves, offers, plans, wishes
from testing.lifecycles import BookingStatus, OfferStatus
from testing.models import Booking, Offer, Session, Wish
from testing.queries import wishes as line
from tests.factories.centers import RoomFactory
from tests.factories.testing import SessionFactory
from tests.races.booking_ground import broken, crowd, race
from tests.races.test_booking_sequences import stories

EXAMPLES = int(os.environ.get("WISH_STORIES", "3"))
MOST_SEATS = 3


class Line(RuleBasedStateMachine):
    """Three sessions of one exam in two provinces; seven people who book, wait by need, answer, move and give up."""

    @initialize()
    def begin(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        first = SessionFactory(room=RoomFactory(seats=MOST_SEATS), seats=1)
        more = {"exam": first.exam, "seats": 1}
        self.sessions = [
            first,
            SessionFactory(room=RoomFactory(seats=MOST_SEATS), starts_at=first.starts_at, **more),
            SessionFactory(
                room=RoomFactory(seats=MOST_SEATS, center=first.center),
                starts_at=first.starts_at + timedelta(days=1),
                **more,
            ),
        ]
        self.people = crowd(7)

    def teardown(self) -> None:
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    @rule(who=st.integers(0, 6), where=st.integers(0, 2))
    def book(self, who: int, where: int) -> None:
        with contextlib.suppress(Refusal):
            bookings.book(self.sessions[where].pk, by=self.people[who], key=uuid4())

    @rule(who=st.integers(0, 6), near=st.booleans())
    def ask(self, who: int, near: bool) -> None:
        first, today = self.sessions[0], timezone.localdate()
        need = wishes.Need(
            first.exam.skill,
            today,
            today + timedelta(days=40),
            provinces=(first.center.province,) if near else (),
        )
        with contextlib.suppress(Refusal):
            wishes.ask(need, by=self.people[who], at=timezone.now())

    @rule(pick=st.integers(0, 50))
    def cancel(self, pick: int) -> None:
        taken = (BookingStatus.CONFIRMED, BookingStatus.WAITING)
        live = list(Booking.objects.filter(status__in=taken).select_related("person").order_by("pk"))
        if live:
            booking = live[pick % len(live)]
            bookings.cancel(booking, by=booking.person, at=timezone.now())

    @rule(pick=st.integers(0, 50), where=st.integers(0, 2))
    def move(self, pick: int, where: int) -> None:
        live = list(Booking.objects.filter(status="confirmed").select_related("person").order_by("pk"))
        if live:
            booking = live[pick % len(live)]
            with contextlib.suppress(Refusal):
                moves.move(
                    booking, to=self.sessions[where], by=booking.person, at=timezone.now(), key=uuid4()
                )

    @rule(pick=st.integers(0, 50), answer=st.sampled_from(["yes", "no", "stop", "late"]))
    def answer(self, pick: int, answer: str) -> None:
        found = list(Offer.objects.filter(status=OfferStatus.OPEN).select_related("person").order_by("pk"))
        if not found:
            return
        offer, now = found[pick % len(found)], timezone.now()
        try:
            if answer == "late":
                offers.lapse(offer, at=offer.answer_by)
            elif answer == "yes":
                offers.accept(offer, by=offer.person, at=now)
            else:
                offers.decline(offer, by=offer.person, at=now, stay=answer == "no")
        except Refusal:
            pass

    @rule(where=st.integers(0, 2), seats=st.integers(1, MOST_SEATS))
    def change_seats(self, where: int, seats: int) -> None:
        session = Session.objects.get(pk=self.sessions[where].pk)
        try:
            plan = plans.copy(session, seats=seats)
            plans.edit(session, plan, version=session.version, by=session.created_by, at=timezone.now())
        except Refusal:
            pass

    @invariant()
    def no_seat_is_free_that_somebody_in_line_could_have(self) -> None:
        if not hasattr(self, "sessions"):
            return
        for kind in ("session.fill", "wishes.look", "wishes.seek"):
            while job := outbox.take(kind=kind):
                assert outbox.do(job)
        now = timezone.now()
        wishes.reconcile(at=now)
        assert broken() == []
        for session in Session.objects.filter(pk__in=[s.pk for s in self.sessions]).order_by("pk"):
            assert not (bookings.lowest_free_seat(session) and line.wanting(session, now).exists())


@pytest.mark.django_db
def test_no_story_leaves_a_free_seat_beside_somebody_in_line():
    run_state_machine_as_test(Line, settings=stories(EXAMPLES))


@pytest.mark.django_db
def test_control_a_line_that_nobody_looks_at_is_found(monkeypatch):
    """The stories find the fault when a change of capacity leads to no offer."""
    monkeypatch.setattr(wishes, "look", lambda session_id, at: [])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Line, settings=stories(30))


@pytest.mark.django_db(transaction=True)
def test_many_looks_at_once_offer_each_seat_and_each_wish_once():
    first = SessionFactory(room=RoomFactory(seats=6))
    second = SessionFactory(
        room=RoomFactory(seats=6), exam=first.exam, starts_at=first.starts_at + timedelta(days=1)
    )
    today = timezone.localdate()
    for person in crowd(20):
        Wish.objects.create(
            person=person, skill=first.exam.skill, first_day=today, last_day=today + timedelta(days=40),
            until=today + timedelta(days=40), asked_at=timezone.now(),
        )  # fmt: skip
    todo = [first.pk, second.pk] * 8
    assert race(lambda key: wishes.look(key, at=timezone.now()), todo, threads=8) == []
    assert Offer.objects.count() == 12
    assert Offer.objects.values("wish").distinct().count() == 12
    assert broken() == []
