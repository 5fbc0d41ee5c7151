"""Walk-ins at the door of a meeting: a free seat of the round for somebody known, or taken down for now (F7; guideline 6.4.6)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hcec.accounts.actions import strangers
from hcec.accounts.actions.strangers import TakenDown
from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.db import take_turn
from training import walkin_notices
from training.actions import attendance, seats
from training.lifecycles import ENROLMENT, WALK_IN, EnrolmentStatus, WalkInStatus
from training.models import Attendance, EligibilityRule, Enrolment, Meeting, Mode, Round, WalkIn
from training.presence import minutes_from
from training.queries import walkins as reads
from training.refusals import Refusal


@dataclass(frozen=True)
class Said:
    """What staff say with it: the waiting list was called, and why a rule is not held against her."""

    called: bool = False
    reason: str = ""


@transaction.atomic
def add(meeting: Meeting, person: User, *, said: Said, by: User, at: datetime, key: UUID) -> WalkIn:
    """Give somebody with an account a free seat and record that she is there. The same key gives the same walk-in.

    Refuses while the door is shut (`reads.shut`), oneself, while people of the line were not called, whatever keeps her
    out (a rule only unless its data lets staff waive it, and then for a reason), and a full round or room.
    """
    round = seats.locked(meeting.round)
    if done := WalkIn.objects.filter(enrolment__idempotency_key=key).first():
        return done
    return let_in(ready(meeting, round, at), person, said=said, by=by, at=at, key=key)


@transaction.atomic
def take_down(meeting: Meeting, words: TakenDown, *, said: Said, by: User, at: datetime, key: UUID) -> WalkIn:
    """The same for somebody whom nobody can find: a closed account holds her place until it is known whose it is.

    Refuses besides an e-mail address that an account has: then she is known.
    """
    round = seats.locked(meeting.round)
    if done := WalkIn.objects.filter(enrolment__idempotency_key=key).first():
        return done
    strangers.refuse_known(words)
    meeting = ready(meeting, round, at)
    return let_in(meeting, strangers.stand_in(words), said=said, by=by, at=at, key=key, words=words)


def ready(meeting: Meeting, round: Round, at: datetime) -> Meeting:
    """The meeting of a locked round, or why nobody walks into it now."""
    meeting = Meeting.objects.select_related("reservation__room").get(pk=meeting.pk)
    meeting.round = round
    if sentence := reads.shut(meeting, at):
        raise Refusal(sentence)
    return meeting


def let_in(
    meeting: Meeting,
    person: User,
    *,
    said: Said,
    by: User,
    at: datetime,
    key: UUID,
    words: TakenDown | None = None,
) -> WalkIn:
    """Judge once more under the lock, seat her and record that she is there."""
    round = meeting.round
    if person.pk == by.pk:
        raise Refusal(_("Nobody records their own attendance. Ask a colleague."))
    take_turn(person.pk)  # two decisions about one person come one after the other
    seats.promote(round, by=by, at=at)  # before the start its free seats are its line's, in order
    line = list(reads.line(round))
    own = next((waiting for waiting in line if waiting.person_id == person.pk), None)
    if line and own is None and not said.called:
        raise Refusal(
            _("People wait for this round. Call them first: whoever of them is here gets the seat.")
        )
    waived = refuse_barred(round, person, said.reason, at)
    enrolment = seated(meeting, person, own, at=at, key=key)
    put_on_record(meeting, enrolment, by=by, at=at)
    walk_in = WalkIn.objects.create(
        enrolment=enrolment, meeting=meeting, status=WalkInStatus.PROVISIONAL if words else WalkInStatus.KNOWN,
        added_by=by, added_at=at, reason=said.reason.strip() if waived else "",
        **({"name": words.name, "phone": words.phone, "email": words.email.lower()} if words else {}),
    )  # fmt: skip
    walk_in.waived.set(waived)
    audit.record(
        "walk_in", walk_in, by=by, at=at, meeting=meeting.pk, seat=enrolment.seat_no, status=walk_in.status,
        from_line=own is not None, waived=[rule.pk for rule in waived], reason=walk_in.reason,
    )  # fmt: skip
    if not words:
        walkin_notices.let_in(enrolment)
    return walk_in


def refuse_barred(round: Round, person: User, reason: str, at: datetime) -> list[EligibilityRule]:
    """Refuse whom something keeps out; the rules that staff waive with a reason come back."""
    found = reads.judged(round, person, at)
    if found.barred:
        raise Refusal(found.barred)
    if found.against and not (found.waivable and reason.strip()):
        words = [verdict.sentence for verdict in found.against]
        if found.waivable:
            words.append(_("Staff may let her in against this rule, with a reason."))
        raise Refusal(" ".join(words))
    return [verdict.rule for verdict in found.against if verdict.rule]


def seated(meeting: Meeting, person: User, own: Enrolment | None, *, at: datetime, key: UUID) -> Enrolment:
    """A free seat of a locked round as a place: her number of the waiting list gets it where she has one."""
    round, reservation = meeting.round, meeting.reservation
    assert reservation is not None  # of a meeting face to face
    room = reservation.room
    seat = seats.free_seat(round, person.pk, at)
    if seat is None:
        raise Refusal(reads.no_seat(round))
    if Enrolment.objects.filter(round=round, seat_no__isnull=False).count() >= room.seats:
        raise Refusal(_("The room is full: it has %(seats)s seats.") % {"seats": room.seats})
    if own is None:
        return seats.place(round, person, key=key, at=at)
    ENROLMENT.apply(own, "promote")
    own.seat_no, own.promoted_at, own.idempotency_key, own.round = seat, at, key, round
    own.save(update_fields=["status", "seat_no", "promoted_at", "idempotency_key"])
    return own


def put_on_record(meeting: Meeting, enrolment: Enrolment, *, by: User, at: datetime) -> None:
    """She is there from now on, as whoever checks in once; at meetings before this one she was not."""
    minutes = minutes_from(at, meeting.starts_at, meeting.ends_at, most=meeting.minutes)
    if not minutes:
        raise Refusal(_("Of this meeting not a minute is left."))
    before = Meeting.objects.filter(round=meeting.round_id, ends_at__lte=meeting.starts_at)
    for past in before.exclude(mode=Mode.ELEARNING).order_by("starts_at", "pk"):
        attendance.write(past, {enrolment.pk: 0}, by=by, at=at)
    attendance.write(meeting, {enrolment.pk: minutes}, by=by, at=at)
    audit.record(
        "attendance.recorded", meeting, by=by, at=at, minutes={str(enrolment.pk): minutes}, before={}
    )


def locked(walk_in: WalkIn) -> WalkIn:
    """The walk-in under its round's lock."""
    round = seats.locked(WalkIn.objects.select_related("enrolment__round").get(pk=walk_in.pk).enrolment.round)
    rows = WalkIn.objects.select_for_update(of=("self",)).select_related("enrolment__person")
    walk_in = rows.get(pk=walk_in.pk)
    walk_in.enrolment.round = round
    return walk_in


