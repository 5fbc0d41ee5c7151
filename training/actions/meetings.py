"""Add, change and take away the dates of a round, with their rooms and trainers."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.actions import reservations
from centers.models import Room
from hcec.accounts.models import User
from hcec.core import audit, refusals
from hcec.core.thai import thai_datetime, thai_time
from training import notices
from training.actions import online, seats
from training.lifecycles import RoundStatus
from training.models import CheckType, Enrolment, Meeting, Mode, Round, Teaching, ToolLink
from training.queries import qualified
from training.refusals import Refusal

CHANGEABLE = (RoundStatus.DRAFT, RoundStatus.OPEN, RoundStatus.CLOSED)


@dataclass(frozen=True)
class MeetingPlan:
    """A date as somebody wants it; `minutes` is what counts of it, breaks left out."""

    mode: str
    starts_at: datetime
    ends_at: datetime
    minutes: int
    topic: str = ""
    room: Room | None = None
    join_link: str = ""
    check_type: str = CheckType.ONCE
    trainers: tuple[User, ...] = field(default=())


def add(round: Round, plan: MeetingPlan, *, by: User, at: datetime) -> Meeting:
    """One more date. Refuses as `lay`, and once the round was held."""
    with transaction.atomic():
        round = changeable(round)
        meeting = lay(round, plan, at=at)
        fit(round)
        audit.record("meeting.added", meeting, by=by, at=at, starts_at=plan.starts_at.isoformat())
        tell(meeting, at)
    return meeting


def change(meeting: Meeting, plan: MeetingPlan, *, by: User, at: datetime) -> Meeting:
    """Another time, room, mode, link or trainer; a refusal leaves everything where it was."""
    with transaction.atomic():
        round = changeable(meeting.round)
        meeting = (
            Meeting.objects.select_for_update(of=("self",)).select_related("reservation").get(pk=meeting.pk)
        )
        meeting.round = round
        if meeting.attendances.exists() and plan.minutes != meeting.minutes:
            raise Refusal(
                _("Attendance of this meeting is on record: the minutes that count no longer change.")
            )
        if plan.starts_at != meeting.starts_at:
            refuse_the_past(plan, at)
        before, moved = (
            meeting.starts_at,
            (meeting.starts_at, meeting.ends_at) != (plan.starts_at, plan.ends_at),
        )
        write(meeting, plan)
        fit(round)
        keeps_its_online(round)
        audit.record(
            "meeting.changed", meeting, by=by, at=at, was=before.isoformat(), now=plan.starts_at.isoformat()
        )
        if moved:
            tell(meeting, at)
    return meeting


def remove(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Take a date away and give its room back. Refuses the last one, and one that leaves a trace: attendance, a signed
    sheet, a check-in, what somebody did online."""
    with transaction.atomic():
        round = changeable(meeting.round)
        if meeting.attendances.exists():
            raise Refusal(_("Attendance of this meeting is on record, so it stays."))
        if meeting.signed_sheets.exists() or meeting.self_scans.exists():
            raise Refusal(_("A signed sheet or a check-in of this meeting is kept, so it stays."))
        kept = (meeting.stays, meeting.participant_lists, meeting.learnings)
        links = ToolLink.objects.filter(meeting=meeting)
        if any(rows.exists() for rows in kept) or links.exclude(launches=None, scores=None).exists():
            raise Refusal(_("What people did online at this meeting is kept, so it stays."))
        if round.meetings.count() == 1:
            raise Refusal(_("A round has at least one meeting. Call the round off instead."))
        audit.record("meeting.removed", meeting, by=by, at=at, starts_at=meeting.starts_at.isoformat())
        tell(meeting, at)
        reservation = meeting.reservation
        links.delete()
        meeting.delete()
        if reservation:
            reservations.release(reservation)
        fit(round)
        keeps_its_online(round)


def changeable(round: Round) -> Round:
    """The locked round; refuses one that was held or called off."""
    round = seats.locked(round)
    if round.status not in CHANGEABLE:
        raise Refusal(
            _("The meetings of this round no longer change: %(state)s.")
            % {"state": round.get_status_display()}
        )
    return round


def keeps_its_online(round: Round) -> None:
    """Refuses what would leave people without the e-learning that they were told of; a draft may still lack it."""
    if round.status != RoundStatus.DRAFT:
        online.refuse_what_nobody_can_do(round)


def lay(round: Round, plan: MeetingPlan, *, at: datetime) -> Meeting:
    """Write a new date of a locked round. Refuses the past, a room that is taken, too small or of another center,
    a trainer who is elsewhere, and two meetings of the round at once."""
    refuse_the_past(plan, at)
    return write(Meeting(round=round), plan)


