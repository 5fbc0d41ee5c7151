"""A center proposes a course; another person reviews it against every criterion within ten working days (E1, 6.2.5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models import Center
from centers.queries.calendar import working_day_after
from hcec.accounts.actions import notices
from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import thai_date
from training.lifecycles import PROPOSAL, ProposalStatus
from training.models import Course, Criterion, CriterionAnswer, Proposal
from training.notices import in_the_house_language
from training.queries.catalogue import criteria
from training.refusals import Refusal

REVIEW_DAYS = 10
FACTS = (
    *("name_th", "name_en", "curriculum", "skill", "level_th", "level_en", "hours", "min_attendance_percent"),
    *("activity_type", "description_th", "description_en", "requirements", "pass_percent"),
)
WORDS = ("outline", "assessed_by")
EDITABLE = (ProposalStatus.DRAFT, ProposalStatus.RETURNED)


@dataclass(frozen=True)
class Finding:
    """What the reviewer found of one criterion."""

    criterion: Criterion
    met: bool
    note: str = ""


@transaction.atomic
def draft(
    center: Center,
    facts: Mapping[str, Any],
    *,
    key: UUID,
    by: User,
    at: datetime,
    course: Course | None = None,
) -> Proposal:
    """Write a proposal down; the same key twice is one. Refuses new words for a course that is another's, and a
    second proposal of a course while one is under way."""
    Center.objects.select_for_update(of=("self",), no_key=True).get(pk=center.pk)
    if made := Proposal.objects.filter(key=key, center=center).first():
        return made
    if course is not None:
        refuse_foreign(course, center)
    proposal = Proposal(center=center, course=course, key=key, drafted_by=by, drafted_at=at)
    write(proposal, facts)
    audit.record("proposal.drafted", proposal, by=by, at=at)
    return proposal


def refuse_foreign(course: Course, center: Center) -> None:
    if course.owner_id != center.pk:
        raise Refusal(
            _("“%(course)s” belongs to another owner, who alone may change it.") % {"course": course}
        )
    under_way = (*EDITABLE, ProposalStatus.SUBMITTED)
    if Proposal.objects.filter(course=course, status__in=under_way).exists():
        raise Refusal(_("A new version of this course is already proposed."))


def write(proposal: Proposal, facts: Mapping[str, Any]) -> None:
    """Set the words of the proposal; refuses a course that would come before itself."""
    before = list(facts["prerequisites"])
    if proposal.course_id and proposal.course_id in {course.pk for course in before}:
        raise Refusal(_("A course cannot come before itself."))
    for name in (*FACTS, *WORDS):
        setattr(proposal, name, facts[name])
    proposal.save()
    proposal.competencies.set(facts["competencies"])
    proposal.prerequisites.set(before)


def locked(proposal: Proposal) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("center", "submitted_by", "course")
    return rows.get(pk=proposal.pk)


@transaction.atomic
def edit(proposal: Proposal, facts: Mapping[str, Any], *, by: User, at: datetime) -> Proposal:
    """Change a draft, or what was sent back. Refuses what is being reviewed or decided."""
    proposal = locked(proposal)
    if proposal.status not in EDITABLE:
        raise Refusal(
            _("The proposal no longer changes: %(state)s.") % {"state": proposal.get_status_display()}
        )
    write(proposal, facts)
    audit.record("proposal.edited", proposal, by=by, at=at)
    return proposal


@transaction.atomic
def submit(proposal: Proposal, *, by: User, at: datetime) -> Proposal:
    """Send it for review; ten working days begin. Refuses one without competencies, outline or assessment."""
    proposal = locked(proposal)
    missing = [
        str(word)
        for word, there in (
            (_("competencies"), proposal.competencies.exists()),
            (_("what is done in the hours"), proposal.outline.strip()),
            (_("how learning is assessed"), proposal.assessed_by.strip()),
        )
        if not there
    ]
    if missing:
        raise Refusal(_("Before the review this is still missing: %(what)s.") % {"what": ", ".join(missing)})
    PROPOSAL.apply(proposal, "submit")
    proposal.submitted_by, proposal.submitted_at = by, at
    proposal.due_on = working_day_after(timezone.localdate(at), REVIEW_DAYS)
    proposal.decided_by = proposal.decided_at = None
    proposal.save()
    audit.record("proposal.submitted", proposal, by=by, at=at, due_on=proposal.due_on.isoformat())
    return proposal


@transaction.atomic
def withdraw(proposal: Proposal, *, by: User, at: datetime) -> Proposal:
    """The center takes it back before it is decided."""
    proposal = locked(proposal)
    PROPOSAL.apply(proposal, "withdraw")
    proposal.decided_by = proposal.decided_at = None
    proposal.save()
    audit.record("proposal.withdrawn", proposal, by=by, at=at)
    return proposal


@transaction.atomic
def decide(
    proposal: Proposal, move: str, findings: Iterable[Finding], *, answer: str, by: User, at: datetime
) -> Proposal:
    """Recognise, send back or decline. Refuses one's own proposal, a criterion left out, recognition while one is
    not met, and a return without a word."""
    proposal = locked(proposal)
    refuse_own(proposal, by)
    found = {finding.criterion.pk: finding for finding in findings}
    unmet = [c for c in criteria(timezone.localdate(at)) if c.pk not in found or not found[c.pk].met]
    if move == "recognise" and unmet:
        raise Refusal(_("Not met yet: %(what)s.") % {"what": "; ".join(str(c) for c in unmet)})
    if move != "recognise" and not answer.strip():
        raise Refusal(_("Say what is missing: the center reads it."))
    PROPOSAL.apply(proposal, move)
    proposal.answers.all().delete()
    CriterionAnswer.objects.bulk_create(
        CriterionAnswer(proposal=proposal, criterion=f.criterion, met=f.met, note=f.note)
        for f in found.values()
    )
    proposal.decided_by, proposal.decided_at, proposal.answer = by, at, answer.strip()
    if move == "recognise":
        proposal.course = recognised(proposal)
        proposal.recognised_version = proposal.course.version
    proposal.save()
    audit.record(f"proposal.{proposal.status}", proposal, by=by, at=at, version=proposal.recognised_version)
    tell(proposal)
    return proposal


def refuse_own(proposal: Proposal, by: User) -> None:
    if by.pk in (proposal.drafted_by_id, proposal.submitted_by_id):
        raise Refusal(_("Nobody reviews a course that they proposed. Ask a colleague."))


def recognised(proposal: Proposal) -> Course:
    """The course as it is from now on: a new row, or the next version of the one that stands."""
    course = proposal.course or Course(owner=proposal.center, code=free_code(proposal))
    for name in FACTS:
        setattr(course, name, getattr(proposal, name))
    course.provenance = f"recognised proposal {proposal.pk}"
    course.save()
    course.competencies.set(proposal.competencies.all())
    course.prerequisites.set(proposal.prerequisites.all())
    course.refresh_from_db(fields=["version"])
    return course


def free_code(proposal: Proposal) -> str:
    """Family, center and a running number, such as ENG-10-1-3."""
    stem = f"{proposal.curriculum.code[:3]}-{proposal.center.code}".upper()[:24]
    return f"{stem}-{Course.objects.filter(owner=proposal.center).count() + 1}"


@in_the_house_language
def tell(proposal: Proposal) -> None:
    """Tell who sent the proposal what became of it."""
    if proposal.submitted_by is None:
        return
    words = {"course": proposal.name_th, "answer": proposal.answer}
    body = {
        ProposalStatus.RECOGNISED: _("Rounds of it can be planned from now on, at every center."),
        ProposalStatus.RETURNED: _("Change it and send it again: %(answer)s"),
        ProposalStatus.DECLINED: _("The reason: %(answer)s"),
    }[ProposalStatus(proposal.status)]
    subject = _("%(state)s: %(course)s") % {"state": proposal.get_status_display(), **words}
    notices.tell(
        proposal.submitted_by,
        subject=subject,
        body=body % words,
        path=reverse("manage-proposal", args=[proposal.pk]),
        key=f"proposal-{proposal.pk}-{proposal.status}-{thai_date(timezone.localdate(proposal.decided_at))}",
    )
