"""Random stories of everything that changes a place in a round, beside a model in plain Python: after every step both agree.

The short form runs with the suite; `ENROLMENT_STORIES=10000 bin/test -n0 tests/races/test_enrolment_model.py` is the full one.
"""

import os
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from centers.keeping import Keep
from committees.models import Position
from hcec.accounts.models import User
from hcec.core import outbox
from hcec.core.db import database_now
from hcec.core.models import Job
from hcec.core.refusals import Refusal
from tests.factories.centers import RoomFactory
from tests.factories.committees import person_with
from tests.factories.training import CourseFactory, RuleFactory, a_date, open_round
from tests.races import enrolment_model as model
from tests.races.booking_ground import crowd
from tests.races.test_booking_sequences import stories
from training import integrity
from training.actions import clock, enrolments, pools, rounds, seats
from training.models import EligibilityRule, Enrolment, Round, SeatPool

EXAMPLES = int(os.environ.get("ENROLMENT_STORIES", "12"))
ONE_RUN = 100  # stories of one transaction: the database sweeps nothing up before its end
MOST_SEATS, PEOPLE, MEMBERS = 4, 7, 3
PICK, WHERE, WHO = st.integers(0, 20), st.integers(0, 3), st.integers(0, PEOPLE - 1)


class Ground:
    """Four rounds of two courses: the first two at the same hours, the last for members of committees alone."""

    def __init__(self) -> None:
        self.once, other = CourseFactory(), CourseFactory()
        self.rounds = [
            self.laid(course, day, **more)
            for course, day, more in (
                (self.once, 7, {}),
                (other, 7, {}),
                (self.once, 14, {}),
                (other, 21, {"audience_committees": ["center"]}),
            )
        ]
        self.people = crowd(PEOPLE)
        self.kinds = ["teacher" if place % 2 else "public" for place in range(PEOPLE)]
        for person, kind in zip(self.people, self.kinds, strict=True):
            User.objects.filter(pk=person.pk).update(kind=kind)
            person.kind = kind
        for person in self.people[:MEMBERS]:
            person_with(Position.CLERK, person=person, second_factor=False)
        self.manager = self.rounds[0].created_by
        self.began = database_now() - timedelta(hours=2)

    def laid(self, course, day: int, **more) -> Round:
        room = RoomFactory(seats=MOST_SEATS)
        return open_round(
            course=course,
            room=room,
            dates=[a_date(room, day=day), a_date(room, day=day + 1)],
            seats=1,
            **more,
        )


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
        sheet = [model.Round(0, "once", 1), model.Round(0, "other", 1), model.Round(1, "once", 1)]
        sheet.append(model.Round(2, "other", 1, members_only=True))
        self.model = model.Model(sheet, ground.kinds, set(range(MEMBERS)))
        self.place = {round.pk: place for place, round in enumerate(ground.rounds)}
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
        while job := outbox.take(kind="round.fill"):
            assert outbox.do(job), Job.objects.get(pk=job.pk).last_error
        self.model.settle()

    def round(self, where: int) -> Round:
        return Round.objects.get(pk=self.ground.rounds[where].pk)

    @rule(who=WHO, where=WHERE)
    def enrol(self, who: int, where: int) -> None:
        person, round = self.ground.people[who], self.round(where)
        self.both(
            lambda: enrolments.enrol(round, person=person, key=uuid4(), at=self.at),
            partial(self.model.enrol, who, where),
        )

    @rule(pick=PICK)
    def cancel(self, pick: int) -> None:
        live = [place for place in self.model.places if place.status != model.CANCELLED]
        if live:
            place = live[pick % len(live)]
            person = self.ground.people[place.who]
            row = Enrolment.objects.live().select_related("round", "person")
            row = row.get(person=person, round=self.ground.rounds[place.where])
            self.both(
                lambda: enrolments.cancel(row, by=person, at=self.at), partial(self.model.cancel, place)
            )

    @rule(where=WHERE, count=st.integers(1, MOST_SEATS))
    def change_seats(self, where: int, count: int) -> None:
        self.both(
            lambda: rounds.edit(self.round(where), {"seats": count}, by=self.ground.manager, at=self.at),
            partial(self.model.set_seats, where, count),
        )

    @rule(where=WHERE, many=st.integers(1, 2), kind=st.sampled_from(["teacher", "public"]))
    def keep(self, where: int, many: int, kind: str) -> None:
        made: list[SeatPool] = []
        wish = Keep(name=uuid4().hex, seats=many, audience_kinds=(kind,))
        self.both(
            lambda: made.append(pools.add(self.round(where), wish, by=self.ground.manager, at=self.at)),
            lambda: self.model.keep(where, many, kind, made[0].pk if made else 0),
        )

    @rule(pick=PICK, away=st.booleans())
    def open_or_remove(self, pick: int, away: bool) -> None:
        found = list(SeatPool.objects.select_related("round").order_by("pk"))
        if found:
            pool = found[pick % len(found)]
            key, where = pool.pk, self.place[pool.round_id]
            ours, theirs = (pools.remove, self.model.remove) if away else (pools.release, self.model.release)
            self.both(lambda: ours(pool, by=self.ground.manager, at=self.at), lambda: theirs(where, key))

    @rule(where=WHERE, sure=st.integers(0, 5))
    def call_off(self, where: int, sure: int) -> None:
        """Seldom, else every story would soon be over."""
        if sure == 0:
            self.both(
                lambda: rounds.call_off(
                    self.round(where), by=self.ground.manager, at=self.at, reason="น้ำท่วม"
                ),
                partial(self.model.call_off, where),
            )

    @rule()
    def begin_or_end_the_rule(self) -> None:
        """From one moment on nobody may have two rounds of the one course, or may again; the beat serves who waits."""
        rules = EligibilityRule.objects.filter(course=self.ground.once)
        if rules.exists():
            rules.delete()
            self.model.once = ""
        else:
            RuleFactory(course=self.ground.once, value=12)
            self.model.once = "once"
        self.both(lambda: clock.move_with_time(at=self.at), self.model.beat)

    @invariant()
    def both_agree(self) -> None:
        """Every place, seat and number is the same in both, nobody is over quota, and nobody waits beside a seat of hers."""
        if not hasattr(self, "model"):
            return
        house = Enrolment.objects.values_list("person", "round", "status", "seat_no", "wait_no")
        assert sorted(map(str, ((self.person[p], self.place[r], *rest) for p, r, *rest in house))) == sorted(
            str((p.who, p.where, p.status, p.seat, p.number)) for p in self.model.places
        )
        for where, round in enumerate(self.model.rounds):
            assert len(self.model.at(where, model.ENROLLED)) <= round.seats
        assert self.model.left_waiting() == []


