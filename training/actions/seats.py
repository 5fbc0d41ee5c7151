"""Seats of a round under its one lock: who gets which, who waits, who is next. Only other actions call these."""

from datetime import datetime
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db.models import Model, Value
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit, outbox, rowguard
from training import nomination_notices, notices
from training.actions import judged
from training.lifecycles import ENROLMENT, EnrolmentStatus, RoundStatus
from training.models import Enrolment, Nomination, Offer, Round, Seat
from training.queries import eligibility, wishes
from training.queries import seats as reads
from training.refusals import Refusal


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


def free_seat(round: Round, person_id: int, at: datetime) -> int | None:
    """The free seat that this person gets: of a pool kept for her, else the lowest for everyone; None: there is none."""
    found = Round.objects.filter(pk=round.pk).values_list(
        reads.seat_for(Value(person_id), "pk", at), flat=True
    )
    return found.get()


def next_wait_no(round: Round) -> int:
    """The next number on the waiting list; a number is never used twice. The caller holds the round's lock."""
    round.wait_seq += 1
    round.save(update_fields=["wait_seq"])
    return round.wait_seq


def place(round: Round, person: User, *, key: UUID, at: datetime, held: bool = False) -> Enrolment:
    """The free seat that she gets of a locked round, or the next waiting number. `held`: until an answer that is asked for."""
    seat = free_seat(round, person.pk, at)
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


def promote(round: Round, *, by: object, at: datetime, look: bool = True) -> list[Enrolment]:
    """Give free seats to the first of the waiting list who can come, until the first meeting starts; held where an answer
    is still asked for.

    Whoever has a place elsewhere in these hours, may have none of the free seats (their pools are kept for others) or is
    kept out by a rule for now, keeps her number and is passed over. Seats that this line does not want are offered to
    those who wait by need, by a job (actions/wishes.py).
    """
    promoted: list[Enrolment] = []
    if round.status not in (RoundStatus.OPEN, RoundStatus.CLOSED) or at >= round.starts_at:
        return promoted
    with rowguard.lifted("whoever is next may have a place at another center in these hours"):
        for enrolment in in_line(round, at):
            seat = free_seat(round, enrolment.person_id, at)
            if seat is None or not judged.may_come(enrolment, round, at):
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
    if look and wishes.somebody_waits(round) and reads.free_seats(round).exists():
        outbox.enqueue("rounds.look", f"{round.pk}:{uuid4().hex}", urgent=False, round=round.pk)
    return promoted


def in_line(round: Round, at: datetime) -> list[Enrolment]:
    """Who waits, may have a free seat and is kept out by nothing, in the order of the numbers."""
    if not reads.free_seats(round).exists():
        return []
    waiting = Enrolment.objects.filter(round=round, status=EnrolmentStatus.WAITING).select_related("person")
    waiting = waiting.alias(seat=reads.seat_for("person", "round", at)).filter(seat__isnull=False)
    waiting = waiting.alias(out=eligibility.kept_out("person", "round", at)).filter(out=False)
    return list(waiting.order_by("wait_no", "pk"))


def resize(round: Round, seats: int, *, at: datetime) -> None:
    """Make the round have this many seats. Refuses fewer than are taken; who sat beyond the end gets a lower number."""
    holders = Enrolment.objects.filter(round=round, seat_no__isnull=False)
    held = Offer.objects.filter(round=round, status="open")
    if (taken := holders.count() + held.count()) > seats:
        raise Refusal(
            _("%(taken)s people have a place, so the round cannot have only %(seats)s seats.")
            % {"taken": taken, "seats": seats}
        )
    for enrolment in holders.filter(seat_no__gt=seats).order_by("seat_no"):
        own = reads.free_for(round, enrolment.person_id, at).filter(number__lte=seats).first()
        lower = own or reads.free_seats(round).filter(number__lte=seats).first()
        enrolment.seat_no = lower.number if lower else None
        enrolment.save(update_fields=["seat_no"])
    for offer in held.filter(seat_no__gt=seats).order_by("seat_no"):
        offer.seat_no = reads.free_seats(round).filter(number__lte=seats)[0].number
        offer.save(update_fields=["seat_no"])
    Seat.objects.filter(round=round, number__gt=seats).delete()
    Seat.objects.bulk_create(
        [Seat(round=round, number=number) for number in range(1, seats + 1)], ignore_conflicts=True
    )
