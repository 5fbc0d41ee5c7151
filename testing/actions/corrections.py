"""Corrections of released results: proposed with reason and evidence, decided by another person (guideline 5.2.1)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from hcec.accounts.actions import notices as inbox
from hcec.accounts.models import User
from hcec.core import audit, outbox
from testing import mark_notices
from testing.actions import apart, appeal_ends
from testing.actions.results import Entry, refuse_strange_marks
from testing.lifecycles import CORRECTION, CorrectionStatus, ResultStatus
from testing.marks import MarkScheme, written
from testing.models import Correction, Duty, PartScore, Result, ResultSheet, ResultVersion
from testing.refusals import Refusal

ABOUT = ("result__overall", "result__booking__person", "result__booking__session__exam__scale")


def read(result: Result, marks: Mapping[str, str]) -> tuple[Entry | None, dict[str, str]]:
    """What the texts of a correction say, and by column what is wrong with them; needs booking, session and exam."""
    return MarkScheme.of(result.booking.session.exam).entry(result.booking, marks)


@apart.noticed
def propose(
    result: Result,
    *,
    marks: Mapping[str, str],
    reason: str,
    evidence: str,
    by: User,
    at: datetime,
    document: File | None = None,
) -> Correction:
    """Propose what a released result should say instead. Refuses one that is not out, one's own, marks that are the
    same or cannot be read, words that are missing, and a second proposal while one waits."""
    if not reason.strip() or not evidence.strip():
        raise Refusal(_("Say why the result is wrong and on what the correction rests."))
    with transaction.atomic():
        result = locked(result.pk)
        if result.status != ResultStatus.RELEASED:
            raise Refusal(_("This result is not out yet: enter it again instead of correcting it."))
        if result.booking.person_id == by.pk:
            raise Refusal(_("Nobody corrects their own result. Ask a colleague."))
        apart.refuse(result.booking.session, Duty.ENTER, by, result.booking.person_id)
        entry, wrong = read(result, marks)
        if entry is None:
            raise Refusal(next(iter(wrong.values()), _("Fill in what the result should say.")))
        refuse_strange_marks(entry, result.booking)
        if not any(changes(result, marks)):
            raise Refusal(_("This is what the result says already."))
        if Correction.objects.filter(result=result, status=CorrectionStatus.PROPOSED).exists():
            raise Refusal(_("A correction of this result already waits for its decision."))
        correction = Correction.objects.create(
            result=result, version=result.version, marks=dict(marks), reason=reason.strip(), evidence=evidence.strip(),
            document=document or "", proposed_by=by, proposed_at=at,
        )  # fmt: skip
        audit.record("correction.propose", correction, by=by, at=at, result=result.pk, reason=reason.strip())
    return correction


def locked(pk: int) -> Result:
    """The result under lock, with what a correction asks of it."""
    rows = Result.objects.select_for_update(of=("self",)).select_related(
        "overall", "booking__person", "booking__session__exam__scale"
    )
    return rows.prefetch_related("part_scores__band", "part_scores__part").get(pk=pk)


def changes(result: Result, marks: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Column, old text and new text of each mark that a correction changes."""
    booking = result.booking
    booking.result = result  # the reverse side, so that it is not asked for again
    scheme = MarkScheme.of(booking.session.exam)
    before = written(booking, scheme)
    return [
        (name, before.get(name, ""), marks.get(name, "").strip())
        for name in scheme.columns
        if before.get(name, "") != marks.get(name, "").strip()
    ]


