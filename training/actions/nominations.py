"""Nominations: a head puts teachers forward, heads approve what teachers ask, teachers say yes or no (F4; guideline 6.4.6).

The place is held by an enrolment in the state "held" under the very index that stops two people on one seat, or waits in
line like everybody else's. Locks are taken in one order: round, nomination, enrolment.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models import School
from committees.queries import heads
from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.db import database_now
from hcec.core.thai import thai_datetime
from training import nomination_notices
from training.actions import asked, enrolments, seats
from training.lifecycles import ENROLMENT, NOMINATION, EnrolmentStatus, NominationStatus
from training.models import HeadApproval, Nomination, Round
from training.queries import nominations as reads
from training.refusals import Refusal

YES = ("approve", "accept")


def nominate(
    round: Round,
    people: Sequence[User],
    *,
    school: School,
    key: UUID,
    note: str = "",
    by: User,
    at: datetime,
) -> list[Nomination]:
    """Put these teachers of the school forward, each with a place held or a number in line. All or none; the same key
    with the same people once.

    Refuses whoever neither heads the school nor stands in there, outside the enrolment window, and all at once everybody
    who cannot get a place: of another school, in the round already, of another audience, busy at those hours.
    """
    refuse_strangers(school, by, at)
    with transaction.atomic():
        round = seats.locked(round)
        if done := made_before(round, people, key):
            return done
        enrolments.refuse_outside_the_window(round, database_now())
        asked.refuse_too_late(round, at)
        refuse_whom_it_cannot_be(round, people, school, by, at)
        made = [put_forward(round, person, school, note, key=key, by=by, at=at) for person in people]
        nomination_notices.nominated(made)
    return made


def made_before(round: Round, people: Sequence[User], key: UUID) -> list[Nomination]:
    """What this very form made, where it was sent before."""
    keys = [uuid5(key, str(person.pk)) for person in people]
    rows = Nomination.objects.filter(enrolment__idempotency_key__in=keys, enrolment__round=round)
    found = list(rows.select_related("enrolment").order_by("pk"))
    return found if len(found) == len(keys) else []


def refuse_strangers(school: School, by: User, at: datetime) -> None:
    if not heads.schools_of(by, timezone.localdate(at)).filter(pk=school.pk).exists():
        raise Refusal(_("Only the head of %(school)s nominates its teachers.") % {"school": school.name})


def refuse_whom_it_cannot_be(
    round: Round, people: Sequence[User], school: School, by: User, at: datetime
) -> None:
    if not people:
        raise Refusal(_("Choose at least one teacher."))
    hers = set(
        reads.teachers_of(school, by).filter(pk__in=[p.pk for p in people]).values_list("pk", flat=True)
    )
    hindered = reads.hindered(round, people, at)
    wrong = [
        f"{person.name} {hindered.get(person.pk) or _('is not of this school')}"
        for person in people
        if person.pk in hindered or person.pk not in hers
    ]
    if wrong:
        raise Refusal(_("Nobody was nominated. %(people)s.") % {"people": "; ".join(wrong)})


def put_forward(
    round: Round, person: User, school: School, note: str, *, key: UUID, by: User, at: datetime
) -> Nomination:
    """One place with its question, in a locked round."""
    enrolment = seats.place(round, person, key=uuid5(key, str(person.pk)), at=at, held=True)
    nomination = Nomination.objects.create(
        enrolment=enrolment, school=school, origin=Nomination.Origin.HEAD, status=NominationStatus.NOMINATED,
        note=note.strip(), made_by=by, made_at=at, answer_by=asked.answer_by(round, at),
        if_unanswered=HeadApproval.LAPSE,
    )  # fmt: skip
    audit.record(
        "nomination.made", nomination, by=by, at=at, round=round.pk, person=person.pk, seat=enrolment.seat_no
    )
    return nomination


def answer(nomination: Nomination, move: str, *, by: User, at: datetime, reason: str = "") -> Nomination:
    """Say yes ("approve", "accept") or no ("decline"). The same answer of the same person twice is one.

    Refuses whoever is not asked now, after the time to answer, and a head's no without a reason.
    """
    with transaction.atomic():
        nomination, round = locked(nomination)
        if repeated(nomination, move, by):
            return nomination
        if not nomination.is_open:
            raise Refusal(
                _("This was answered already: %(state)s.") % {"state": nomination.get_status_display()}
            )
        if at >= nomination.answer_by:
            raise Refusal(
                _("The time to answer was over on %(when)s.") % {"when": thai_datetime(nomination.answer_by)}
            )
        if by.pk not in {person.pk for person in reads.answerers(nomination, timezone.localdate(at))}:
            raise Refusal(_("This question is not put to you, or not any more."))
        if move == "decline" and reads.to_approve(nomination) and not reason.strip():
            raise Refusal(_("Write the reason; the person reads it."))
        told = nomination_notices.people_asked(nomination, at)
        asked.close(nomination, move, by=by, at=at, reason=reason)
        if move in YES:
            confirm(nomination, by=by, at=at)
        else:
            give_up(nomination, by=by, at=at)
            seats.promote(round, by=by, at=at)
            enrolments.fill_elsewhere([nomination.enrolment])
        everybody = [nomination.enrolment.person, nomination.made_by, *told]
        nomination_notices.ended(nomination, everybody, but=[by])
    return nomination


def withdraw(nomination: Nomination, *, by: User, at: datetime) -> Nomination:
    """Take a question back before it is answered: the head her nomination, the teacher her request. Twice is once."""
    with transaction.atomic():
        nomination, round = locked(nomination)
        if nomination.status == NominationStatus.WITHDRAWN:
            return nomination
        if not may_withdraw(nomination, by, at):
            raise Refusal(
                _("Only the head of %(school)s takes this back.") % {"school": nomination.school.name}
            )
        told = nomination_notices.people_asked(nomination, at)
        asked.close(nomination, "withdraw", by=by, at=at)
        give_up(nomination, by=by, at=at)
        seats.promote(round, by=by, at=at)
        enrolments.fill_elsewhere([nomination.enrolment])
        nomination_notices.ended(nomination, [nomination.enrolment.person, *told], but=[by])
    return nomination


def may_withdraw(nomination: Nomination, by: User, at: datetime) -> bool:
    """Whether somebody may take the question back: who asked it, or whoever heads the school that put it."""
    if nomination.origin == Nomination.Origin.TEACHER:
        return bool(nomination.enrolment.person_id == by.pk)
    mine = heads.schools_of(by, timezone.localdate(at)).filter(pk=nomination.school_id)
    return nomination.enrolment.person_id != by.pk and mine.exists()


def move_with_time(nomination: Nomination, *, at: datetime) -> bool:
    """What follows when nobody answered: up to the service area, or the place goes. Nothing when somebody was quicker."""
    with transaction.atomic():
        nomination, round = locked(nomination)
        if not nomination.is_open or nomination.answer_by > at:
            return False
        if not passed_up(nomination, round, at=at):
            asked.lapse(nomination, at=at)
            seats.promote(round, by=None, at=at)
            enrolments.fill_elsewhere([nomination.enrolment])
    return True


def passed_up(nomination: Nomination, round: Round, *, at: datetime) -> bool:
    """Put the question to the director of the area, where the round says so and there is somebody and time to ask."""
    goes_up = nomination.if_unanswered == HeadApproval.PASS_UP and NOMINATION.allows(nomination, "pass_up")
    if not goes_up or at >= round.cancel_until:
        return False
    above = heads.area_heads_of(nomination.school, timezone.localdate(at))
    above = [head for head in above if head.pk != nomination.enrolment.person_id]
    if not above:
        return False
    late = nomination_notices.people_asked(nomination, at)
    NOMINATION.apply(nomination, "pass_up")
    nomination.passed_up_at, nomination.answer_by = at, asked.answer_by(round, at)
    nomination.save(update_fields=["status", "passed_up_at", "answer_by"])
    audit.record("nomination.pass_up", nomination, by=None, at=at)
    nomination_notices.asked(nomination, above)
    nomination_notices.went_up(nomination, late)
    return True


def locked(nomination: Nomination) -> tuple[Nomination, Round]:
    """The question with its place under their locks, and the locked round."""
    found = Nomination.objects.select_related("enrolment__round").get(pk=nomination.pk)
    round = seats.locked(found.enrolment.round)
    rows = Nomination.objects.select_for_update(of=("self", "enrolment"))
    found = rows.select_related("enrolment__person", "school", "made_by").get(pk=nomination.pk)
    found.enrolment.round = round
    return found, round


def repeated(nomination: Nomination, move: str, by: User) -> bool:
    """Whether this person has given this very answer before."""
    same = NOMINATION.moves[move].target == nomination.status
    return bool(same and nomination.answered_by_id == by.pk)


def confirm(nomination: Nomination, *, by: User, at: datetime) -> None:
    """The held place is hers; who waits in line goes on waiting, without a question."""
    enrolment = nomination.enrolment
    if enrolment.status != EnrolmentStatus.HELD:
        return
    ENROLMENT.apply(enrolment, "confirm")
    enrolment.save(update_fields=["status"])
    audit.record("enrolment.confirmed", enrolment, by=by, at=at, seat=enrolment.seat_no)


def give_up(nomination: Nomination, *, by: User, at: datetime) -> None:
    """The place of a question that got a no, or was taken back, is given back."""
    enrolment = nomination.enrolment
    ENROLMENT.apply(enrolment, "cancel")
    enrolment.seat_no, enrolment.cancelled_by, enrolment.cancelled_at = None, by, at
    enrolment.cancel_reason = nomination.reason
    enrolment.save(update_fields=["status", "seat_no", "cancelled_by", "cancelled_at", "cancel_reason"])
    audit.record("enrolment.cancelled", enrolment, by=by, at=at, reason=nomination.reason)
