"""Seats of a round under its one lock: who gets which, who waits, who is next. Only other actions call these."""

from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit, rowguard
from training import nomination_notices, notices
from training.lifecycles import ENROLMENT, EnrolmentStatus, RoundStatus
from training.models import Enrolment, Meeting, Mode, Nomination, Round, Seat
from training.refusals import Refusal

TAKEN = (EnrolmentStatus.ENROLLED, EnrolmentStatus.HELD)


def locked(round: Round) -> Round:
    """The row of a round, held until the transaction ends: always the first lock, so that nothing overtakes it."""
    return (
        Round.objects.select_for_update(of=("self",))
        .select_related("course", "center__province")
        .get(pk=round.pk)
    )


def kept_true(obj: Model, *, exclude: set[str] | None = None) -> None:
    """Refuse with the constraint's own sentence what the database would refuse without one."""
    try:
        obj.validate_constraints(exclude=exclude)
    except ValidationError as error:
        raise Refusal(" ".join(error.messages)) from error


def free_seat(round: Round) -> int | None:
    """The lowest seat that nobody has; None when the round is full."""
    taken = Enrolment.objects.filter(round=round, seat_no__isnull=False).values("seat_no")
    free = Seat.objects.filter(round=round).exclude(number__in=taken)
    return free.order_by("number").values_list("number", flat=True).first()


def next_wait_no(round: Round) -> int:
    """The next number on the waiting list; a number is never used twice. The caller holds the round's lock."""
    round.wait_seq += 1
    round.save(update_fields=["wait_seq"])
    return round.wait_seq


def place(round: Round, person: User, *, key: UUID, at: datetime, held: bool = False) -> Enrolment:
    """The lowest free seat of a locked round, or the next waiting number. `held`: until an answer that is asked for."""
    seat = free_seat(round)
    with_seat = EnrolmentStatus.HELD if held else EnrolmentStatus.ENROLLED
    return Enrolment.objects.create(
        round=round,
        person=person,
        status=with_seat if seat else EnrolmentStatus.WAITING,
        seat_no=seat,
        wait_no=None if seat else next_wait_no(round),
        idempotency_key=key,
        enrolled_at=at,
    )


def meeting_elsewhere(person: User, round: Round) -> Meeting | None:
    """The first meeting at which the person has a place in another round while this one meets; e-learning has no hour."""
    overlap = Q(pk__in=())
    for meeting in (
        Meeting.objects.filter(round=round).exclude(mode=Mode.ELEARNING).order_by("starts_at", "pk")
    ):
        overlap |= Q(starts_at__lt=meeting.ends_at, ends_at__gt=meeting.starts_at)
    hers = Enrolment.objects.filter(person=person, status__in=TAKEN).exclude(round=round)
    meetings = Meeting.objects.filter(overlap, round__enrolments__in=hers).exclude(mode=Mode.ELEARNING)
    with rowguard.lifted("whoever is next may have a place at another center in these hours"):
        return meetings.select_related("round__course").order_by("starts_at", "pk").first()


def promote(round: Round, *, by: object, at: datetime) -> list[Enrolment]:
    """Give free seats to the first of the waiting list who can come, until the first meeting starts; held where an answer
    is still asked for."""
    promoted: list[Enrolment] = []
    if round.status not in (RoundStatus.OPEN, RoundStatus.CLOSED) or at >= round.starts_at:
        return promoted
    waiting = Enrolment.objects.filter(round=round, status=EnrolmentStatus.WAITING).select_related("person")
    for enrolment in waiting.order_by("wait_no", "pk"):
        if (seat := free_seat(round)) is None:
            break
        if meeting_elsewhere(enrolment.person, round):
            continue
        asked = Nomination.objects.open().filter(enrolment=enrolment).first()
        ENROLMENT.apply(enrolment, "hold" if asked else "promote")
        enrolment.seat_no, enrolment.promoted_at, enrolment.round = seat, at, round
        enrolment.save(update_fields=["status", "seat_no", "promoted_at"])
        audit.record("enrolment.promoted", enrolment, by=by, at=at, seat=seat, wait=enrolment.wait_no)
        if asked:
            nomination_notices.held(asked, enrolment)
        else:
            notices.promoted(enrolment)
        promoted.append(enrolment)
    return promoted


def resize(round: Round, seats: int) -> None:
    """Make the round have this many seats. Refuses fewer than are taken; who sat beyond the end gets a lower number."""
    holders = Enrolment.objects.filter(round=round, seat_no__isnull=False)
    if (taken := holders.count()) > seats:
        raise Refusal(
            _("%(taken)s people have a place, so the round cannot have only %(seats)s seats.")
            % {"taken": taken, "seats": seats}
        )
    for enrolment in holders.filter(seat_no__gt=seats).order_by("seat_no"):
        enrolment.seat_no = free_seat(round)
        enrolment.save(update_fields=["seat_no"])
    Seat.objects.filter(round=round, number__gt=seats).delete()
    Seat.objects.bulk_create(
        [Seat(round=round, number=number) for number in range(1, seats + 1)], ignore_conflicts=True
    )