@apart.noticed
def approve(correction: Correction, *, by: User, at: datetime, note: str = "") -> Correction:
    """Put the correction into force: the old values become a version of their own, the person is told, and whoever
    certified the old ones learns it (job `result.corrected`).

    Refuses whoever proposed it, took the test or uploaded its table, and a correction of a result that has changed.
    """
    with transaction.atomic():
        correction = taken(correction, by)
        result = locked(correction.result_id)
        CORRECTION.apply(correction, "approve")
        if correction.version != result.version:
            raise Refusal(_("The result has been corrected since this was proposed. Propose it again."))
        refuse_table_of(result, by)
        apart.refuse_releasing([result.pk], by)
        entry, _wrong = read(result, correction.marks)
        if entry is None:
            raise Refusal(_("The marks of this correction can no longer be read. Propose it again."))
        decide(correction, by=by, at=at, note=note)
        rewrite(result, entry, correction, at=at)
        correction.result = result
        audit.record("correction.approve", correction, by=by, at=at, result=result.pk, version=result.version)
        inbox.tell_many([mark_notices.corrected(correction)])
        appeal_ends.follow(correction, "change", at=at)
        outbox.enqueue("result.corrected", f"{result.pk}:{result.version}", result=result.pk)
    return correction


def decline(correction: Correction, *, by: User, at: datetime, note: str) -> Correction:
    """Let the result stand and say why; whoever proposed the correction is told."""
    if not note.strip():
        raise Refusal(_("Say why the correction is declined."))
    with transaction.atomic():
        correction = taken(correction, by)
        CORRECTION.apply(correction, "decline")
        decide(correction, by=by, at=at, note=note)
        audit.record("correction.decline", correction, by=by, at=at, note=note.strip())
        inbox.tell_many([mark_notices.declined(correction)])
        appeal_ends.follow(correction, "uphold", at=at)
    return correction


def taken(correction: Correction, by: User) -> Correction:
    """The correction under lock, for somebody who may decide on it."""
    rows = Correction.objects.select_for_update(of=("self",)).select_related(*ABOUT, "proposed_by")
    found = rows.get(pk=correction.pk)
    if found.proposed_by_id == by.pk:
        raise Refusal(_("You proposed this correction yourself, so another person decides on it."))
    if found.result.booking.person_id == by.pk:
        raise Refusal(_("Nobody corrects their own result. Ask a colleague."))
    return found


def refuse_table_of(result: Result, by: User) -> None:
    """Whoever handed in the table of a session releases none of its results, corrected or not."""
    tables = ResultSheet.objects.filter(session=result.booking.session_id, applied_at__isnull=False)
    if tables.filter(uploaded_by=by).exists():
        raise Refusal(
            _("You uploaded the results of this session, so another person decides on corrections of them.")
        )


def decide(correction: Correction, *, by: User, at: datetime, note: str) -> None:
    correction.decided_by, correction.decided_at, correction.note = by, at, note.strip()
    correction.save(update_fields=["status", "decided_by", "decided_at", "note"])


def rewrite(result: Result, entry: Entry, correction: Correction, *, at: datetime) -> None:
    """The old values as a version, then the new ones; in this order, as the database demands."""
    ResultVersion.objects.create(
        result=result, number=result.version, overall=result.overall, total_score=result.total_score,
        parts=frozen(result), entered_by_id=result.entered_by_id, released_by_id=result.released_by_id,
        replaced_at=at, correction=correction,
    )  # fmt: skip
    result.scale_id, result.overall, result.total_score = (
        entry.overall.scale_id,
        entry.overall,
        entry.total_score,
    )
    result.version, result.corrected_at = result.version + 1, at
    result.entered_by_id, result.released_by_id = correction.proposed_by_id, correction.decided_by_id
    result.save()
    result.part_scores.all().delete()
    PartScore.objects.bulk_create(
        PartScore(result=result, part=part, score=mark.score, band=mark.band)
        for part, mark in entry.parts.items()
    )


def frozen(result: Result) -> list[dict[str, Any]]:
    """The parts as they stood: names and texts, which no later change of reference data touches."""
    scores = sorted(result.part_scores.all(), key=lambda score: score.part.position)
    return [{"th": s.part.name_th, "en": s.part.name_en, "shown": s.shown} for s in scores]
