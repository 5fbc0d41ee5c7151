"""Duties at a test that are kept apart: refused with what stands against them, kept as near misses, waived by another (I7)."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hcec.accounts.models import User
from hcec.core import audit
from testing.models import Duty, DutyWaiver, NearMiss, Session, Why
from testing.queries import apart as reads
from testing.refusals import Refusal

P = ParamSpec("P")
T = TypeVar("T")

SENTENCES: dict[tuple[str, str], Promise] = {
    (Duty.INVIGILATE, Why.TRAINED): gettext_lazy(
        "You trained people who sit this test, so somebody else invigilates it."
    ),
    (Duty.INVIGILATE, Why.SCORED): gettext_lazy(
        "You entered or released results of this session, so somebody else invigilates it."
    ),
    (Duty.ENTER, Why.TRAINED): gettext_lazy(
        "You trained whom this result is about, so somebody else enters it."
    ),
    (Duty.ENTER, Why.INVIGILATED): gettext_lazy(
        "You invigilated this session, so somebody else enters its results."
    ),
    (Duty.RELEASE, Why.TRAINED): gettext_lazy(
        "You trained people whom these results are about, so somebody else releases them."
    ),
    (Duty.RELEASE, Why.INVIGILATED): gettext_lazy(
        "You invigilated this session, so somebody else releases its results."
    ),
}


class KeptApart(Refusal):
    """A duty stands too near to another one; the refusal is kept as a near miss."""

    def __init__(self, session_id: int, person: User, duty: str, why: str) -> None:
        way_out = _(
            "Where the center has nobody else, the director, a deputy or the province can write down a waiver for you "
            "on the page “Duties kept apart” of this session."
        )
        super().__init__(f"{SENTENCES[duty, why]} {way_out}")
        self.session_id, self.person, self.duty, self.why = session_id, person, duty, why


def refuse(session: Session, duty: str, by: User, candidate: int | None = None) -> None:
    """Refuse a duty that stands too near; `candidate` (a person) where it concerns only one of the session."""
    if why := reads.against(by, session, duty, candidate):
        raise KeptApart(session.pk, by, duty, why)


def refuse_releasing(results: list[int], by: User) -> None:
    """Refuse the release of results (primary keys) of people whom the releaser trained or invigilated."""
    if result := reads.against_releasing(by, results):
        raise KeptApart(result.booking.session_id, by, Duty.RELEASE, result.near)  # type: ignore[attr-defined]  # annotated by the query


def noticed(action: Callable[P, T]) -> Callable[P, T]:
    """Keep the near miss of an action that was refused; outside of its transaction, which is undone."""

    @wraps(action)
    def watched(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return action(*args, **kwargs)
        except KeptApart as refusal:
            at = kwargs["at"]
            assert isinstance(at, datetime)
            miss = NearMiss(
                session_id=refusal.session_id,
                person=refusal.person,
                duty=refusal.duty,
                why=refusal.why,
                at=at,
            )
            NearMiss.objects.bulk_create([miss], ignore_conflicts=True)
            raise

    return watched


@transaction.atomic
def waive(session: Session, *, person: User, duty: str, reason: str, by: User, at: datetime) -> DutyWaiver:
    """Let somebody do a duty at one session although she should not. Twice is once.

    Refuses oneself, no reason, and a waiver that nothing asks for.
    """
    if person.pk == by.pk:
        raise Refusal(_("Nobody writes a waiver for themself. Ask a colleague."))
    if not reason.strip():
        raise Refusal(_("Say why nobody else can do it: the reason stands on the report of the session."))
    if found := DutyWaiver.objects.filter(session=session, person=person, duty=duty).first():
        return found
    if not reads.against(person, session, duty) and not needed(session, person, duty):
        raise Refusal(_("Nothing stands against it: no waiver is needed."))
    made = DutyWaiver.objects.create(
        session=session, person=person, duty=duty, reason=reason.strip(), granted_by=by, granted_at=at
    )
    audit.record(
        "waive", made, by=by, at=at, session=session.pk, person=person.pk, duty=duty, reason=made.reason
    )
    return made


def needed(session: Session, person: User, duty: str) -> bool:
    """Whether the duty was refused to the person at this session."""
    return NearMiss.objects.filter(session=session, person=person, duty=duty).exists()
