"""What time itself does to rounds: questions go up or lapse, enrolment ends, waiting lists lapse, rounds are held, kept seats
open, people are asked what they think. Run twice it does nothing."""

from datetime import datetime

from django.db import transaction

from training.actions import enrolments, followups, nominations, rounds, seats, surveys
from training.lifecycles import ROUND, EnrolmentStatus, RoundStatus
from training.models import Round
from training.models.surveys import ANSWER_WITHIN
from training.queries import rounds as reads
from training.queries.nominations import due as questions_due


def move_with_time(*, at: datetime) -> int:
    """Do what time has made due, each round in a transaction of its own; returns how much was done."""
    over = Round.objects.filter(status=RoundStatus.OPEN, closes_at__lte=at)
    begun = Round.objects.filter(enrolments__status=EnrolmentStatus.WAITING, starts_at__lte=at)
    ended = Round.objects.filter(status__in=[RoundStatus.OPEN, RoundStatus.CLOSED], ends_at__lte=at)
    unasked = Round.objects.filter(
        status__in=[RoundStatus.HELD, RoundStatus.FINALISED], survey__isnull=True,
        ends_at__lte=at, ends_at__gt=at - ANSWER_WITHIN,
    )  # fmt: skip
    done = sum(nominations.move_with_time(question, at=at) for question in questions_due(at))
    done += sum(len(enrolments.fill(pk, at=at)) for pk in reads.with_a_line_and_places(at))
    steps = (
        (over, close_in_time),
        (begun, lapse_in_time),
        (ended, finish_in_time),
        (unasked, surveys.ask_in_time),
    )
    for due, action in steps:
        for round in due.distinct().order_by("pk"):
            done += bool(action(round, at=at))
    return done + followups.ask_in_time(at=at)


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
