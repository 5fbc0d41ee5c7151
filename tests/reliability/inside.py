"""What a drill does with the house's own Django: `python -m tests.reliability.inside stage|judge < facts.json`."""

import json
import sys
from typing import Any

import django


def stage(people: int, sessions: int, seats: int) -> dict[str, Any]:
    """People with a session as the sign-in page leaves it, and open sessions on days of their own."""
    from datetime import timedelta

    from django.utils import timezone

    from tests.bench.booking import signed_in
    from tests.factories.accounts import PASSWORD, PersonFactory
    from tests.factories.centers import RoomFactory
    from tests.factories.testing import ExamFactory, SessionFactory
    from tests.races.booking_ground import crowd

    owner, room, exam = PersonFactory(), RoomFactory(seats=seats), ExamFactory()
    first = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=9)
    made = [
        SessionFactory(room=room, exam=exam, starts_at=first + timedelta(days=day), created_by=owner,
                       opens_at=timezone.now() - timedelta(days=1)).pk
        for day in range(sessions)
    ]  # fmt: skip
    crowded = [signed_in(person) for person in crowd(people)]
    return {
        "people": [[person.pk, person.cookie] for person in crowded],
        "sessions": made,
        "email": owner.email,
        "password": PASSWORD,
        "broken": sorted(judge()),
    }


def judge() -> dict[str, list[str]]:
    """Do every job that is due, then ask every truth: the broken ones by name, with some rows."""
    from hcec.core import outbox
    from hcec.core.integrity import all_invariants

    outbox.run_all_due(limit=100_000)
    return {
        truth.name: [str(row) for row in rows[:3]] for truth in all_invariants() if (rows := truth.broken())
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"stage": stage, "judge": judge}[sys.argv[1]](**json.load(sys.stdin)), default=str))