@transaction.atomic
def match(walk_in: WalkIn, person: User, *, reason: str = "", by: User, at: datetime) -> WalkIn:
    """Give a place at the door to the account of whoever had it; the closed account that held it is gone.

    Refuses one that has a person, oneself, whoever recorded her attendance, a second place in the round or its hours, and
    what a rule says no to unless its data lets it be waived and a reason is given.
    """
    walk_in = locked(walk_in)
    enrolment, stranger = walk_in.enrolment, walk_in.enrolment.person
    WALK_IN.apply(walk_in, "match")
    if person.pk == by.pk:
        raise Refusal(_("Nobody matches a place at the door to themself. Ask a colleague."))
    if not person.is_active:
        raise Refusal(_("This account is closed."))
    if Attendance.objects.filter(enrolment=enrolment, recorded_by=person).exists():
        raise Refusal(_("She recorded the attendance of this person, so the place was not hers."))
    take_turn(person.pk)
    waived = refuse_barred(enrolment.round, person, reason, walk_in.added_at)
    enrolment.person = person
    try:
        with transaction.atomic():
            enrolment.save(update_fields=["person"])
    except IntegrityError as fault:
        raise Refusal(_("She has another place in this round.")) from fault
    walk_in.matched_by, walk_in.matched_at, walk_in.phone, walk_in.email = by, at, "", ""
    walk_in.reason = " ".join(filter(None, [walk_in.reason, reason.strip() if waived else ""]))
    walk_in.save(update_fields=["status", "matched_by", "matched_at", "phone", "email", "reason"])
    walk_in.waived.add(*waived)
    stranger.delete()
    audit.record(
        "match", walk_in, by=by, at=at, enrolment=enrolment.pk, person=person.pk, waived=[rule.pk for rule in waived],
        reason=reason.strip(),
    )  # fmt: skip
    if enrolment.status == EnrolmentStatus.ENROLLED:
        walkin_notices.let_in(enrolment)
    return walk_in


@transaction.atomic
def set_aside(walk_in: WalkIn, *, by: User, at: datetime) -> WalkIn:
    """Let completions be decided without her: nobody knows whose account it is. Refuses one that has a person."""
    walk_in = locked(walk_in)
    WALK_IN.apply(walk_in, "set_aside")
    walk_in.save(update_fields=["status"])
    audit.record("set_aside", walk_in, by=by, at=at)
    return walk_in
