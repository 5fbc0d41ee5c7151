"""Random stories of booking, cancelling and changing the number of seats; after every step every truth holds."""

import os
from contextlib import suppress
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from hcec.core import outbox
from hcec.core.db import database_now
from hcec.core.refusals import Refusal
from testing.actions import bookings, plans, pools
from testing.models import Booking, Seat, SeatPool, Session
from testing.queries import day, seats
from tests.factories.centers import RoomFactory
from tests.factories.testing import SessionFactory
from tests.races.booking_ground import broken, crowd

EXAMPLES = int(os.environ.get("BOOKING_STORIES", "5"))
MOST_SEATS = 5


class Story(RuleBasedStateMachine):
    """Two sessions at the same hours and one at others; eight people who want seats everywhere."""

    @initialize()
    def begin(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        room = lambda: RoomFactory(seats=MOST_SEATS)  # noqa: E731
        first = SessionFactory(room=room(), seats=2)
        other = SessionFactory(room=room(), seats=1, starts_at=first.ends_at)
        self.sessions = [first, SessionFactory(room=room(), seats=2, starts_at=first.starts_at), other]
        self.people = crowd(8)
        self.manager = first.created_by

    def teardown(self) -> None:
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    @rule(who=st.integers(0, 7), where=st.integers(0, 2))
    def book(self, who: int, where: int) -> None:
        """A seat when one is free, else the next number; or a refusal and nothing changes."""
        session = Session.objects.get(pk=self.sessions[where].pk)
        before = day.count(session)
        try:
            answer = bookings.book(session.pk, by=self.people[who], key=uuid4())
        except Refusal:
            assert day.count(session) == before
            return
        assert answer.outcome == ("confirmed" if before.free else "waiting")

    @precondition(lambda self: Booking.objects.live().exists())
    @rule(pick=st.integers(0, 100))
    def cancel(self, pick: int) -> None:
        """Any live booking given up by its person."""
        live = list(Booking.objects.live().select_related("person").order_by("pk"))
        booking = live[pick % len(live)]
        bookings.cancel(booking, by=booking.person, at=timezone.now())

    @rule(where=st.integers(0, 2), seats=st.integers(1, MOST_SEATS))
    def change_seats(self, where: int, seats: int) -> None:
        """More seats go to those who wait; fewer than the highest taken one are refused."""
        session = Session.objects.select_related("reservation__room", "exam", "center").get(
            pk=self.sessions[where].pk
        )
        try:
            plan = plans.copy(session, seats=seats)
            plans.edit(session, plan, version=session.version, by=self.manager, at=timezone.now())
        except Refusal:
            assert Booking.objects.filter(session=session, seat_no__gt=seats).exists()

    @invariant()
    def every_truth_holds(self) -> None:
        if not hasattr(self, "sessions"):
            return
        while job := outbox.take(kind="session.fill"):
            outbox.do(job)
        assert broken() == []
        for session in Session.objects.filter(pk__in=[s.pk for s in self.sessions]).order_by("pk"):
            free = bookings.lowest_free_seat(session)
            assert not (free and bookings.next_in_line(session, (), timezone.now()))
            numbers = Booking.objects.filter(session=session, wait_no__isnull=False).values_list(
                "wait_no", flat=True
            )
            assert sorted(numbers) == list(range(1, len(numbers) + 1))


class KeptStory(Story):
    """The same people, half of them teachers, while seats are kept, opened, made accessible and ordinary again."""

    @initialize()
    def begin(self) -> None:
        super().begin()
        for person in self.people[::2]:
            person.kind = "teacher"
            person.save(update_fields=["kind"])
        for person in self.people[1::2]:
            person.kind = "public"
            person.save(update_fields=["kind"])

    @rule(who=st.integers(0, 7), where=st.integers(0, 2), needs_access=st.booleans())
    def book(self, who: int, where: int, needs_access: bool) -> None:
        """The lowest seat open to this person when there is one, else the next number; or a refusal."""
        session = Session.objects.get(pk=self.sessions[where].pk)
        before = day.count(session)
        free = seats.free_for(session, self.people[who], timezone.now(), needs_access=needs_access)
        lowest = free.values_list("number", flat=True).first()
        try:
            answer = bookings.book(session.pk, by=self.people[who], key=uuid4(), needs_access=needs_access)
        except Refusal:
            assert day.count(session) == before
            return
        assert Booking.objects.get(pk=answer.booking_id).seat_no == lowest

    @rule(where=st.integers(0, 2), many=st.integers(1, 3), kind=st.sampled_from(["teacher", "public"]))
    def keep(self, where: int, many: int, kind: str) -> None:
        """Some free seats are kept for teachers or for the public."""
        wish = pools.Keep(name=uuid4().hex, seats=many, audience_kinds=(kind,))
        with suppress(Refusal):
            pools.add(self.sessions[where], wish, by=self.manager, at=timezone.now())

    @precondition(lambda self: SeatPool.objects.exists())
    @rule(pick=st.integers(0, 100), by_time=st.booleans(), remove=st.booleans())
    def open_pool(self, pick: int, by_time: bool, remove: bool) -> None:
        """A pool opens by its time or by hand, or is taken away; by the database's clock, which stands still in a story."""
        found = list(SeatPool.objects.select_related("session").order_by("pk"))
        pool, at = found[pick % len(found)], database_now()
        if remove:
            pools.remove(pool, by=self.manager, at=at)
        elif by_time:
            SeatPool.objects.filter(pk=pool.pk).update(released_at=at)
            pools.serve_released(at=timezone.now())
        else:
            with suppress(Refusal):
                pools.release(pool, by=self.manager, at=at)

    @rule(where=st.integers(0, 2), kinds=st.lists(st.sampled_from(list(Seat.Kind)), min_size=5, max_size=5))
    def set_kinds(self, where: int, kinds: list[str]) -> None:
        """Seats become accessible, stand by, or are ordinary again."""
        numbers = {kind: [n for n, of in enumerate(kinds, start=1) if of == kind] for kind in Seat.Kind}
        session = Session.objects.get(pk=self.sessions[where].pk)
        there = {kind: [n for n in found if n <= session.seats] for kind, found in numbers.items()}
        with suppress(Refusal):
            pools.set_kinds(
                session, accessible=there[Seat.Kind.ACCESSIBLE], standby=there[Seat.Kind.STANDBY], until=None,
                by=self.manager, at=timezone.now(),
            )  # fmt: skip

    @invariant()
    def nobody_waits_for_a_seat_she_may_have(self) -> None:
        """Never a free seat open to her with a person who waits and can be there."""
        if not hasattr(self, "sessions"):
            return
        now = timezone.now()
        for session in Session.objects.filter(pk__in=[s.pk for s in self.sessions]).order_by("pk"):
            for booking in day.in_line(session):
                free = seats.free_for(session, booking.person_id, now, needs_access=booking.needs_access)
                elsewhere = booking.person.bookings.filter(
                    status="confirmed", starts_at__lt=session.ends_at, ends_at__gt=session.starts_at
                )
                assert elsewhere.exists() or not free.exists()


def stories(count: int) -> settings:
    """So many stories of twenty steps; a failing one is not shortened, which would take minutes."""
    return settings(
        max_examples=count,
        stateful_step_count=20,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@pytest.mark.django_db
def test_no_story_of_booking_cancelling_and_changing_seats_breaks_a_truth():
    run_state_machine_as_test(Story, settings=stories(EXAMPLES))


@pytest.mark.django_db
def test_no_story_of_kept_and_opened_seats_breaks_a_truth():
    run_state_machine_as_test(KeptStory, settings=stories(EXAMPLES))


@pytest.mark.django_db
def test_control_a_pool_that_opens_without_the_line_is_found(monkeypatch: pytest.MonkeyPatch):
    """Where those who wait are not offered what opens, the truth of the stories does not hold."""
    monkeypatch.setattr(pools, "serve_released", lambda at: 0)
    story = KeptStory()
    story.begin()
    try:
        story.keep(where=0, many=2, kind="teacher")
        story.book(who=1, where=0, needs_access=False)
        story.nobody_waits_for_a_seat_she_may_have()
        story.open_pool(pick=0, by_time=True, remove=False)
        with pytest.raises(AssertionError):
            story.nobody_waits_for_a_seat_she_may_have()
    finally:
        story.teardown()


@pytest.mark.django_db
def test_control_a_cancel_that_forgets_the_line_is_found(monkeypatch: pytest.MonkeyPatch):
    """The stories find the fault when the freed seat is not passed on."""
    monkeypatch.setattr(bookings, "promote", lambda session, at: [])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Story, settings=stories(60))
