"""What is asked for online can be done: a round is not open without it, and keeps it."""

from django.utils.translation import gettext as _

from training.models import Round
from training.models.rules import Demand
from training.queries import online
from training.refusals import Refusal


def refuse_what_nobody_can_do(round: Round) -> None:
    """Refuse a round that asks for e-learning while no meeting has a lesson or platform behind it, or a lesson that nobody
    can begin."""
    if not round.asks_for(Demand.ONLINE):
        return
    there = online.meetings(round)
    if not there.exists():
        raise Refusal(
            _(
                "Completing takes e-learning: put a lesson or an outside platform to an e-learning meeting of the round first."
            )
        )
    closed = there.filter(lesson_set__isnull=False).exclude(
        lesson_set__lesson__versions__released_at__isnull=False
    )
    if closed.exists():
        raise Refusal(_("Completing takes e-learning, and a lesson of the round is not released."))
