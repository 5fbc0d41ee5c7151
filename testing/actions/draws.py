"""Draws: set up, entered, left, sealed, drawn, called off (guideline 5.2.1, 7.1; decision 0020)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit, outbox, rowguard
from hcec.core.db import database_now
from hcec.core.thai import thai_datetime
from testing import lots
from testing.actions import bookings
from testing.actions.busy import PASSING, state_of
from testing.lifecycles import DRAW, DrawStatus, SessionStatus
from testing.models import Booking, Draw, DrawEntry, Session
from testing.models.sessions import INSTANT
from testing.queries import draws as read
from testing.refusals import Refusal

AFTER_CALLING_OFF = timedelta(days=1)


@transaction.atomic
def set_up(sessions: Sequence[Session], *, by: User, at: datetime, **fields: Any) -> Draw:
    """Have the seats of these sessions of one center drawn by lot; the digest of a new secret is fixed with it.

    Refuses sessions whose booking has begun, and a draw after their booking closes.
    """
    rows = [bookings.locked(pk) for pk in sorted(session.pk for session in sessions)]
    if not rows:
        raise Refusal(_("Choose at least one session."))
    if len({session.center_id for session in rows}) > 1:
        raise Refusal(_("A draw is of one center."))
    for session in rows:
        refuse_begun(session, at=at)
        if fields["draws_at"] >= session.closes_at:
            raise Refusal(
                _("Booking of this session closes on %(when)s: the draw must come before.")
                % {"when": thai_datetime(session.closes_at)}
            )
    if fields["entries_until"] <= at:
        raise Refusal(_("Entries would already be over. Choose a later time."))
    secret = lots.new_secret()
    draw = Draw.objects.create(
        center=rows[0].center,
        secret=secret,
        commitment=lots.digest(secret),
        created_by=by,
        created_at=at,
        **fields,
    )
    for session in rows:
        session.draw, session.opens_at = draw, session.closes_at - INSTANT
        session.save(update_fields=["draw", "opens_at"])
    audit.record("set_up", draw, by=by, at=at, sessions=[s.pk for s in rows], commitment=draw.commitment)
    return draw


def refuse_begun(session: Session, *, at: datetime) -> None:
    """A draw comes before anybody has a seat."""
    if session.draw_id:
        raise Refusal(_("This session has a draw already."))
    begun = session.status == SessionStatus.OPEN and session.opens_at <= at
    if session.status not in (SessionStatus.DRAFT, SessionStatus.OPEN) or begun:
        raise Refusal(_("Booking of this session has begun, so its seats can no longer be drawn by lot."))
    if Booking.objects.filter(session=session).exists():
        raise Refusal(_("Somebody has booked this session, so its seats can no longer be drawn by lot."))


def locked(pk: int) -> Draw:
    return Draw.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)


@transaction.atomic
def enter(draw: Draw, *, by: User, first: Session, others: bool) -> DrawEntry:
    """Enter, or change one's wish, while entries are taken (the database's clock decides).

    Refuses people without a name or a verified identity (one entry a person), and who is not of the audience.
    """
    draw, now = locked(draw.pk), database_now()
    refuse_outside_entries(draw, now)
    if not by.has_name:
        raise Refusal(_("Fill in your name in your profile first: the admission slip prints it."))
    if not by.id_kind:
        raise Refusal(
            _(
                "Give your national ID or passport in your profile first: each person enters once, under one identity."
            )
        )
    if first.draw_id != draw.pk:
        raise Refusal(_("This session is not in this draw."))
    if sentence := first.shuts_out(by):
        raise Refusal(sentence)
    wish = {"first": first, "others": others}
    entry, new = DrawEntry.objects.update_or_create(
        draw=draw, person=by, defaults=wish, create_defaults={**wish, "entered_at": now}
    )
    audit.record("enter" if new else "change", entry, by=by, at=now, first=first.pk, others=others)
    return entry


@transaction.atomic
def leave(draw: Draw, *, by: User) -> None:
    """Take one's entry back while entries are taken; harmless without one."""
    draw, now = locked(draw.pk), database_now()
    refuse_outside_entries(draw, now)
    for entry in DrawEntry.objects.filter(draw=draw, person=by):
        audit.record("leave", entry, by=by, at=now)
        entry.delete()


def refuse_outside_entries(draw: Draw, now: datetime) -> None:
    if draw.status == DrawStatus.OPEN and now < draw.entries_from:
        raise Refusal(_("Entries begin on %(when)s.") % {"when": thai_datetime(draw.entries_from)})
    if draw.status != DrawStatus.OPEN or now >= draw.entries_until:
        raise Refusal(_("Entries ended on %(when)s.") % {"when": thai_datetime(draw.entries_until)})


@transaction.atomic
def seal(draw: Draw, *, at: datetime) -> Draw:
    """Give everybody her lots, freeze the list and publish its digest. Refuses before entries end. Twice it does nothing."""
    draw = locked(draw.pk)
    if draw.status != DrawStatus.OPEN:
        return draw
    if at < draw.entries_until:
        raise Refusal(_("Entries are taken until %(when)s.") % {"when": thai_datetime(draw.entries_until)})
    with rowguard.lifted("a draw weighs tests and seats that its people have at other centers"):
        entries = read.weighed(draw)
    for entry in entries:
        entry.lots = read.lots_of(draw, entry)
    DrawEntry.objects.bulk_update(entries, ["lots"], batch_size=1000)
    draw.list_sha256, draw.sealed_at = lots.list_digest(entry.ticket for entry in entries), at
    DRAW.apply(draw, "seal")
    draw.save(update_fields=["status", "list_sha256", "sealed_at"])
    audit.record("seal", draw, by=None, at=at, entries=len(entries), list_sha256=draw.list_sha256)
    return draw


