"""Random stories of everything that changes a seat, beside a model in plain Python: after every step both agree.

The short form runs with the suite; `BOOKING_STORIES=10000 bin/test -n0 tests/races/test_booking_model.py` is the full one.
"""

import os
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from hcec.accounts.models import User
from hcec.core import outbox
from hcec.core.db import database_now
from hcec.core.models import Job
from hcec.core.refusals import Refusal
from testing.actions import bookings, moves, offers, plans, pools, sessions, wishes
from testing.models import Booking, Offer, SeatPool, Session, Wish
from tests.factories.centers import RoomFactory
from tests.factories.testing import ExamFactory, SessionFactory
from tests.races import booking_model as model
from tests.races.booking_ground import broken, crowd
from tests.races.test_booking_sequences import stories

EXAMPLES = int(os.environ.get("BOOKING_STORIES", "12"))
ONE_RUN = 100  # stories of one transaction: the database sweeps nothing up before its end
MOST_SEATS, PEOPLE = 4, 7
JOBS = ("session.fill", "wishes.look", "wishes.seek", "seat.lost")
PICK, WHERE = st.integers(0, 20), st.integers(0, 2)


class Ground:
    """Three sessions of one exam in two provinces, two of them at the same hours; made once for many stories."""

    def __init__(self) -> None:
        exam, rooms = ExamFactory(), [RoomFactory(seats=MOST_SEATS) for _ in range(2)]
        rooms.append(RoomFactory(seats=MOST_SEATS, center=rooms[0].center))
        first = SessionFactory(exam=exam, room=rooms[0], seats=1)
        later = first.starts_at + timedelta(days=1)
        others = [
            SessionFactory(exam=exam, room=room, seats=1, starts_at=starts_at)
            for room, starts_at in zip(rooms[1:], (first.starts_at, later), strict=True)
        ]
        self.sessions = [first, *others]
        self.people = crowd(PEOPLE)
        self.kinds = ["teacher" if place % 2 else "public" for place in range(PEOPLE)]
        for person, kind in zip(self.people, self.kinds, strict=True):
            User.objects.filter(pk=person.pk).update(kind=kind)
            person.kind = kind
        self.manager, self.province = first.created_by, rooms[0].center.province
        self.began = database_now() - timedelta(hours=2)


