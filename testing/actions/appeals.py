"""Appeals: made by the person within the period, marked again by another scorer, withdrawn while nobody has (5.2.1)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hcec.accounts.actions import notices as inbox
from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import thai_datetime
from testing import mark_notices
from testing.actions import apart, corrections
from testing.actions.appeal_ends import end
from testing.lifecycles import APPEAL, AppealStatus, ResultStatus
from testing.models import Appeal, Duty, Result, ResultVersion
from testing.models.appeals import appeal_until
from testing.refusals import Refusal


def make(result: Result, *, words: str, by: User, at: datetime) -> Appeal:
    """Appeal one's own released result. Refuses anybody else's, after the period, without words, and a second time."""
    if not words.strip():
        raise Refusal(_("Say what you think is wrong."))
    with transaction.atomic():
        result = corrections.locked(result.pk)
        if result.booking.person_id != by.pk or result.status != ResultStatus.RELEASED:
            raise Refusal(_("Only your own released result can be appealed."))
        until = appeal_until(result)
        if until is None or at > until:
            raise Refusal(
                _("This result could be appealed until %(until)s.")
                % {"until": thai_datetime(until) if until else "–"}
            )
        if result.appeals.filter(version=result.version).exclude(status=AppealStatus.WITHDRAWN).exists():
            raise Refusal(_("You have already appealed this result."))
        appeal = Appeal.objects.create(result=result, version=result.version, words=words.strip(), made_at=at)
        audit.record("appeal.make", appeal, by=by, at=at, result=result.pk)
        inbox.tell_many([mark_notices.appealed(appeal)])
    return appeal


def withdraw(appeal: Appeal, *, by: User, at: datetime) -> Appeal:
    """Take one's appeal back while nobody has marked again."""
    with transaction.atomic():
        appeal = locked(appeal)
        if appeal.result.booking.person_id != by.pk:
            raise Refusal(_("Only who appealed can withdraw the appeal."))
        end(appeal, "withdraw", at=at)
        audit.record("appeal.withdraw", appeal, by=by, at=at)
    return appeal


@apart.noticed
def remark(appeal: Appeal, *, marks: Mapping[str, str], answer: str, by: User, at: datetime) -> Appeal:
    """Mark again without having marked before. The same marks let the result stand; others go to a second person as a
    correction. Refuses whoever entered any version of the result, and the person herself."""
    if not answer.strip():
        raise Refusal(_("Write what you found; the person reads it."))
    with transaction.atomic():
        appeal = locked(appeal)
        if marked_before(appeal.result, by):
            raise Refusal(_("You marked this result before, so another scorer marks it again."))
        if appeal.result.booking.person_id == by.pk:
            raise Refusal(_("Nobody marks their own work."))
        apart.refuse(appeal.result.booking.session, Duty.ENTER, by, appeal.result.booking.person_id)
        if not APPEAL.allows(appeal, "remark"):
            raise Refusal(_("This appeal no longer waits for a second scorer."))
        entry, wrong = corrections.read(appeal.result, marks)
        if entry is None:
            raise Refusal(next(iter(wrong.values()), _("Fill in what the result should say.")))
        appeal.remarked_by, appeal.remarked_at, appeal.marks, appeal.answer = (
            by,
            at,
            dict(marks),
            answer.strip(),
        )
        if corrections.changes(corrections.locked(appeal.result_id), marks):
            appeal.correction = corrections.propose(
                appeal.result, marks=marks, reason=answer, evidence=_("Marked again on appeal by another scorer."),
                by=by, at=at,
            )  # fmt: skip
            APPEAL.apply(appeal, "remark")
            appeal.save()
        else:
            end(appeal, "uphold", at=at, also=("remarked_by", "remarked_at", "marks"))
        audit.record("appeal.remark", appeal, by=by, at=at, status=appeal.status)
    return appeal


def marked_before(result: Result, person: User) -> bool:
    """Whether the person entered the result or any of its earlier versions."""
    return (
        result.entered_by_id == person.pk
        or ResultVersion.objects.filter(result=result, entered_by=person).exists()
    )


def locked(appeal: Appeal) -> Appeal:
    """The appeal under lock, with its result, exam and person."""
    rows = Appeal.objects.select_for_update(of=("self",)).select_related(
        "result__overall", "result__booking__person", "result__booking__session__exam__scale"
    )
    return rows.get(pk=appeal.pk)