@transaction.atomic
def run(draw: Draw, *, by: User | None, at: datetime, later_value: str = "") -> Draw:
    """Draw: seats by the ordinary booking under its lock, in the drawn order, the rest as the waiting list. All or nothing.

    Refuses before its time, before the list is frozen, and without the public value where one was promised.
    """
    draw = locked(draw.pk)
    if draw.status == DrawStatus.DRAWN:
        return draw
    if at < draw.draws_at:
        raise Refusal(_("The draw takes place on %(when)s.") % {"when": thai_datetime(draw.draws_at)})
    if draw.later_name and not later_value.strip():
        raise Refusal(_("Give the value first: %(name)s.") % {"name": draw.later_name})
    DRAW.apply(draw, "draw")
    draw.later_value = later_value.strip() if draw.later_name else ""
    draw.seed, draw.drawn_at = lots.seed(draw.secret, draw.list_sha256, draw.later_value), at
    with rowguard.lifted("a draw weighs tests and seats that its people have at other centers"):
        entries = {entry.code: entry for entry in draw.entries.select_related("person")}
        sessions = opened(draw)
        for place, ticket in enumerate(lots.order(draw.seed, [e.ticket for e in entries.values()]), start=1):
            give(entries[ticket.code], place, sessions)
    fields = ["place", "outcome", "number", "session", "reasons"]
    DrawEntry.objects.bulk_update(entries.values(), fields, batch_size=1000)
    draw.save(update_fields=["status", "later_value", "seed", "drawn_at"])
    audit.record("draw", draw, by=by, at=at, seed=draw.seed, entries=len(entries))
    refused = [e for e in entries.values() if e.outcome == DrawEntry.Outcome.REFUSED]
    outbox.enqueue_many("draw.tell", [(str(e.pk), {"entry": e.pk}) for e in refused], urgent=False)
    return draw


def opened(draw: Draw) -> dict[int, Session]:
    """The sessions of a draw, locked in the order of their keys, with booking open from this transaction on."""
    now, found = database_now(), {}
    for pk in draw.sessions.order_by("pk").values_list("pk", flat=True):
        session = found[pk] = bookings.locked(pk)
        session.drawn_at = now
        if now < session.closes_at:
            session.opens_at = now
        session.save(update_fields=["drawn_at", "opens_at"])
    return dict(sorted(found.items(), key=lambda item: (item[1].starts_at, item[0])))


def give(entry: DrawEntry, place: int, sessions: dict[int, Session]) -> None:
    """The first of her wishes with a free seat, else a number on the waiting list of her first one that takes her."""
    entry.place, entry.outcome = place, DrawEntry.Outcome.REFUSED
    wishes = [entry.first_id, *[pk for pk in sessions if entry.others and pk != entry.first_id]]
    free = read.with_free_seats(wishes)
    for wish in sorted(wishes, key=lambda pk: pk not in free):  # stable: in the order of her wishes
        try:
            with transaction.atomic():
                answer = bookings.book(wish, by=entry.person, key=key_for(entry, wish))
        except (Refusal, DatabaseError) as fault:
            if isinstance(fault, DatabaseError) and state_of(fault) not in PASSING:
                raise
            entry.reasons.append(
                str(fault) if isinstance(fault, Refusal) else _("You already have a seat at this time.")
            )
            continue
        booking = Booking.objects.get(pk=answer.booking_id)
        entry.session_id, entry.outcome, entry.number = (
            wish,
            booking.status,
            booking.wait_no or booking.seat_no,
        )
        return


def key_for(entry: DrawEntry, session_id: int) -> UUID:
    """One key for an entry and a session, so that a draw that is run again books nobody twice."""
    return UUID(int=entry.key.int ^ session_id)


@transaction.atomic
def call_off(draw: Draw, *, by: User, at: datetime) -> Draw:
    """Call a draw off: its sessions open to all, first come first served, a day later (halfway to the close if sooner)."""
    draw = locked(draw.pk)
    DRAW.apply(draw, "call_off")
    for pk in draw.sessions.order_by("pk").values_list("pk", flat=True):
        session = bookings.locked(pk)
        left = max(session.closes_at - at, 2 * INSTANT)
        session.draw, session.opens_at = None, session.closes_at - left + min(AFTER_CALLING_OFF, left / 2)
        session.save(update_fields=["draw", "opens_at"])
    draw.save(update_fields=["status"])
    audit.record("call_off", draw, by=by, at=at)
    told = [(str(pk), {"entry": pk}) for pk in draw.entries.values_list("pk", flat=True)]
    outbox.enqueue_many("draw.tell", told, urgent=False)
    return draw


def move_with_time(*, at: datetime) -> None:
    """Seal what is due, and draw what needs nobody's value, each in a transaction of its own. Twice it does nothing."""
    for draw in Draw.objects.filter(status=DrawStatus.OPEN, entries_until__lte=at).order_by("pk"):
        seal(draw, at=at)
    due = Draw.objects.filter(status=DrawStatus.SEALED, draws_at__lte=at, later_name="")
    for draw in due.order_by("pk"):
        run(draw, by=None, at=at)
