"""Record what qualifies a trainer, withdraw it, and remind of what ends soon (L5)."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit
from training import trainer_notices
from training.actions import seats
from training.models import Qualification, Trainer
from training.refusals import Refusal

REMIND_BEFORE = timedelta(days=60)


def record(trainer: Trainer, fields: dict[str, Any], *, by: User, at: datetime) -> Qualification:
    """Keep one paper (`skill`, `kind`, `title`, `since`, `until`, `evidence`). The same one twice is one.

    Refuses one's own, one dated in the future, and one whose last day comes before its first.
    """
    if trainer.person_id == by.pk:
        raise Refusal(_("Nobody records her own qualification: a colleague does."))
    if fields["since"] > timezone.localdate(at):
        raise Refusal(_("The paper is dated in the future."))
    with transaction.atomic():
        Trainer.objects.select_for_update(of=("self",), no_key=True).get(pk=trainer.pk)
        key = {name: fields[name] for name in ("skill", "kind", "title", "since")}
        if same := Qualification.objects.standing().filter(trainer=trainer, **key).first():
            return same
        row = Qualification(trainer=trainer, recorded_by=by, recorded_at=at, **fields)
        seats.kept_true(row)
        row.save()
        audit.record("qualification.recorded", row, by=by, at=at, trainer=trainer.pk, skill=row.skill.code)
    return row


def withdraw(row: Qualification, *, reason: str, by: User, at: datetime) -> Qualification:
    """A paper that was wrong, or lost its worth, counts no more. Meetings already planned show that their trainer lacks it.

    Refuses without a reason, and a second time.
    """
    if not reason.strip():
        raise Refusal(_("Say why it counts no more."))
    with transaction.atomic():
        row = Qualification.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if row.withdrawn_at:
            raise Refusal(_("This qualification is withdrawn already."))
        row.withdrawn_by, row.withdrawn_at, row.withdrawn_reason = by, at, reason.strip()
        row.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
        audit.record("qualification.withdrawn", row, by=by, at=at, reason=row.withdrawn_reason)
    return row


def remind(*, on: date) -> int:
    """Tell trainers, and who plans the rounds of their centers, of terms and papers that end within 60 days: once each."""
    soon = Q(until__range=(on, on + REMIND_BEFORE), reminded_on__isnull=True)
    live = Q(trainer__until__isnull=True) | Q(trainer__until__gt=on)
    with transaction.atomic():
        terms = list(
            Trainer.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(soon, until__gt=on)
            .select_related("person", "center")
            .order_by("pk")[:500]
        )
        papers = list(
            Qualification.objects.standing()
            .select_for_update(of=("self",), skip_locked=True)
            .filter(soon & live)
            .select_related("trainer__person", "trainer__center", "skill")
            .order_by("pk")[:500]
        )
        trainer_notices.ends_soon(terms, papers, on)
        Trainer.objects.filter(pk__in=[row.pk for row in terms]).update(reminded_on=on)
        Qualification.objects.filter(pk__in=[row.pk for row in papers]).update(reminded_on=on)
    return len(terms) + len(papers)
