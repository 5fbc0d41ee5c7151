"""Judge one person's enrolments one after the other: the second one waits for the first and then sees it (6.4.6)."""

from datetime import datetime

from hcec.accounts.models import User
from hcec.core import outbox
from hcec.core.db import try_turn
from training.models import Enrolment, Round
from training.queries import eligibility, fits
from training.refusals import Refusal


def refuse_kept_out(round: Round, person: User, at: datetime) -> None:
    """Refuse whom something keeps out of a locked round, in its words. The caller has taken her turn."""
    if verdicts := eligibility.in_the_way(round, person, at):
        raise Refusal(" ".join(verdict.sentence for verdict in verdicts))


def may_come(enrolment: Enrolment, round: Round, at: datetime) -> bool:
    """Whether somebody who waits may have a place now, asked while nobody else decides about her.

    Whoever is being decided about elsewhere at this very moment is not waited for (that could be a circle): the round
    is looked at again by a job.
    """
    if not try_turn(enrolment.person_id):
        outbox.enqueue(
            "round.fill", f"{round.pk}:{enrolment.pk}:{at.isoformat()}", urgent=False, round=round.pk
        )
        return False
    busy = fits.meeting_elsewhere(enrolment.person, round)
    return not busy and not eligibility.in_the_way(round, enrolment.person_id, at)
