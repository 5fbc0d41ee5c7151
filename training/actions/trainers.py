"""Who trains for a center (guideline 3.1)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from centers.models import Center
from hcec.accounts.models import User
from hcec.core import audit
from training.actions import seats
from training.models import Trainer
from training.refusals import Refusal


def add(center: Center, *, email: str, kind: str, since: date, by: User, at: datetime) -> Trainer:
    """Make a person a trainer of the center. Refuses an address without an account, and the same trainer twice."""
    person = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if person is None:
        raise Refusal(_("Nobody with the e-mail address %(email)s has an account.") % {"email": email})
    with transaction.atomic():
        trainer = Trainer(center=center, person=person, kind=kind, since=since)
        seats.kept_true(trainer)
        trainer.save()
        audit.record("trainer.added", trainer, by=by, at=at, person=person.pk, kind=kind)
    return trainer


def end(trainer: Trainer, *, on: date, by: User, at: datetime) -> Trainer:
    """The trainer's last day at the center; meetings already planned keep their trainer."""
    with transaction.atomic():
        trainer = Trainer.objects.select_for_update(of=("self",)).get(pk=trainer.pk)
        if trainer.until:
            raise Refusal(_("This trainer has already ended."))
        trainer.until = max(on, trainer.since)
        trainer.save(update_fields=["until"])
        audit.record("trainer.ended", trainer, by=by, at=at)
    return trainer
