"""Runs: one press of “issue” for many certificates, decided at one moment, done in batches, resumable anywhere."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit, outbox
from hcec.core.access import Permission
from verification.actions import issuing, papers
from verification.models import IssueRun, Kind
from verification.queries import seats
from verification.refusals import Refusal
from verification.words import Pair


def start(
    *,
    by: User,
    at: datetime,
    key: str,
    title: Pair,
    results: Sequence[int] = (),
    completions: Sequence[int] = (),
) -> IssueRun:
    """Begin to issue exactly these. The same key again gives the run that it began. Refuses when there is nothing
    to issue, and a person who holds no seat that issues."""
    if known := IssueRun.objects.filter(key=key).first():
        return known
    seat = seats.acting_seat(by, Permission.CERTIFICATE_ISSUE, timezone.localdate(at))
    if seat is None:
        raise Refusal(_("You hold no seat that issues certificates today."))
    if not results and not completions:
        raise Refusal(
            _("There is nothing to issue: every certificate here is issued, or is not yours to issue.")
        )
    office = seats.in_seat(seat)
    with transaction.atomic():
        run, created = IssueRun.objects.get_or_create(
            key=key,
            defaults={
                "by": by, "created_at": at, "results": list(results), "completions": list(completions),
                "total": len(results) + len(completions), "title": asdict(title), "office": asdict(office.office),
            },
        )  # fmt: skip
        if created:
            audit.record("certificate.run", run, by=by, at=at, total=run.total)
            outbox.enqueue("certificate.issue", str(run.pk), run=run.pk)
    return run


def carry_on(run: IssueRun, *, at: datetime) -> int:
    """Issue what is still to issue of a run, batch by batch; returns how many this call issued. Harmless when repeated."""
    issued = 0
    for kind, sources in ((Kind.TEST_RESULT, run.results), (Kind.COMPLETION, run.completions)):
        for batch in batched_ids(sources):
            issued += len(issuing.issue(kind, batch, by=run.by, at=at, run=run))
    papers.tell_when_finished(run)
    return issued


def batched_ids(sources: Sequence[int]) -> list[Sequence[int]]:
    return [sources[start : start + issuing.BATCH] for start in range(0, len(sources), issuing.BATCH)]
