"""Outside results: recorded with a proof, checked by an officer, withdrawn when they prove false (guideline 5.2.3)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models import Center
from hcec.accounts.models import User
from hcec.core import audit, outbox
from testing.lifecycles import OUTSIDE, OutsideStatus
from testing.models import Band, OutsideResult, OutsideTest
from testing.models.results import months_later
from testing.refusals import Refusal

ONE_PERSONS = "testing_a_document_is_one_persons"


@dataclass(frozen=True)
class Document:
    """What stands on the document. Without a last day the test's own validity gives one."""

    level: Band
    taken_on: date
    number: str
    center: Center
    proof: Any
    score: Decimal | None = None
    valid_until: date | None = None


def send(test: OutsideTest, document: Document, *, by: User, at: datetime) -> OutsideResult:
    """Record a result of one's own. Refuses a level of another scale, a score out of range, a day to come, validity
    that is over, and a document that is recorded already."""
    until = checked(test, document, at)
    with one_persons():
        sent = OutsideResult.objects.create(person=by, test=test, sent_at=at, **columns(document, until))
        audit.record("send", sent, by=by, at=at, test=test.code, center=document.center.pk)
    return sent


def send_again(sent: OutsideResult, document: Document, *, by: User, at: datetime) -> OutsideResult:
    """Send a returned one again, mended. Refuses another's and what `send` refuses."""
    until = checked(sent.test, document, at)
    with one_persons():
        sent = own(sent, by)
        OUTSIDE.apply(sent, "send_again")
        for name, value in columns(document, until).items():
            setattr(sent, name, value)
        sent.sent_at, sent.checked_by, sent.checked_at, sent.note = at, None, None, ""
        sent.save()
        audit.record("send_again", sent, by=by, at=at)
    return sent


def columns(document: Document, until: date | None) -> dict[str, Any]:
    fields = {name: getattr(document, name) for name in document.__dataclass_fields__}
    return fields | {"number": document.number.strip(), "valid_until": until}


@contextmanager
def one_persons() -> Iterator[None]:
    """Turn the database's refusal of a document that somebody has recorded into a sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as fault:
        if ONE_PERSONS not in str(fault):
            raise
        raise Refusal(_("A document of this test with this number was recorded already.")) from fault


def checked(test: OutsideTest, document: Document, at: datetime) -> date | None:
    """The last day of validity, or a refusal that says which value cannot be."""
    today = timezone.localdate(at)
    if document.level.scale_id != test.scale_id:
        raise Refusal(_("The level is not one of the scale of “%(exam)s”.") % {"exam": test})
    if document.score is not None and test.most is not None and not 0 <= document.score <= test.most:
        raise Refusal(
            _("The score must lie between 0 and %(most)s.") % {"most": f"{test.most.normalize():f}"}
        )
    if document.taken_on > today:
        raise Refusal(_("The day of the test lies ahead."))
    by_test = months_later(document.taken_on, test.validity_months) if test.validity_months else None
    until = min((day for day in (document.valid_until, by_test) if day), default=None)
    if until is not None and until < document.taken_on:
        raise Refusal(_("The last day must not come before the day of the test."))
    if until is not None and until < today:
        raise Refusal(_("This result is not valid any more."))
    return until


def own(sent: OutsideResult, by: User) -> OutsideResult:
    """One's own row, locked."""
    sent = OutsideResult.objects.select_for_update(of=("self",)).select_related("test").get(pk=sent.pk)
    if sent.person_id != by.pk:
        raise Refusal(_("Only the person herself changes what she recorded."))
    return sent


@transaction.atomic
def take_back(sent: OutsideResult, *, by: User, at: datetime) -> OutsideResult:
    """Take one's own back that nobody has accepted."""
    sent = own(sent, by)
    OUTSIDE.apply(sent, "take_back")
    sent.checked_by, sent.checked_at = None, None
    sent.save(update_fields=["status", "checked_by", "checked_at"])
    audit.record("take_back", sent, by=by, at=at)
    return sent


@transaction.atomic
def accept(sent: OutsideResult, *, by: User, at: datetime) -> OutsideResult:
    """Say that the document is true: from now on it counts. Refuses one's own."""
    return judged(sent, "accept", by=by, at=at, checked_by=by, checked_at=at, note="")


@transaction.atomic
def give_back(sent: OutsideResult, *, note: str, by: User, at: datetime) -> OutsideResult:
    """Return it with the reason, so that the person can mend it. Refuses one's own, and no reason."""
    if not note.strip():
        raise Refusal(_("Give the reason: the person reads it."))
    return judged(sent, "give_back", by=by, at=at, checked_by=by, checked_at=at, note=note.strip())


@transaction.atomic
def withdraw(sent: OutsideResult, *, note: str, by: User, at: datetime) -> OutsideResult:
    """Take an accepted one away that proved false: it counts for nothing any more. Refuses one's own, and no reason."""
    if not note.strip():
        raise Refusal(_("Give the reason: the person reads it."))
    return judged(sent, "withdraw", by=by, at=at, withdrawn_by=by, withdrawn_at=at, note=note.strip())


def judged(sent: OutsideResult, move: str, *, by: User, at: datetime, **fields: Any) -> OutsideResult:
    sent = OutsideResult.objects.select_for_update(of=("self",)).get(pk=sent.pk)
    if sent.person_id == by.pk:
        raise Refusal(_("Nobody checks their own document. Ask a colleague."))
    OUTSIDE.apply(sent, move)
    for name, value in fields.items():
        setattr(sent, name, value)
    sent.save(update_fields=["status", *fields])
    audit.record(move, sent, by=by, at=at, note=sent.note)
    outbox.enqueue("outside.tell", f"{sent.pk}:{sent.status}:{at.isoformat()}", urgent=False, outside=sent.pk)
    return sent


def is_open(sent: OutsideResult) -> bool:
    """Whether the person may still change or take it back."""
    return sent.status in (OutsideStatus.SENT, OutsideStatus.RETURNED)
