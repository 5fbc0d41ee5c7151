"""The list of a desk that is taken along: signed, so that what comes back was made from a list of ours (G3)."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.core import signing
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from testing.models import Booking, Session
from testing.refusals import Refusal

SALT = "hcec.desk"
LIVES = timedelta(days=3)  # a list that was taken along longer ago knows too little


def token(session: Session, person: User, at: datetime) -> str:
    """Says which session's list this is, who took it and when."""
    return signing.dumps({"session": session.pk, "person": person.pk, "at": at.isoformat()}, salt=SALT)


def sign(booking: Booking) -> str:
    """What the device compares a code with; the code itself is not on the list."""
    return sha256(f"{booking.session_id}:{booking.code}".encode()).hexdigest()


def signed(booking: Booking) -> Booking:
    """The booking with `sign`, as the page of the desk carries it."""
    booking.sign = sign(booking)  # type: ignore[attr-defined]
    return booking


def opened(text: str, session: Session, person: User) -> datetime:
    """When the list was taken. Refuses one that is not ours, another session's, another person's or too old."""
    try:
        said = signing.loads(text, salt=SALT, max_age=LIVES)
    except signing.BadSignature as wrong:
        raise Refusal(
            _("The list on this device is not valid any more. Open the desk again with network.")
        ) from wrong
    if (said["session"], said["person"]) != (session.pk, person.pk):
        raise Refusal(_("The list on this device belongs to another session or another person."))
    return datetime.fromisoformat(said["at"])
