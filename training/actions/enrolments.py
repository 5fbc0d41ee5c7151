"""Take a place in a round and give it back (guideline 6.4.6)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit, outbox, rowguard
from hcec.core.db import database_now, take_turn
from hcec.core.thai import thai_datetime
from training import notices
from training.actions import asked, judged, seats
from training.lifecycles import ENROLMENT, EnrolmentStatus, RoundStatus
from training.models import Enrolment, Round, Wish
from training.queries import fits
from training.queries.nominations import needs_approval
from training.refusals import Refusal


def enrol(round: Round, *, person: User, key: UUID, at: datetime) -> Enrolment:
    """A seat in the round, or a number on its waiting list when it is full. The same key gives the same answer.

    Where the round asks the head of a teacher's school, the seat is held until the answer (F4).

    Refuses outside the audience (7.3, 7.4), outside the enrolment window (by the database's clock), a second
    enrolment in the same round, a round whose hours meet those of another that the person is in, and what a rule, the
    course's prerequisites or the round's committees say no to (queries/eligibility.py).
    """
    if not person.name_th and not person.name_en:
        raise Refusal(_("Fill in your name in your profile first: it is printed on the certificate."))
    if sentence := round.shuts_out(person):
        raise Refusal(sentence)
    with transaction.atomic():
        round = seats.locked(round)
        if same := answered_before(round, person, key):
            return same
        now = database_now()
        refuse_outside_the_window(round, now)
        take_turn(person.pk)
        refuse_a_second_place(round, person)
        judged.refuse_kept_out(round, person, now)
        asks = needs_approval(round, person)
        if asks:
            asked.refuse_too_late(round, at)
        seats.promote(round, by=None, at=now)  # what opened this very minute is for those who wait
        enrolment = seats.place(round, person, key=key, at=now, held=asks)
        seat = enrolment.seat_no
        audit.record("enrolment.made", enrolment, by=person, at=at, seat=seat, wait=enrolment.wait_no)
        if asks:
            asked.ask(enrolment, at=at)
        else:
            notices.enrolled(enrolment)
    return enrolment


def cancel(enrolment: Enrolment, *, by: User, at: datetime, reason: str = "") -> Enrolment:
    """Give a place back; the next in line gets it in the same transaction. The person herself may until `cancel_until`."""
    with transaction.atomic():
        round = seats.locked(enrolment.round)
        enrolment = (
            Enrolment.objects.select_for_update(of=("self",)).select_related("person").get(pk=enrolment.pk)
        )
        enrolment.round = round
        own = enrolment.person_id == by.pk
        if own and at >= round.cancel_until:
            raise Refusal(
                _("A place could be cancelled until %(until)s. Please telephone the center.")
                % {"until": thai_datetime(round.cancel_until)}
            )
        if not own and round.status not in (RoundStatus.OPEN, RoundStatus.CLOSED):
            raise Refusal(_("The round is over: a place in it can no longer be cancelled."))
        ENROLMENT.apply(enrolment, "cancel")
        enrolment.seat_no, enrolment.cancelled_by, enrolment.cancelled_at = None, by, at
        enrolment.cancel_reason = reason
        enrolment.save(update_fields=["status", "seat_no", "cancelled_by", "cancelled_at", "cancel_reason"])
        audit.record("enrolment.cancelled", enrolment, by=by, at=at, reason=reason)
        asked.cancelled_with(enrolment, by=by, at=at)
        notices.cancelled(enrolment)
        seats.promote(round, by=by, at=at)
        fill_elsewhere([enrolment])
    return enrolment


def fill(round_id: int, *, at: datetime) -> list[Enrolment]:
    """Give whatever places of a round are free to whoever waits and can come; harmless when there are none."""
    with transaction.atomic():
        return seats.promote(seats.locked(Round(pk=round_id)), by=None, at=at)


def fill_elsewhere(given_up: Iterable[Enrolment]) -> None:
    """Who gave up a place may now be next in other lines: of the same hours, where rules count her rounds, by need."""
    ended = {enrolment.person_id: enrolment.pk for enrolment in given_up}
    with rowguard.lifted("she may wait at other centers: their lines are looked at by a job"):
        waiting = Enrolment.objects.filter(person__in=ended, status=EnrolmentStatus.WAITING)
        pairs = list(waiting.order_by("round_id", "pk").values_list("round_id", "person_id"))
        line = Wish.objects.filter(person__in=ended, status="open").order_by("pk")
        wishes = list(line.values_list("pk", "person_id"))
    jobs = [(f"{round}:{ended[person]}:ended", {"round": round}) for round, person in pairs]
    outbox.enqueue_many("round.fill", jobs, urgent=False)
    seeks = [(f"{wish}:{ended[person]}:ended", {"wish": wish}) for wish, person in wishes]
    outbox.enqueue_many("rounds.seek", seeks, urgent=False)


def answered_before(round: Round, person: User, key: UUID) -> Enrolment | None:
    """What this key was answered before; refuses a key of another person or round."""
    same = Enrolment.objects.select_related("round", "person").filter(idempotency_key=key).first()
    if same and (same.person_id != person.pk or same.round_id != round.pk):
        raise Refusal(_("This form has been used before. Load the page again and press once more."))
    return same


def refuse_outside_the_window(round: Round, now: datetime) -> None:
    """`now` is the database's clock: no server with a fast clock lets anybody in early."""
    if (window := round.window(now)) == "early":
        raise Refusal(_("Enrolment opens %(when)s.") % {"when": thai_datetime(round.opens_at)})
    if window == "over":
        raise Refusal(_("Enrolment in this round is over. Look for another round of this course."))


def refuse_a_second_place(round: Round, person: User) -> None:
    """One live enrolment a round; and nobody sits in two rounds at the same hour."""
    if own := Enrolment.objects.live().filter(person=person, round=round).first():
        raise Refusal(
            _("You already have seat %(seat)s in this round.") % {"seat": own.seat_no}
            if own.seat_no
            else _("You are already on the waiting list of this round.")
        )
    if elsewhere := fits.meeting_elsewhere(person, round):
        raise Refusal(
            _(
                "At that time you are in “%(round)s” (%(when)s). Cancel that place first, or choose another round."
            )
            % {"round": elsewhere.round, "when": thai_datetime(elsewhere.starts_at)}
        )
