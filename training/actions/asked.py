"""The question about a place: made with it, and ended with it. Only other actions call these, under the round's lock."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models import School
from centers.queries.people import workplace_of
from committees.queries import heads
from hcec.accounts.models import User
from hcec.core import audit
from training import nomination_notices
from training.lifecycles import ENROLMENT, NOMINATION, NominationStatus
from training.models import Enrolment, HeadApproval, Nomination, Round
from training.models.nominations import ANSWER_WITHIN
from training.refusals import Refusal

Origin = Nomination.Origin


def answer_by(round: Round, at: datetime) -> datetime:
    """Until when a question asked now may be answered: five days, but never past the round's cancel deadline."""
    return min(at + ANSWER_WITHIN, round.cancel_until)


def refuse_too_late(round: Round, at: datetime) -> None:
    """Whoever is asked must still be able to answer, and a place be given back."""
    if at >= round.cancel_until:
        raise Refusal(
            _("It is too late to ask anybody: places of this round are settled. Please telephone the center.")
        )


def school_of(person: User) -> School:
    """The school whose head is asked. Refuses where the profile names none."""
    place = workplace_of(person)
    if place is None or place.school is None:
        raise Refusal(
            _(
                "This round asks the head of your school. Choose your school in your profile, or ask the center to enrol you."
            )
        )
    return place.school


def ask(enrolment: Enrolment, *, at: datetime) -> Nomination:
    """Put the question to the head of the teacher's school; a head's own goes straight up to the service area.

    Refuses where nobody who could answer is on record.
    """
    person, round = enrolment.person, enrolment.round
    school, on = school_of(person), timezone.localdate(at)
    nomination = Nomination(
        enrolment=enrolment, school=school, origin=Origin.TEACHER, status=NominationStatus.ASKED, made_by=person,
        made_at=at, answer_by=answer_by(round, at), if_unanswered=round.head_approval,
    )  # fmt: skip
    there = [head for head in heads.heads_of(school, on) if head.pk != person.pk]
    if heads.directs(person, school, on) or not there:
        nomination.status, nomination.passed_up_at = NominationStatus.PASSED_UP, at
        nomination.if_unanswered = HeadApproval.LAPSE
        there = [head for head in heads.area_heads_of(school, on) if head.pk != person.pk]
    if not there:
        raise Refusal(
            _("Nobody is on record who could approve it for %(school)s. Ask the center to enrol you.")
            % {"school": school.name}
        )
    nomination.save()
    audit.record("nomination.asked", nomination, by=person, at=at, round=round.pk, status=nomination.status)
    nomination_notices.asked(nomination, there)
    return nomination


def open_about(enrolment: Enrolment) -> Nomination | None:
    """The open question about a place, locked."""
    rows = Nomination.objects.open().select_for_update(of=("self",)).select_related("school", "made_by")
    return rows.filter(enrolment=enrolment).first()


def close(
    nomination: Nomination, move: str, *, by: User | None, at: datetime, reason: str = ""
) -> Nomination:
    """Make the move that ends a locked question."""
    NOMINATION.apply(nomination, move)
    nomination.answered_by, nomination.answered_at, nomination.reason = by, at, reason.strip()
    nomination.save(update_fields=["status", "answered_by", "answered_at", "reason"])
    audit.record(f"nomination.{move}", nomination, by=by, at=at, reason=nomination.reason)
    return nomination


def cancelled_with(enrolment: Enrolment, *, by: User, at: datetime) -> None:
    """The place of an open question is cancelled: the teacher says no by that, anybody else takes the question back."""
    nomination = open_about(enrolment)
    if nomination is None:
        return
    no = nomination.origin == Origin.HEAD and by.pk == enrolment.person_id
    nomination.enrolment = enrolment
    asked = nomination_notices.people_asked(nomination, at)
    close(nomination, "decline" if no else "withdraw", by=by, at=at, reason=enrolment.cancel_reason)
    nomination_notices.ended(nomination, [*asked, nomination.made_by], but=[by, enrolment.person])


def called_off(round: Round, *, by: User, at: datetime) -> None:
    """The round does not take place: nobody is asked any more. Those who have places are told by the round."""
    rows = Nomination.objects.open().filter(enrolment__round=round).select_for_update(of=("self",))
    for nomination in rows.select_related("school", "enrolment__person", "made_by").order_by("pk"):
        nomination.enrolment.round = round
        asked = nomination_notices.people_asked(nomination, at)
        close(nomination, "withdraw", by=by, at=at, reason=round.called_off_reason)
        nomination_notices.ended(
            nomination, [*asked, nomination.made_by], but=[by, nomination.enrolment.person]
        )


def lapse(nomination: Nomination, *, at: datetime) -> None:
    """Nobody answered: the place goes to the next in line. The caller holds the round and promotes."""
    close(nomination, "lapse", by=None, at=at)
    enrolment = nomination.enrolment
    ENROLMENT.apply(enrolment, "expire")
    enrolment.seat_no = None
    enrolment.save(update_fields=["status", "seat_no"])
    on = timezone.localdate(at)
    told = [enrolment.person, nomination.made_by, *heads.heads_of(nomination.school, on)]
    nomination_notices.ended(nomination, told, but=[])


def lapse_all(round: Round, *, at: datetime) -> None:
    """End what is still asked about a locked round that has begun."""
    rows = Nomination.objects.open().filter(enrolment__round=round).select_for_update(of=("self",))
    for nomination in rows.select_related("school", "enrolment__person", "made_by").order_by("pk"):
        nomination.enrolment.round = round
        lapse(nomination, at=at)