class Checked(Told):
    """The same, and at the end of each story every truth of the database is asked too."""

    def teardown(self) -> None:
        try:
            if hasattr(self, "block"):
                assert [truth.name for truth in integrity.INVARIANTS if truth.broken()] == []
        finally:
            super().teardown()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "count", [ONE_RUN] * (EXAMPLES // ONE_RUN) + [EXAMPLES % ONE_RUN] * bool(EXAMPLES % ONE_RUN)
)
def test_no_story_tells_the_house_and_the_model_apart(count: int):
    Checked.ground = Ground()
    run_state_machine_as_test(Checked, settings=stories(count))


# Somebody waits for the one seat and sits elsewhere at these hours; the seat comes free, and then she does.
FREED = ("enrol", 0, 0), ("enrol", 1, 0), ("enrol", 1, 1), ("cancel", 0), ("cancel", 1)


@pytest.mark.django_db
@pytest.mark.parametrize(("where", "what"), [(seats, "promote"), (enrolments, "fill_elsewhere")])
def test_control_a_house_that_forgets_the_line_is_found(monkeypatch: pytest.MonkeyPatch, where, what: str):
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
        for step, *facts in FREED:
            getattr(story, step)(*facts)
            story.both_agree()
    except AssertionError:
        return True
    return False
