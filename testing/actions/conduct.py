"""The invigilator's moves: start by the server's clock, pause, go on, note what happened, end, sign (guideline 1.b)."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import thai_datetime
from testing.actions import apart, bookings
from testing.lifecycles import CONDUCT, SEATED, ConductStatus, SessionStatus
from testing.models import Booking, Conduct, Duty, Incident, IncidentCode, Session
from testing.queries import conduct as reads
from testing.queries.apart import of_session
from testing.refusals import Refusal

EARLY = timedelta(minutes=15)  # a room that is complete may begin so much before its hour


@apart.noticed
@transaction.atomic
def start(session: Session, *, by: User, at: datetime) -> Conduct:
    """Start the test. Twice is once. Refuses too early, a session that does not take place, a candidate of it, and who
    trained one."""
    session = bookings.locked(session.pk)
    if found := Conduct.objects.filter(session=session).first():
        return found
    if session.status not in (SessionStatus.OPEN, SessionStatus.CLOSED, SessionStatus.HELD):
        raise Refusal(
            _("This session does not take place: “%(state)s”.") % {"state": session.get_status_display()}
        )
    if at < session.starts_at - EARLY:
        raise Refusal(
            _("The test can be started from %(when)s.") % {"when": thai_datetime(session.starts_at - EARLY)}
        )
    refuse_candidate(session, by)
    apart.refuse(session, Duty.INVIGILATE, by)
    conduct = Conduct.objects.create(session=session, started_by=by, started_at=at)
    audit.record("start", conduct, by=by, at=at, session=session.pk)
    return conduct


def refuse_candidate(session: Session, person: User) -> None:
    if session.bookings.filter(person=person, status__in=SEATED).exists():
        raise Refusal(_("You sit this test yourself: somebody else invigilates it."))


def locked(conduct: Conduct) -> Conduct:
    rows = Conduct.objects.select_for_update(of=("self",))
    return rows.select_related("session__exam", "session__center", "session__reservation__room").get(
        pk=conduct.pk
    )


def moved(conduct: Conduct, move: str, *, by: User, at: datetime, **fields: Any) -> Conduct:
    CONDUCT.apply(conduct, move)
    for name, value in fields.items():
        setattr(conduct, name, value)
    conduct.save(update_fields=["status", *fields])
    audit.record(move, conduct, by=by, at=at, session=conduct.session_id)
    return conduct


@transaction.atomic
def pause(conduct: Conduct, *, by: User, at: datetime) -> Conduct:
    """Stop the clock of the whole room."""
    return moved(locked(conduct), "pause", by=by, at=at, paused_at=at)


@transaction.atomic
def resume(conduct: Conduct, *, by: User, at: datetime) -> Conduct:
    """Go on: every end moves by as long as it stood still."""
    conduct = locked(conduct)
    longer = paused(conduct, at)
    return moved(conduct, "resume", by=by, at=at, paused_for=longer, paused_at=None)


def paused(conduct: Conduct, at: datetime) -> timedelta:
    return conduct.paused_for + (
        max(timedelta(), at - conduct.paused_at) if conduct.paused_at else timedelta()
    )


@apart.noticed
@transaction.atomic
def end(conduct: Conduct, *, by: User, at: datetime) -> Conduct:
    """End the test for everybody. Refuses who trained one of them."""
    conduct = locked(conduct)
    apart.refuse(conduct.session, Duty.INVIGILATE, by)
    longer = paused(conduct, at)
    return moved(conduct, "end", by=by, at=at, paused_for=longer, paused_at=None, ended_by=by, ended_at=at)


@transaction.atomic
def note(
    conduct: Conduct, *, code: IncidentCode, booking: Booking | None, words: str, by: User, at: datetime
) -> Incident:
    """Write down what happened. Refuses after the report is signed, and `other` without words."""
    conduct = locked(conduct)
    if conduct.status == ConductStatus.SIGNED:
        raise Refusal(_("The report is signed: nothing is added to it any more."))
    if code.code == "other" and not words.strip():
        raise Refusal(_("Say in words what happened."))
    if booking is not None and booking.session_id != conduct.session_id:
        raise Refusal(_("This person is not in this room."))
    incident = Incident.objects.create(
        conduct=conduct, code=code, booking=booking, words=words.strip(), by=by, at=at
    )
    audit.record("note", incident, by=by, at=at, session=conduct.session_id, code=code.code)
    return incident


@apart.noticed
@transaction.atomic
def sign(conduct: Conduct, *, by: User, at: datetime) -> Conduct:
    """Sign the report of an ended test: it is written down with its SHA-256, and the database lets nobody change it."""
    conduct = locked(conduct)
    refuse_candidate(conduct.session, by)
    apart.refuse(conduct.session, Duty.INVIGILATE, by)
    people = reads.lines(conduct.session, conduct, at)
    found = reads.report(conduct, people, reads.incidents(conduct), of_session(conduct.session))
    return moved(
        conduct, "sign", by=by, at=at, signed_by=by, signed_at=at, report=found, digest=reads.digest(found)
    )
