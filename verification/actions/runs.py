"""Runs: many certificates prepared by one, approved by another, issued in batches, resumable anywhere, undone while held."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from committees.models import Appointment
from hcec.accounts.actions.notices import tell_many
from hcec.accounts.models import User
from hcec.core import audit, outbox
from hcec.core.access import Permission
from verification import notices
from verification.actions import issuing, log, papers
from verification.lifecycles import ISSUING, RUN, RunStatus
from verification.models import Certificate, IssueRun, Reason, Revocation
from verification.queries import seats
from verification.refusals import Refusal
from verification.words import Pair

LATEST = timedelta(days=90)  # a release further ahead is a slip of the pen


def prepare(
    *,
    by: User,
    at: datetime,
    key: str,
    title: Pair,
    centers: Sequence[int],
    kind: str,
    sources: Sequence[int],
) -> IssueRun:
    """Put exactly these before an approver. The same key again gives the run that it began. Refuses when there is nothing
    to issue, and a person who holds no seat that prepares."""
    if known := IssueRun.objects.filter(key=key).first():
        return known
    seat = seats.acting_seat(by, Permission.CERTIFICATE_PREPARE, timezone.localdate(at))
    if seat is None:
        raise Refusal(_("You hold no seat that prepares certificates today."))
    if not sources:
        raise Refusal(
            _("There is nothing to issue: every certificate here is issued, or is not yours to issue.")
        )
    with transaction.atomic():
        run, created = IssueRun.objects.get_or_create(
            key=key,
            defaults={
                "by": by, "created_at": at, "kind": kind, "sources": list(sources), "centers": sorted(centers),
                "total": len(sources), "title": asdict(title),
                "office": asdict(seats.in_seat(seat).office),
            },
        )  # fmt: skip
        if created:
            audit.record("certificate.run", run, by=by, at=at, total=run.total)
    return run


def approve(run: IssueRun, *, by: User, at: datetime, public_from: datetime | None = None) -> IssueRun:
    """Let a run be issued, public from that instant on (None: at once). Refuses one's own, an approver without a seat over
    every center of it, a run that does not wait, and an instant that is over or more than 90 days ahead."""
    if public_from is not None and not at < public_from <= at + LATEST:
        raise Refusal(_("Choose a time from now on, within 90 days."))
    with transaction.atomic():
        held = _locked(run)
        if held.by_id == by.pk:
            raise Refusal(_("Whoever prepared a run does not approve it. Ask another officer."))
        _refuse_without_seat(held, by=by, at=at)
        RUN.apply(held, "approve")
        held.approved_by, held.approved_at, held.public_from = by, at, public_from
        held.save(update_fields=["status", "approved_by", "approved_at", "public_from"])
        audit.record(
            "certificate.run.approve", held, by=by, at=at, public_from=public_from and public_from.isoformat()
        )
        outbox.enqueue("certificate.issue", str(held.pk), run=held.pk)
        if public_from is not None:
            outbox.enqueue(
                "certificate.release", str(held.pk), delay=public_from - at, urgent=False, run=held.pk
            )
    return held


def decline(run: IssueRun, *, by: User, at: datetime, why: str) -> IssueRun:
    """Send a run back; its sources are ready again. Refuses without a reason, and whoever is neither its preparer nor
    somebody who could approve it."""
    with transaction.atomic():
        held = _locked(run)
        if held.by_id != by.pk:
            _refuse_without_seat(held, by=by, at=at)
        _end(held, "decline", by=by, at=at, why=why)
        if held.by_id != by.pk:
            tell_many([notices.run_declined(held)])
    return held


def undo(run: IssueRun, *, by: User, at: datetime, why: str) -> IssueRun:
    """Withdraw every certificate of a run that is not public yet: their numbers stay given, their sources are ready again.
    Refuses what is public, a person without a seat over it, and one who holds a certificate of it."""
    with transaction.atomic():
        held = _locked(run)
        seat = _refuse_without_seat(held, by=by, at=at)
        if not held.is_held(at):
            raise Refusal(_("These certificates are public. Revoke them one by one."))
        rows = Certificate.objects.filter(run=held, revocation__isnull=True).order_by("pk")
        if rows.filter(holder=by).exists():
            raise Refusal(_("One of these certificates is your own. Ask another officer."))
        _end(held, "undo", by=by, at=at, why=why)
        office = asdict(seats.in_seat(seat).office)
        undone = Revocation.objects.bulk_create(
            (
                Revocation(certificate=each, reason=Reason.UNDONE, explanation=held.ended_why, office=office,
                           revoked_by=by, revoked_at=at)
                for each in rows.iterator(chunk_size=issuing.BATCH)
            ),
            batch_size=issuing.BATCH,
        )  # fmt: skip
        log.revoked(undone)
    return held


def carry_on(run: IssueRun, *, at: datetime) -> int:
    """Issue what is still to issue of an approved run, batch by batch; returns how many this call issued. Harmless when
    repeated; a run that was undone meanwhile stops."""
    if run.status not in ISSUING or run.issuer is None:
        return 0
    issued = 0
    for batch in batched_ids(run.sources):
        issued += len(issuing.issue(run.kind, batch, by=run.issuer, at=at, run=run))
    papers.tell_when_finished(run)
    return issued


def release(run: IssueRun, *, at: datetime) -> int:
    """Tell the holders of a run that is public now; returns how many. Harmless when repeated."""
    if run.status != RunStatus.APPROVED or run.is_held(at):
        return 0
    rows = (
        Certificate.objects.filter(run=run, revocation__isnull=True).select_related("holder").order_by("pk")
    )
    told = 0
    pks = list(rows.values_list("pk", flat=True))
    for batch in batched_ids(pks):
        with transaction.atomic():
            tell_many(notices.issued(certificate) for certificate in rows.filter(pk__in=batch))
        told += len(batch)
    return told


def batched_ids(sources: Sequence[int]) -> list[Sequence[int]]:
    return [sources[start : start + issuing.BATCH] for start in range(0, len(sources), issuing.BATCH)]


def _locked(run: IssueRun) -> IssueRun:
    rows = IssueRun.objects.select_for_update(of=("self",), no_key=True).select_related("by")
    return rows.get(pk=run.pk)


def _refuse_without_seat(run: IssueRun, *, by: User, at: datetime) -> Appointment:
    seat = seats.seat_over(by, Permission.CERTIFICATE_ISSUE, timezone.localdate(at), run.centers)
    if seat is None:
        raise Refusal(_("You hold no seat that issues certificates for every center of this run."))
    return seat


def _end(run: IssueRun, move: str, *, by: User, at: datetime, why: str) -> None:
    if not why.strip():
        raise Refusal(_("Say why."))
    RUN.apply(run, move)
    run.ended_by, run.ended_at, run.ended_why = by, at, why.strip()
    run.save(update_fields=["status", "ended_by", "ended_at", "ended_why"])
    audit.record(f"certificate.run.{move}", run, by=by, at=at)
