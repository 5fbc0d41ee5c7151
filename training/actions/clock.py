"""What time does to rounds: questions go up or lapse, enrolment ends, waiting lists lapse, rounds are held. Twice is once."""

from datetime import datetime

from django.db import transaction

from training.actions import nominations, rounds, seats
from training.lifecycles import ROUND, EnrolmentStatus, RoundStatus
from training.models import Round
from training.queries.nominations import due as questions_due


def move_with_time(*, at: datetime) -> int:
    """Do what time has made due, each round in a transaction of its own; returns how much was done."""
    over = Round.objects.filter(status=RoundStatus.OPEN, closes_at__lte=at)
    begun = Round.objects.filter(enrolments__status=EnrolmentStatus.WAITING, starts_at__lte=at)
    ended = Round.objects.filter(status__in=[RoundStatus.OPEN, RoundStatus.CLOSED], ends_at__lte=at)
    done = sum(nominations.move_with_time(question, at=at) for question in questions_due(at))
    for due, action in ((over, close_in_time), (begun, lapse_in_time), (ended, finish_in_time)):
        for round in due.distinct().order_by("pk"):
            done += bool(action(round, at=at))
    return done


def close_in_time(round: Round, *, at: datetime) -> bool:
    """Close a round whose window ended; nothing when somebody was quicker or moved the window."""
    with transaction.atomic():
        round = seats.locked(round)
        if round.status != RoundStatus.OPEN or round.closes_at > at:
            return False
        rounds.moved(round, "close", by=None, at=at)
    return True


def lapse_in_time(round: Round, *, at: datetime) -> bool:
    """Once the first meeting has started nobody waits any more."""
    with transaction.atomic():
        round = seats.locked(round)
        return at >= round.starts_at and rounds.lapse(round, by=None, at=at) > 0


def finish_in_time(round: Round, *, at: datetime) -> bool:
    """Mark a round as held that has ended; nothing when somebody was quicker."""
    with transaction.atomic():
        round = seats.locked(round)
        if not ROUND.allows(round, "finish") or round.ends_at > at:
            return False
        rounds.moved(round, "finish", by=None, at=at)
    return True