class Told(RuleBasedStateMachine):
    """One story: each step is done by the house and by the model; both refuse it or both do it."""

    ground: Ground
    at: datetime

    @initialize()
    def begin(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        ground = self.ground
        self.at = ground.began
        # The first and the third are of one province, the first two at the same hours.
        sheet = [model.Session(0, 0, 1), model.Session(0, 1, 1), model.Session(1, 0, 1)]
        self.model = model.Model(sheet, ground.kinds)
        self.place = {session.pk: place for place, session in enumerate(ground.sessions)}
        self.person = {person.pk: place for place, person in enumerate(ground.people)}

    def teardown(self) -> None:
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def both(self, ours, theirs) -> None:
        """Do a step in the house and in the model, then the jobs that it left, and compare."""
        self.at += timedelta(seconds=1)
        answers = []
        for step, refused in ((ours, Refusal), (theirs, model.No)):
            try:
                step()
                answers.append("done")
            except refused:
                answers.append("refused")
        assert answers[0] == answers[1], f"house: {answers[0]}, model: {answers[1]}"
        while job := outbox.take(kind__in=JOBS):
            assert outbox.do(job), Job.objects.get(pk=job.pk).last_error
        self.model.settle()

    def session(self, where: int) -> Session:
        return Session.objects.get(pk=self.ground.sessions[where].pk)

    def chosen(self, pick: int, *statuses: str):
        """A booking in one of these states, in the house and in the model; nothing where there is none."""
        keys = [key for key, booking in self.model.bookings.items() if booking.status in statuses]
        if not keys:
            return None
        key = keys[pick % len(keys)]
        about = self.model.bookings[key]
        person, session = self.ground.people[about.who], self.ground.sessions[about.where]
        row = Booking.objects.select_related("person").get(
            person=person, session=session, status__in=statuses
        )
        return row, key

    @rule(who=st.integers(0, PEOPLE - 1), where=WHERE)
    def book(self, who: int, where: int) -> None:
        person, pk = self.ground.people[who], self.ground.sessions[where].pk
        self.both(
            lambda: bookings.book(pk, by=person, key=uuid4()),
            partial(self.model.book, who, where),
        )

    @rule(pick=PICK)
    def cancel(self, pick: int) -> None:
        if found := self.chosen(pick, "confirmed", "waiting"):
            row, key = found
            self.both(
                lambda: bookings.cancel(row, by=row.person, at=self.at), partial(self.model.cancel, key)
            )

    @rule(pick=PICK, where=WHERE)
    def move(self, pick: int, where: int) -> None:
        if found := self.chosen(pick, "confirmed"):
            row, key = found
            there = self.session(where)
            self.both(
                lambda: moves.move(row, to=there, by=row.person, at=self.at, key=uuid4()),
                partial(self.model.move, key, where),
            )

    @rule(where=WHERE, seats=st.integers(1, MOST_SEATS))
    def change_seats(self, where: int, seats: int) -> None:
        session = self.session(where)
        plan = plans.copy(session, seats=seats)
        self.both(
            lambda: plans.edit(session, plan, version=session.version, by=self.ground.manager, at=self.at),
            partial(self.model.set_seats, where, seats),
        )

    @rule(where=WHERE, many=st.integers(1, 2), kind=st.sampled_from(["teacher", "public"]))
    def keep(self, where: int, many: int, kind: str) -> None:
        made: list[SeatPool] = []
        wish = pools.Keep(name=uuid4().hex, seats=many, audience_kinds=(kind,))
        session = self.session(where)
        self.both(
            lambda: made.append(pools.add(session, wish, by=self.ground.manager, at=self.at)),
            lambda: self.model.keep(where, many, kind, made[0].pk if made else 0),
        )

    @rule(pick=PICK)
    def release(self, pick: int) -> None:
        found = list(SeatPool.objects.select_related("session").order_by("pk"))
        if found:
            pool = found[pick % len(found)]
            self.both(
                lambda: pools.release(pool, by=self.ground.manager, at=self.at),
                partial(self.model.release, self.place[pool.session_id], pool.pk),
            )

    @rule(where=WHERE, sure=st.integers(0, 3))
    def call_off(self, where: int, sure: int) -> None:
        """Seldom, else every story would soon be over."""
        if sure == 0:
            session = self.session(where)
            self.both(
                lambda: sessions.call_off(session, by=self.ground.manager, at=self.at, reason="ไฟดับ"),
                partial(self.model.call_off, where),
            )

    @rule(who=st.integers(0, PEOPLE - 1), near=st.booleans())
    def ask(self, who: int, near: bool) -> None:
        today, ground = timezone.localdate(), self.ground
        places = (ground.province,) if near else ()
        skill = ground.sessions[0].exam.skill
        need = wishes.Need(skill, today, today + timedelta(days=40), provinces=places)
        tick = int((self.at - ground.began).total_seconds())
        self.both(
            lambda: wishes.ask(need, by=ground.people[who], at=self.at),
            partial(self.model.ask, who, 0 if near else None, tick),
        )

    @rule(pick=PICK)
    def withdraw(self, pick: int) -> None:
        keys = [key for key, wish in self.model.wishes.items() if wish.status == "open"]
        if keys:
            key = keys[pick % len(keys)]
            person = self.ground.people[self.model.wishes[key].who]
            wish = Wish.objects.get(person=person, status="open")
            self.both(lambda: wishes.withdraw(wish, by=person, at=self.at), partial(self.model.withdraw, key))

    @rule(pick=PICK, answer=st.sampled_from(["yes", "no", "stop", "late"]))
    def answer(self, pick: int, answer: str) -> None:
        if not self.model.offers:
            return
        keys = list(self.model.offers)
        key = keys[pick % len(keys)]
        person = self.ground.people[self.model.wishes[self.model.offers[key].wish].who]
        offer = Offer.objects.get(person=person, status="open")
        ours = {
            "yes": lambda: offers.accept(offer, by=person, at=self.at),
            "no": lambda: offers.decline(offer, by=person, at=self.at, stay=True),
            "stop": lambda: offers.decline(offer, by=person, at=self.at, stay=False),
            "late": lambda: offers.lapse(offer, at=offer.answer_by),
        }
        then = {"no": "open", "stop": "declined", "late": "lapsed"}.get(answer)
        theirs = partial(self.model.turn_down, key, then) if then else partial(self.model.accept, key)
        self.both(ours[answer], theirs)

    @invariant()
    def both_agree(self) -> None:
        """Every booking, seat, number, wish and offer is the same in both, and nobody waits beside a seat of hers."""
        if not hasattr(self, "model"):
            return
        house = Booking.objects.values_list("person", "session", "status", "seat_no", "wait_no")
        assert sorted(map(str, ((self.person[p], self.place[s], *rest) for p, s, *rest in house))) == sorted(
            str((b.who, b.where, b.status, b.seat, b.number)) for b in self.model.bookings.values()
        )
        asked = Wish.objects.order_by("person", "pk").values_list("person", "status")
        assert sorted((self.person[person], status) for person, status in asked) == sorted(
            (wish.who, wish.status) for wish in self.model.wishes.values()
        )
        held = Offer.objects.filter(status="open").values_list("person", "session", "seat_no")
        assert sorted((self.person[p], self.place[s], seat) for p, s, seat in held) == sorted(
            (self.model.wishes[offer.wish].who, offer.where, offer.seat)
            for offer in self.model.offers.values()
        )
        assert self.model.left_waiting() == []


class Checked(Told):
    """The same, and at the end of each story every truth of the database is asked too."""

    def teardown(self) -> None:
        try:
            if hasattr(self, "block"):
                assert broken() == []
        finally:
            super().teardown()


def told(machine: type[Told], count: int) -> None:
    """So many stories on one ground, in one transaction."""
    machine.ground = Ground()
    run_state_machine_as_test(machine, settings=stories(count))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "count", [ONE_RUN] * (EXAMPLES // ONE_RUN) + [EXAMPLES % ONE_RUN] * bool(EXAMPLES % ONE_RUN)
)
def test_no_story_tells_the_house_and_the_model_apart(count: int):
    told(Checked, count)


SEAT_GIVEN_UP = ("book", 0, 0), ("book", 1, 0), ("ask", 0, False), ("cancel", 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("where", "what"), [(bookings, "promote"), (wishes, "look"), (bookings, "fill_elsewhere")]
)
def test_control_a_house_that_forgets_the_line_is_found(monkeypatch: pytest.MonkeyPatch, where, what: str):
    """One seat goes to who waits in line, and who gave it up is offered another: without either the two differ."""
    Told.ground = Ground()
    for forgets in (False, True):
        if forgets:
            monkeypatch.setattr(where, what, lambda *args, **kwargs: [])
        story = Told()
        story.begin()
        try:
            found = differs(story)
        finally:
            story.teardown()
        assert found == forgets


def differs(story: Told) -> bool:
    """Whether the house and the model part in the course of this story."""
    try:
        for step, *facts in SEAT_GIVEN_UP:
            getattr(story, step)(*facts)
            story.both_agree()
    except AssertionError:
        return True
    return False
