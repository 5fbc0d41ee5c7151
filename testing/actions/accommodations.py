"""Accommodations: asked for with evidence, taken up by one officer, granted until a day or not (I5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models import Center
from hcec.accounts.actions import notices
from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import thai_date
from testing.lifecycles import ACCOMMODATION, AccommodationStatus
from testing.models import Accommodation, Measure, Need
from testing.refusals import Refusal


@dataclass(frozen=True)
class Wish:
    """One measure as it is asked for or granted."""

    kind: str
    percent: int | None = None
    words: str = ""


@transaction.atomic
def ask(
    person: User, *, center: Center, wishes: Iterable[Wish], need: str, evidence: Any, at: datetime
) -> Accommodation:
    """Ask for measures at tests. Refuses a second request while one waits, and one without a measure."""
    wishes = list(wishes)
    if not wishes:
        raise Refusal(_("Choose at least one measure."))
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    waiting = (AccommodationStatus.ASKED, AccommodationStatus.TAKEN)
    if Accommodation.objects.filter(person=person, status__in=waiting).exists():
        raise Refusal(_("Your earlier request waits for its decision."))
    asked = Accommodation.objects.create(person=person, center=center, asked_at=at)
    lay(asked, wishes)
    Need.objects.create(accommodation=asked, words=need, evidence=evidence)
    audit.record("ask", asked, by=person, at=at, measures=[wish.kind for wish in wishes])
    return asked


def lay(asked: Accommodation, wishes: Iterable[Wish]) -> None:
    """Put down the measures, in place of those that stand."""
    asked.measures.all().delete()
    Measure.objects.bulk_create(
        Measure(accommodation=asked, kind=w.kind, percent=w.percent, words=w.words) for w in wishes
    )


def locked(asked: Accommodation) -> Accommodation:
    rows = Accommodation.objects.select_for_update(of=("self",)).select_related("person")
    return rows.get(pk=asked.pk)


def moved(asked: Accommodation, move: str, *, by: User, at: datetime, **fields: Any) -> Accommodation:
    ACCOMMODATION.apply(asked, move)
    for name, value in fields.items():
        setattr(asked, name, value)
    asked.save(update_fields=["status", *fields])
    audit.record(move, asked, by=by, at=at)
    return asked


@transaction.atomic
def take_up(asked: Accommodation, *, by: User, at: datetime) -> Accommodation:
    """Become the one officer who reads why. Refuses one's own request and one that a colleague has."""
    asked = locked(asked)
    if asked.person_id == by.pk:
        raise Refusal(_("Nobody decides on their own accommodation. Ask a colleague."))
    return moved(asked, "take", by=by, at=at, taken_by=by, taken_at=at)


@transaction.atomic
def hand_back(asked: Accommodation, *, by: User, at: datetime) -> Accommodation:
    """Leave it to a colleague. Refuses what somebody else took up."""
    asked = held_by(by, locked(asked))
    return moved(asked, "leave", by=by, at=at, taken_by=None, taken_at=None)


def held_by(officer: User, asked: Accommodation) -> Accommodation:
    if asked.taken_by_id != officer.pk:
        raise Refusal(_("Only the officer who took the request up decides on it."))
    return asked


@transaction.atomic
def grant(
    asked: Accommodation, *, wishes: Iterable[Wish], until: date, answer: str, by: User, at: datetime
) -> Accommodation:
    """Grant these measures at every test until a day. Refuses a day that is over and nothing to grant."""
    asked, wishes = held_by(by, locked(asked)), list(wishes)
    if until <= timezone.localdate(at):
        raise Refusal(_("The day until which it holds must lie ahead."))
    if not wishes:
        raise Refusal(_("Choose at least one measure."))
    lay(asked, wishes)
    asked = moved(asked, "grant", by=by, at=at, decided_by=by, decided_at=at, until=until, answer=answer)
    tell(asked, _("Your accommodation is granted until %(day)s") % {"day": thai_date(until)})
    return asked


@transaction.atomic
def refuse(asked: Accommodation, *, answer: str, by: User, at: datetime) -> Accommodation:
    """Do not grant it, with the reason that the person reads."""
    asked = held_by(by, locked(asked))
    if not answer.strip():
        raise Refusal(_("Give the reason: the person reads it."))
    asked = moved(asked, "refuse", by=by, at=at, decided_by=by, decided_at=at, answer=answer)
    tell(asked, _("Your accommodation was not granted"))
    return asked


@transaction.atomic
def withdraw(asked: Accommodation, *, by: User, at: datetime) -> Accommodation:
    """Take one's own request back before it is decided."""
    return moved(locked(asked), "withdraw", by=by, at=at)


def tell(asked: Accommodation, subject: str) -> None:
    """Tell the person; the mail names neither measures nor reasons."""
    path = reverse("my-accommodations")
    body = _("Open the page to read the decision. It counts at every test, without asking again.")
    notices.tell(
        asked.person, subject=subject, body=body, path=path, key=f"accommodation:{asked.pk}:{asked.status}"
    )


def wishes_of(cleaned: Mapping[str, Any]) -> list[Wish]:
    """The measures of a form; what staff must know stands behind the last of them."""
    kinds = list(cleaned["measures"])
    return [
        Wish(
            kind,
            cleaned["percent"] if kind == Measure.Kind.TIME else None,
            cleaned["words"] if kind == kinds[-1] else "",
        )
        for kind in kinds
    ]
