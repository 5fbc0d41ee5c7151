"""The national demo: 600,000 people, 5,000,000 bookings and what came of them, by SQL in a few minutes.

It stands beside the small demo, which it needs for its cast and the seats of every center. All or nothing, the same for
the same seed on the same day. Not invented: audit entries, notices, and the PDFs of certificates.
"""

from collections.abc import Callable
from datetime import date

from django.db import connection, transaction

from hcec.accounts.models import User
from hcec.demo.nation import bulk, papers, people, places, rounds, sessions
from training.models import Course

PEOPLE, SESSIONS, EACH, ROUNDS = 600_000, 50_000, 100, 5_000
HOURS = 12  # of the courses that are held: two days of six hours


def is_there() -> bool:
    return User.objects.filter(email__endswith=f"@{people.DOMAIN}").exists()


def build(
    *,
    seed: int,
    today: date,
    say: Callable[[str], None],
    how_many: int = PEOPLE,
    how_many_sessions: int = SESSIONS,
    each: int = EACH,
    how_many_rounds: int = ROUNDS,
) -> None:
    """Invent the nation. Refuses (ValueError) more bookings in a session than a center has people."""
    with transaction.atomic():
        bulk.prepare(seed)
        centers = places.build()
        if each > how_many // centers:
            raise ValueError(f"{how_many} people are too few for {each} bookings in each session")
        say(f"{how_many:,} people")
        first = people.build(how_many, centers)
        shared = {"people": how_many, "first": first, "centers": centers, "today": today}
        say(f"{how_many_sessions:,} sessions with {how_many_sessions * each:,} bookings")
        sessions.build(sessions=how_many_sessions, each=each, **shared)
        say(f"{how_many_rounds:,} rounds")
        courses = list(Course.objects.filter(hours=HOURS, active=True).order_by("code").values_list("pk", flat=True))
        rounds.build(rounds=how_many_rounds, courses=courses, **shared)
        say(f"{papers.build(first=first):,} certificates")
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("ANALYZE")
        cursor.execute("RESET statement_timeout")