def write(meeting: Meeting, plan: MeetingPlan) -> Meeting:
    """Room first, then the meeting, then its trainers: each asks the database and says its no as a sentence."""
    round, held = meeting.round, meeting.reservation
    room = plan.room if plan.mode == Mode.FACE_TO_FACE else None
    if plan.mode == Mode.FACE_TO_FACE:
        refuse_the_room(round, room)
    refuse_the_unqualified(meeting, plan)
    meeting.mode, meeting.starts_at, meeting.ends_at = plan.mode, plan.starts_at, plan.ends_at
    meeting.minutes, meeting.topic = plan.minutes, plan.topic
    meeting.join_link = "" if room else plan.join_link
    meeting.check_type = plan.check_type
    if room and held:
        meeting.reservation = reservations.move(
            held, room=room, starts_at=plan.starts_at, ends_at=plan.ends_at
        )
    elif room:
        meeting.reservation = reservations.hold(
            room, starts_at=plan.starts_at, ends_at=plan.ends_at, purpose=str(round)
        )
    else:
        meeting.reservation = None
    seats.kept_true(meeting)
    with trainer_clash_refused(plan):
        if meeting.pk:
            meeting.teachings.all().delete()
        meeting.save()
        Teaching.objects.bulk_create(
            Teaching(
                meeting=meeting,
                person=person,
                starts_at=plan.starts_at,
                ends_at=plan.ends_at,
                busy=plan.mode != Mode.ELEARNING,
            )
            for person in plan.trainers
        )
    if held and not room:
        reservations.release(held)
    return meeting


def refuse_the_unqualified(meeting: Meeting, plan: MeetingPlan) -> None:
    """Refuse a trainer who lacks what the ministry's rule wants (decision 0040); who is there already on that day stays."""
    day = timezone.localdate(plan.starts_at)
    there = set()
    if meeting.pk and timezone.localdate(meeting.starts_at) == day:
        there = set(meeting.teachings.values_list("person_id", flat=True))
    fresh = [person for person in plan.trainers if person.pk not in there]
    if not fresh:
        return
    ground = qualified.Ground([person.pk for person in fresh], meeting.round.course.skill)
    for person in fresh:
        lack = ground.lack(person, day)
        if lack and lack.refused:
            raise Refusal(lack.sentence)


@contextmanager
def trainer_clash_refused(plan: MeetingPlan) -> Iterator[None]:
    """Turn the database's refusal of a trainer in two places into a sentence that names the other place."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "training_a_trainer_is_in_one_place_at_a_time" not in str(error):
            raise
        other = (
            Teaching.objects.filter(
                person__in=plan.trainers, busy=True, starts_at__lt=plan.ends_at, ends_at__gt=plan.starts_at
            )
            .select_related("person", "meeting__round__course", "meeting__round__center")
            .order_by("starts_at", "pk")
            .first()
        )
        if other is None:
            raise Refusal(
                _("A trainer was engaged elsewhere at the same moment. Please try again.")
            ) from error
        raise Refusal(
            _(
                "%(trainer)s already teaches “%(round)s” at %(center)s then (%(when)s). Choose another trainer or time."
            )
            % {
                "trainer": other.person,
                "round": other.meeting.round,
                "center": other.meeting.round.center,
                "when": f"{thai_datetime(other.starts_at)}–{thai_time(other.ends_at)}",
            }
        ) from error


def refuse_the_past(plan: MeetingPlan, at: datetime) -> None:
    if plan.starts_at <= at:
        raise Refusal(
            _("The meeting starts in the past (%(when)s).") % {"when": thai_datetime(plan.starts_at)}
        )


def refuse_the_room(round: Round, room: Room | None) -> None:
    if room is None:
        raise Refusal(_("A face-to-face meeting needs a room."))
    if room.center_id != round.center_id:
        raise Refusal(_("%(room)s belongs to another center.") % {"room": room.name})
    if room.seats < round.seats:
        raise Refusal(
            _("%(room)s has %(has)s seats, the round has %(wants)s. Choose a larger room or fewer seats.")
            % {"room": room.name, "has": room.seats, "wants": round.seats}
        )


def fit(round: Round) -> None:
    """Make the round last from its first to its last meeting; refuses when enrolment would then end too late."""
    span = round.meetings.aggregate(first=Min("starts_at"), last=Max("ends_at"))
    round.starts_at, round.ends_at = span["first"], span["last"]
    seats.kept_true(round)
    round.save(update_fields=["starts_at", "ends_at"])


def tell(meeting: Meeting, at: datetime) -> None:
    """Tell everybody in the round that its dates changed."""
    people: Iterable[Enrolment] = (
        Enrolment.objects.live().filter(round=meeting.round).select_related("person").order_by("pk")
    )
    notices.meeting_changed(people, meeting, at)


class Refused(Refusal):
    """Several dates were refused at once: `sentences` by their place in the list."""

    def __init__(self, sentences: dict[int, str]) -> None:
        super().__init__(" ".join(sentences.values()))
        self.sentences = sentences


def lay_all(round: Round, plans: Iterable[MeetingPlan], *, at: datetime) -> list[Meeting]:
    """All dates of a new round. Raises `Refused` with the sentence of each date that cannot be, and then writes none."""
    meetings, sentences = [], {}
    for place, plan in enumerate(plans):
        try:
            with transaction.atomic():
                meetings.append(lay(round, plan, at=at))
        except refusals.Refusal as refusal:
            sentences[place] = str(refusal)
    if sentences:
        raise Refused(sentences)
    return meetings
