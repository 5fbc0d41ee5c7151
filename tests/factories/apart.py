"""People who have trained others, and what follows from it at a test."""

from datetime import date, timedelta

from django.utils import timezone

from centers.actions import trained
from hcec.accounts.models import User
from testing.models import DutyWaiver, NearMiss, Session
from tests.factories.accounts import PersonFactory


def trains(trainer: User, *people: User, skill, last_on: date | None = None) -> None:
    """The trainer trained these people in the skill, until last month unless said otherwise."""
    day = last_on or timezone.localdate() - timedelta(days=30)
    trained.keep([(trainer.pk, person.pk) for person in people], skill=skill, last_on=day)


def waived(session: Session, person: User, duty: str, by: User | None = None) -> DutyWaiver:
    """Somebody let the person do the duty at the session."""
    return DutyWaiver.objects.create(
        session=session, person=person, duty=duty, reason="ศูนย์มีบุคลากรสามคน", granted_by=by or PersonFactory(),
        granted_at=timezone.now(),
    )  # fmt: skip


def refused(session: Session, person: User, duty: str = "invigilate", why: str = "trained") -> NearMiss:
    """The person was refused the duty at the session."""
    return NearMiss.objects.create(session=session, person=person, duty=duty, why=why, at=timezone.now())
