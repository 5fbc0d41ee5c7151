"""Self check-in: a code of twenty seconds by the server's clock, once for each signed-in person; every try is kept (G2)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit
from training.actions import attendance, seats
from training.actions.attendance import RECORDABLE
from training.lifecycles import SEATED
from training.models import Attendance, DoorCode, Enrolment, Meeting, Mode, SelfScan
from training.presence import EARLY, minutes_from, minutes_within
from training.refusals import Refusal

Outcome = SelfScan.Outcome

LASTS = 20  # seconds that a code is shown; the one before it still counts, for whoever types slowly
SHORTEST_STAY = timedelta(minutes=10)
TICKET_SECONDS = 120  # from the scan to the press of the button
WRONG_TRIES, WRONG_TIME = 5, timedelta(minutes=10)
TICKETS = TimestampSigner(salt="hcec.attend")


@dataclass(frozen=True)
class Code:
    """What is shown now: six digits to type, the token in the QR code, and for how many seconds still."""

    digits: str
    token: str
    seconds_left: int


def code_at(door: DoorCode, at: datetime, *, back: int = 0) -> Code:
    """The code of a moment; `back` windows earlier. Nobody can tell the next one without the portal's key."""
    number = int(at.timestamp()) // LASTS - back
    digest = salted_hmac("hcec.door-code", f"{door.serial.hex}:{number}", algorithm="sha256").hexdigest()
    return Code(f"{int(digest[:12], 16) % 10**6:06}", digest[12:44], LASTS - int(at.timestamp()) % LASTS)


@transaction.atomic
def show(meeting: Meeting, *, in_out: bool, by: User, at: datetime) -> DoorCode:
    """Let people check themselves in, by new codes. Refuses e-learning, a round that is decided or not announced, and
    whoever has a place in the round herself: her own attendance would stand in her name."""
    with_place = Enrolment.objects.filter(round=meeting.round_id, person=by, status__in=SEATED)
    if meeting.mode == Mode.ELEARNING:
        raise Refusal(_("E-learning has no door: it counts what was worked through."))
    if meeting.round.status not in RECORDABLE:
        raise Refusal(_("Attendance stands: %(state)s.") % {"state": meeting.round.get_status_display()})
    if with_place.exists():
        raise Refusal(_("You have a place in this round. Ask a colleague to show the code."))
    DoorCode.objects.filter(meeting=meeting).delete()
    door = DoorCode.objects.create(meeting=meeting, in_out=in_out, shown_by=by, opened_at=at)
    audit.record("door_code.shown", meeting, by=by, at=at, in_out=in_out)
    return door


@transaction.atomic
def close(door: DoorCode, *, by: User, at: datetime) -> DoorCode:
    """No code counts any more; what was recorded stays."""
    door = DoorCode.objects.select_for_update().get(pk=door.pk)
    if door.closed_at is None:
        door.closed_at = at
        door.save(update_fields=["closed_at"])
        audit.record("door_code.closed", door.meeting, by=by, at=at)
    return door


def fits(door: DoorCode, given: str, at: datetime) -> bool:
    """Whether these digits or this token are of now or of the window before."""
    codes = [code_at(door, at, back=back) for back in (0, 1)]
    return any(constant_time_compare(given, one) for code in codes for one in (code.digits, code.token))


def was_shown(door: DoorCode, given: str, at: datetime) -> bool:
    """Whether it is a code of the last quarter of an hour: a picture passed on, or a slow reader."""
    codes = (code_at(door, at, back=back) for back in range(2, 45))
    return any(given in (code.digits, code.token) for code in codes)


def ticket_for(meeting: Meeting, person: User) -> str:
    """What the page behind the QR code hands to its button: this person at this meeting, for two minutes."""
    return TICKETS.sign(f"{meeting.pk}:{person.pk}")


def ticket_holds(ticket: str, meeting: Meeting, person: User) -> bool:
    try:
        return TICKETS.unsign(ticket, max_age=TICKET_SECONDS) == f"{meeting.pk}:{person.pk}"
    except BadSignature:
        return False


@transaction.atomic
def scan(
    meeting: Meeting, person: User, *, code: str = "", ticket: str = "", device: str = "", at: datetime
) -> SelfScan:
    """Check a person in, or out where the meeting asks for it. Never refuses by an exception: the try is kept, and its
    outcome says what came of it. Attendance that somebody has recorded already stays as it is."""
    seats.locked(meeting.round)
    door = DoorCode.objects.select_related("shown_by").filter(meeting=meeting, closed_at=None).first()
    place = Enrolment.objects.filter(round=meeting.round_id, person=person, status__in=SEATED).first()
    outcome = judged(meeting, door, place, person, code, ticket, at)
    if outcome in (Outcome.IN, Outcome.OUT) and door and place:
        if (minutes := minutes_of(meeting, door, person, outcome, at)) is not None:
            attendance.write(meeting, {place.pk: minutes}, by=door.shown_by, at=at)
        audit.record(f"attendance.self_{outcome}", meeting, by=person, at=at, minutes=minutes)
    return SelfScan.objects.create(meeting=meeting, person=person, at=at, outcome=outcome, device=device)


def judged(
    meeting: Meeting,
    door: DoorCode | None,
    place: Enrolment | None,
    person: User,
    code: str,
    ticket: str,
    at: datetime,
) -> Outcome:
    """What comes of a try; the code is looked at first, so that who has none learns nothing of the meeting."""
    mine = SelfScan.objects.filter(meeting=meeting, person=person)
    wrong = mine.filter(outcome__in=[Outcome.WRONG, Outcome.EXPIRED], at__gt=at - WRONG_TIME)
    if wrong.count() >= WRONG_TRIES:
        return Outcome.BLOCKED
    if door is None or not (ticket_holds(ticket, meeting, person) if ticket else fits(door, code, at)):
        return Outcome.EXPIRED if ticket or (door and was_shown(door, code, at)) else Outcome.WRONG
    if place is None:
        return Outcome.NO_PLACE
    if door.shown_by_id == person.pk:
        return Outcome.OWN
    if not meeting.starts_at - EARLY <= at <= meeting.ends_at + EARLY:
        return Outcome.OUTSIDE
    done = dict(mine.filter(outcome__in=[Outcome.IN, Outcome.OUT]).values_list("outcome", "at"))
    recorded = Attendance.objects.filter(meeting=meeting, enrolment=place).exists()
    if recorded or meeting.round.status not in RECORDABLE:
        return Outcome.KNOWN
    if Outcome.IN not in done:
        return Outcome.IN
    # Two presses of one button are one check-in and no check-out.
    goes = door.in_out and Outcome.OUT not in done and at >= done[Outcome.IN] + SHORTEST_STAY
    return Outcome.OUT if goes else Outcome.KNOWN


def minutes_of(meeting: Meeting, door: DoorCode, person: User, outcome: Outcome, at: datetime) -> int | None:
    """Whole minutes that count, never more than the meeting counts nor than were spent in it; None until she goes.

    Who checks in within a quarter of an hour has all of them where there is no check-out; who comes later has what is left.
    """
    if outcome == Outcome.IN and door.in_out:
        return None
    begins, ends, most = meeting.starts_at, meeting.ends_at, meeting.minutes
    if outcome == Outcome.OUT:
        came = SelfScan.objects.get(meeting=meeting, person=person, outcome=Outcome.IN).at
        return minutes_within([(came, at)], begins, ends, most=most)
    return minutes_from(at, begins, ends, most=most)
