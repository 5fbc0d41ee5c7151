"""The secret address of a person's calendar: made, read back, closed (F: iCalendar, RFC 5545)."""

from datetime import datetime
from uuid import UUID, uuid4

from django.core.signing import BadSignature, Signer
from django.db import transaction

from hcec.accounts.models import CalendarFeed, User
from hcec.core import audit

SIGNER = Signer(salt="hcec.calendar", sep=".")


@transaction.atomic
def make(person: User, *, at: datetime) -> CalendarFeed:
    """Open the person's calendar at a new address; the address before stops at once."""
    feed, _new = CalendarFeed.objects.update_or_create(
        person=person, defaults={"serial": uuid4(), "made_at": at}
    )
    audit.record("calendar.opened", feed, by=person, at=at)
    return feed


@transaction.atomic
def close(person: User, *, at: datetime) -> None:
    """Close the address; nothing when there is none."""
    feed = CalendarFeed.objects.filter(person=person).first()
    if feed:
        audit.record("calendar.closed", feed, by=person, at=at)
        feed.delete()


def token_of(feed: CalendarFeed) -> str:
    """The secret part of the address."""
    return SIGNER.sign(feed.serial.hex)


def person_of(token: str) -> User | None:
    """Whose calendar the address is; None for one that was never made or is closed."""
    try:
        serial = UUID(SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
    feed = CalendarFeed.objects.filter(serial=serial, person__is_active=True).select_related("person").first()
    return feed.person if feed else None
