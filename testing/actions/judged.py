"""Judge one person's bookings one after the other: the second one waits for the first and then sees it (5.2.1)."""

from datetime import datetime

from django.db import connection

from hcec.accounts.models import User
from hcec.core import outbox, rowguard
from hcec.core.db import take_turn, try_turn
from testing.models import Booking, Session
from testing.queries import eligibility
from testing.refusals import Refusal

STILL = "SELECT NOT testing_kept_out(%s, %s, %s)"


def may_sit(booking: Booking, at: datetime) -> bool:
    """Whether the rules let a waiting person in now, asked while nobody else decides about her.

    Whoever is being decided about elsewhere at this very moment is not waited for (that could be a circle): the session
    is looked at again by a job.
    """
    with rowguard.lifted("her tests at other centers count"), connection.cursor() as cursor:
        if not try_turn(booking.person_id):
            key = f"{booking.session_id}:{booking.pk}:{at.isoformat()}"
            outbox.enqueue("session.fill", key, urgent=False, session=booking.session_id)
            return False
        cursor.execute(STILL, [booking.session_id, booking.person_id, at])
        return bool(cursor.fetchone()[0])


def refuse_kept_out(session: Session, person: User, at: datetime) -> None:
    """Refuse whom a rule keeps out of a locked session, in the words of the rule; she is judged when it is her turn."""
    if not eligibility.in_force(session, at).exists():
        return
    take_turn(person.pk)
    if verdicts := eligibility.in_the_way(session, person, at):
        raise Refusal(" ".join(verdict.sentence for verdict in verdicts))
