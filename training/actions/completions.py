"""Decide who completed a round, by the course's own rule, once and for good."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centers.actions import trained
from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import thai_datetime
from training import notices
from training.actions import seats
from training.lifecycles import ENROLMENT, ROUND, WalkInStatus
from training.models import Completion, Enrolment, Round, WalkIn
from training.queries.attendance import gaps, taught
from training.queries.objections import of_round
from training.refusals import Refusal
from training.requirements import Checklist, checklists, missing


def decide(round: Round, *, by: User, at: datetime) -> list[Completion]:
    """Complete whoever has met everything that the round asks for; the rest has not completed.

    Refuses before the round was held, while anything that staff put on record is missing for anybody, an objection to
    attendance is open or nobody knows whose account a walk-in's is, and to one who took part herself.
    """
    with transaction.atomic():
        round = seats.locked(round)
        if round.enrolments.live().filter(person=by).exists():
            raise Refusal(_("You took part in this round yourself: somebody else decides its completions."))
        refuse_gaps(round)
        refuse_objections(round)
        refuse_unknown(round)
        for sentence in missing(round):
            raise Refusal(sentence)
        people = checklists(round)
        ROUND.apply(round, "finalise")
        round.finalised_by, round.finalised_at = by, at
        round.save(update_fields=["status", "finalised_by", "finalised_at"])
        for person in people:
            person.enrolment.round = round
            ENROLMENT.apply(person.enrolment, "complete" if person.completes else "fail")
        Enrolment.objects.bulk_update([person.enrolment for person in people], ["status"])
        made = write([person for person in people if person.completes], round, by=by, at=at)
        keep_trained(round)
        short = [person for person in people if not person.completes]
        audit.record(
            "round.completions_decided", round, by=by, at=at, completed=len(made), not_completed=len(short)
        )
        notices.decided(made, short, round)
    return made


def keep_trained(round: Round) -> None:
    """Leave below who trained whom, so that tests can be kept apart from it."""
    trained.keep(taught(round), skill=round.course.skill, last_on=timezone.localdate(round.ends_at))


def refuse_gaps(round: Round) -> None:
    if missing := gaps(round):
        meeting, people = next(iter(missing.items()))
        raise Refusal(
            ngettext(
                "Attendance of %(people)s person is missing for the meeting of %(when)s.",
                "Attendance of %(people)s people is missing for the meeting of %(when)s.",
                people,
            )
            % {"people": people, "when": thai_datetime(meeting.starts_at)}
        )


def refuse_objections(round: Round) -> None:
    if waiting := of_round(round):
        names = ", ".join(dict.fromkeys(o.attendance.enrolment.person.name for o in waiting))
        raise Refusal(_("An objection to attendance is open: %(names)s. Decide it first.") % {"names": names})


def refuse_unknown(round: Round) -> None:
    """Who was let in at the door without an account is matched to one first, or set aside: then she does not complete."""
    names = WalkIn.objects.filter(enrolment__round=round, status=WalkInStatus.PROVISIONAL).order_by("pk")
    if waiting := ", ".join(names.values_list("name", flat=True)):
        raise Refusal(
            _("Walk-ins without an account: %(names)s. Match each to her account first, or set her aside.")
            % {"names": waiting}
        )


def write(people: list[Checklist], round: Round, *, by: User, at: datetime) -> list[Completion]:
    return Completion.objects.bulk_create(
        Completion(
            enrolment=person.enrolment,
            hours=person.standing.hours,
            attendance_percent=person.standing.percent,
            completed_on=timezone.localdate(round.ends_at),
            decided_by=by,
            decided_at=at,
        )
        for person in people
    )
