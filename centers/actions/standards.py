"""Assess a center against standards 7.1 to 7.4: the center signs, the province confirms, OBEC samples."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.lifecycles import ASSESSMENT, AssessmentStatus
from centers.models import Assessment, AssessmentAnswer, Center
from centers.queries import standards as reads
from centers.refusals import Refusal
from hcec.accounts.models import User
from hcec.core import audit


class StaleAssessment(Refusal):
    """Somebody saved the same assessment in between."""


def locked(assessment: Assessment) -> Assessment:
    """The row of an assessment, held until the transaction ends."""
    return Assessment.objects.select_for_update(of=("self",)).get(pk=assessment.pk)


def begin(center: Center, *, by: User, at: datetime) -> Assessment:
    """Begin an assessment with the version in use, its answers copied from the last one; the one under way if any."""
    with transaction.atomic():
        Center.objects.select_for_update(of=("self",)).get(pk=center.pk)
        under_way = reads.under_way(center)
        if under_way:
            return under_way
        standard = reads.in_use(timezone.localdate(at))
        if standard is None:
            raise Refusal(_("No version of the standards is in use today."))
        last = reads.latest(center)
        assessment = Assessment.objects.create(center=center, standard=standard)
        old = {a.item_id: a for a in last.answers.all()} if last else {}
        AssessmentAnswer.objects.bulk_create(
            AssessmentAnswer(
                assessment=assessment,
                item=item,
                met=old[item.pk].met if item.pk in old else None,
                note=old[item.pk].note if item.pk in old else "",
                evidence=old[item.pk].evidence if item.pk in old else "",
            )
            for item in standard.items.order_by("position", "pk")
        )
        audit.record("assessment.begun", assessment, by=by, at=at)
    return assessment


def answer(
    assessment: Assessment, answers: Mapping[int, Mapping[str, Any]], *, version: int, by: User, at: datetime
) -> Assessment:
    """Save answers (item id → met, note, evidence) while the center still fills the list in, if nobody saved since."""
    with transaction.atomic():
        assessment = locked(assessment)
        if assessment.status != AssessmentStatus.DRAFT:
            raise Refusal(_("A signed assessment no longer changes."))
        if assessment.version != version:
            raise StaleAssessment(_("Someone else saved this list in the meantime. Compare and save again."))
        for row in assessment.answers.all():
            for name, value in answers.get(row.item_id, {}).items():
                setattr(row, name, value)
            row.save()
        assessment.version += 1
        assessment.save(update_fields=["version"])
        audit.record("assessment.answered", assessment, by=by, at=at, version=assessment.version)
    return assessment


def sign(assessment: Assessment, *, by: User, at: datetime) -> Assessment:
    """Sign for the center. Refuses while a line has no answer, or a met line has neither note nor evidence."""
    with transaction.atomic():
        assessment = locked(assessment)
        rows = list(assessment.answers.all())
        if any(row.met is None for row in rows):
            raise Refusal(_("Answer every line before signing."))
        if any(row.met and not (row.note.strip() or row.evidence) for row in rows):
            raise Refusal(_("Give a note or a document as evidence for every line that is met."))
        ASSESSMENT.apply(assessment, "sign")
        assessment.signed_by, assessment.signed_at, assessment.returned_because = by, at, ""
        assessment.save(update_fields=["status", "signed_by", "signed_at", "returned_because"])
        audit.record("assessment.signed", assessment, by=by, at=at)
    return assessment


def send_back(assessment: Assessment, *, because: str, by: User, at: datetime) -> Assessment:
    """Return a signed assessment to the center with the reason."""
    if not because.strip():
        raise Refusal(_("Say why it goes back."))
    with transaction.atomic():
        assessment = locked(assessment)
        ASSESSMENT.apply(assessment, "return")
        assessment.returned_because = because.strip()
        assessment.save(update_fields=["status", "returned_because"])
        audit.record("assessment.returned", assessment, by=by, at=at)
    return assessment


def confirm(assessment: Assessment, *, by: User, at: datetime) -> Assessment:
    """Confirm for the province; nobody confirms what she signed."""
    with transaction.atomic():
        assessment = locked(assessment)
        if assessment.signed_by_id == by.pk:
            raise Refusal(_("Nobody confirms an assessment that she signed."))
        ASSESSMENT.apply(assessment, "confirm")
        assessment.confirmed_by, assessment.confirmed_at = by, at
        assessment.save(update_fields=["status", "confirmed_by", "confirmed_at"])
        audit.record("assessment.confirmed", assessment, by=by, at=at)
    return assessment


def sample(assessment: Assessment, *, upheld: bool, note: str, by: User, at: datetime) -> Assessment:
    """OBEC looks at a confirmed assessment and upholds or overturns it, with its reason."""
    if not note.strip():
        raise Refusal(_("Say what the sample found."))
    with transaction.atomic():
        assessment = locked(assessment)
        if assessment.status != AssessmentStatus.CONFIRMED or by.pk in (
            assessment.signed_by_id,
            assessment.confirmed_by_id,
        ):
            raise Refusal(
                _("OBEC samples confirmed assessments, by someone who neither signed nor confirmed them.")
            )
        assessment.sampled_by, assessment.sampled_at = by, at
        assessment.sample_upheld, assessment.sample_note = upheld, note.strip()
        if not upheld:
            ASSESSMENT.apply(assessment, "overturn")
        assessment.save()
        audit.record("assessment.sampled", assessment, by=by, at=at, upheld=upheld)
    return assessment
