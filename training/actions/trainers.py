"""Who trains for a center, for how long, and who may ask for her (guideline 3.1, L5)."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models import Center
from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import thai_date
from training.actions import seats
from training.models import Trainer
from training.refusals import Refusal


def add(
    center: Center,
    *,
    email: str,
    kind: str,
    since: date,
    by: User,
    at: datetime,
    until: date | None = None,
    lends: str = Trainer.Lends.OWN,
) -> Trainer:
    """Make a person a trainer of the center. Refuses an address without an account, and the same trainer twice."""
    person = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        raise Refusal(_("Nobody with the e-mail address %(email)s has an account.") % {"email": email})
    with transaction.atomic():
        trainer = Trainer(center=center, person=person, kind=kind, since=since, until=until, lends=lends)
        seats.kept_true(trainer)
        trainer.save()
        audit.record("trainer.added", trainer, by=by, at=at, person=person.pk, kind=kind)
    return trainer


def change(trainer: Trainer, *, kind: str, until: date | None, lends: str, by: User, at: datetime) -> Trainer:
    """Another kind, a later or earlier last day, other centers that may ask for her. A later day renews her term.

    Refuses a last day that is over, and a trainer whose term has ended: she is added anew.
    """
    today = timezone.localdate(at)
    with transaction.atomic():
        trainer = locked(trainer)
        if trainer.until and trainer.until <= today:
            raise Refusal(_("The term ended on %(until)s. Add the trainer anew.") % ended(trainer))
        if until and until <= today:
            raise Refusal(_("The last day lies ahead. To end the term now, take the trainer off the list."))
        before = {"kind": trainer.kind, "until": str(trainer.until or ""), "lends": trainer.lends}
        if until != trainer.until:
            trainer.reminded_on = None
        trainer.kind, trainer.until, trainer.lends = kind, until, lends
        seats.kept_true(trainer)
        trainer.save(update_fields=["kind", "until", "lends", "reminded_on"])
        now = {"kind": kind, "until": str(until or ""), "lends": lends}
        if now != before:
            audit.record("trainer.changed", trainer, by=by, at=at, before=before, now=now)
    return trainer


def end(trainer: Trainer, *, on: date, by: User, at: datetime) -> Trainer:
    """The trainer's last day at the center; meetings already planned keep their trainer."""
    with transaction.atomic():
        trainer = locked(trainer)
        if trainer.until and trainer.until <= on:
            raise Refusal(_("This trainer has already ended."))
        trainer.until = max(on, trainer.since)
        trainer.save(update_fields=["until"])
        audit.record("trainer.ended", trainer, by=by, at=at)
    return trainer


def locked(trainer: Trainer) -> Trainer:
    return Trainer.objects.select_for_update(of=("self",)).get(pk=trainer.pk)


def ended(trainer: Trainer) -> dict[str, str]:
    return {"until": thai_date(trainer.until) if trainer.until else ""}
