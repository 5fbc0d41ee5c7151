"""Random stories of booking, cancelling and changing the number of seats; after every step every truth holds."""

import os
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
from hcec.core.refusals import Refusal
from testing.actions import bookings, plans
from testing.models import Booking, Session
from testing.queries import day
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
            assert not (day.count(session).free and bookings.next_in_line(session, ()))
            numbers = Booking.objects.filter(session=session, wait_no__isnull=False).values_list(
                "wait_no", flat=True
            )
            assert sorted(numbers) == list(range(1, session.wait_seq + 1))


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
def test_control_a_cancel_that_forgets_the_line_is_found(monkeypatch: pytest.MonkeyPatch):
    """The stories find the fault when the freed seat is not passed on."""
    monkeypatch.setattr(bookings, "promote", lambda session, at: [])
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Story, settings=stories(60))
