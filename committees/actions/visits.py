"""Supervision visits from plan to final findings (guideline 6.2.6, 6.3.2, 6.4.9)."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from committees.lifecycles import VISIT, VisitStatus
from committees.models import ActionItem, Finding, Rating, Visit
from committees.queries import visits as reads
from committees.refusals import Refusal
from hcec.accounts.actions.notices import Message, tell_many
from hcec.accounts.models import User
from hcec.core import audit

REPLY_TIME = timedelta(days=15)


class StaleVisit(Refusal):
    """Somebody saved the visit in between; `visit` is what stands now."""

    def __init__(self, visit: Visit) -> None:
        super().__init__(
            _(
                "Someone else saved this visit in the meantime. Your words are kept below: compare and save again."
            )
        )
        self.visit = visit


def locked(visit: Visit) -> Visit:
    """The row of a visit, held until the transaction ends."""
    return Visit.objects.select_for_update(of=("self",)).select_related("center").get(pk=visit.pk)


def plan(fields: Mapping[str, Any], *, by: User, at: datetime) -> Visit:
    """Plan a visit with the rating form in use on its day. Refuses when no form is in use then."""
    form = reads.form_in_use(fields["planned_on"])
    if form is None:
        raise Refusal(_("No rating form is in use on that day."))
    with transaction.atomic():
        visit = Visit.objects.create(form=form, **fields)
        audit.record("visit.planned", visit, by=by, at=at, reason=visit.reason)
    return visit


def record(
    visit: Visit,
    *,
    version: int,
    scores: Mapping[int, int | None],
    notes: Mapping[int, str],
    findings: Iterable[tuple[str, str]],
    summary: str,
    by: User,
    at: datetime,
) -> Visit:
    """Save ratings (item id → 1 to 5 or None), findings (text, advice) and summary, if nobody saved since `version`.

    The whole form is saved at once, so what a phone kept while it had no network arrives as one piece.
    """
    with transaction.atomic():
        visit = locked(visit)
        if visit.status != VisitStatus.PLANNED:
            raise Refusal(_("The findings of this visit have been sent: its form no longer changes."))
        if visit.supervisor_id != by.pk:
            raise Refusal(_("Only the supervisor of the visit fills in its form."))
        if visit.version != version:
            raise StaleVisit(visit)
        items = set(visit.form.items.values_list("pk", flat=True))
        Rating.objects.filter(visit=visit).delete()
        Rating.objects.bulk_create(
            Rating(
                visit=visit,
                item_id=item,
                score=scores.get(item),
                note=notes.get(item, ""),
            )
            for item in sorted(items & (scores.keys() | notes.keys()))
        )
        visit.findings.all().delete()
        Finding.objects.bulk_create(
            Finding(visit=visit, text=text, advice=advice) for text, advice in findings if text.strip()
        )
        visit.summary, visit.version = summary, visit.version + 1
        visit.save(update_fields=["summary", "version"])
        audit.record("visit.saved", visit, by=by, at=at, version=visit.version)
    return visit


def submit(visit: Visit, *, made_on: date, by: User, at: datetime) -> Visit:
    """Send the findings to the center, which has 15 days to reply. Refuses a form without a single rating."""
    with transaction.atomic():
        visit = locked(visit)
        if visit.supervisor_id != by.pk:
            raise Refusal(_("Only the supervisor of the visit sends its findings."))
        if not visit.ratings.filter(score__isnull=False).exists():
            raise Refusal(_("Rate at least one statement before sending the findings."))
        if made_on > timezone.localdate(at):
            raise Refusal(_("The day of the visit has not come yet."))
        VISIT.apply(visit, "submit")
        visit.made_on, visit.submitted_at = made_on, at
        visit.reply_due_on = timezone.localdate(at) + REPLY_TIME
        visit.save(update_fields=["status", "made_on", "submitted_at", "reply_due_on"])
        audit.record("visit.submitted", visit, by=by, at=at)
        tell_center(visit, _("Findings of a supervision visit await your reply"))
    return visit


def tell_center(visit: Visit, subject: str) -> None:
    """Tell those who reply for the center."""
    tell_many(
        Message(
            person,
            subject,
            _("You may reply until the findings become final."),
            f"/committees/visits/{visit.pk}/",
            f"visit:{visit.pk}:{visit.status}:{person.pk}",
        )
        for person in reads.repliers(visit)
    )


def reply(finding: Finding, *, text: str, by: User, at: datetime) -> Finding:
    """The center replies to a finding while it is not final; a later reply replaces the earlier one."""
    if not text.strip():
        raise Refusal(_("Write your reply first."))
    with transaction.atomic():
        visit = locked(finding.visit)
        if visit.status != VisitStatus.MADE:
            raise Refusal(_("Replies are open only between the visit and the final findings."))
        if visit.supervisor_id == by.pk:
            raise Refusal(_("The supervisor of the visit cannot reply for the center."))
        finding = Finding.objects.select_for_update(of=("self",)).get(pk=finding.pk)
        finding.reply, finding.replied_by, finding.replied_at = text.strip(), by, at
        finding.save(update_fields=["reply", "replied_by", "replied_at"])
        audit.record("visit.replied", visit, by=by, at=at, finding=finding.pk)
    return finding


def finalise(
    visit: Visit,
    *,
    corrections: Iterable[tuple[Finding, str, User, date]] = (),
    by: User,
    at: datetime,
) -> Visit:
    """Make the findings final, with corrective actions (finding, what, whose, due on).

    Refuses while the center still has time to reply and has not replied to every finding.
    """
    with transaction.atomic():
        visit = locked(visit)
        if visit.supervisor_id != by.pk:
            raise Refusal(_("Only the supervisor of the visit makes its findings final."))
        unanswered = visit.findings.filter(reply="").exists()
        in_time = visit.reply_due_on is not None and timezone.localdate(at) <= visit.reply_due_on
        if visit.status == VisitStatus.MADE and unanswered and in_time:
            raise Refusal(_("The center still has time to reply; the findings become final after that."))
        VISIT.apply(visit, "finalise")
        visit.final_at = at
        visit.save(update_fields=["status", "final_at"])
        for finding, what, owner, due_on in corrections:
            ActionItem.objects.create(
                committee=visit.center.committee,
                finding=finding,
                what=what,
                owner=owner,
                due_on=due_on,
            )
        audit.record("visit.final", visit, by=by, at=at)
    return visit


def cancel(visit: Visit, *, by: User, at: datetime) -> Visit:
    """Cancel a visit that was not made."""
    with transaction.atomic():
        visit = locked(visit)
        VISIT.apply(visit, "cancel")
        visit.save(update_fields=["status"])
        audit.record("visit.cancelled", visit, by=by, at=at)
    return visit
