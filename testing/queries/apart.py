"""Which duties at a test stand too near to each other, what was refused, and what was waived (I7)."""

from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Exists,
    F,
    Func,
    OuterRef,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast

from committees.models import Appointment
from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from testing.models import Duty, DutyWaiver, NearMiss, Result, Session, Why


class TooNear(Func):
    """The function of the database (testing/sql/0029_apart.sql): person, session, duty, and one candidate or none."""

    function = "testing_too_near"
    output_field = CharField()


def against(person: User, session: Session, duty: str, candidate: int | None = None) -> str:
    """What stands against the person's doing this duty at the session; empty where nothing does."""
    about = (Value(person.pk), F("pk"), Value(duty), Cast(Value(candidate), BigIntegerField()))
    found = (
        Session.objects.filter(pk=session.pk).annotate(near=TooNear(*about)).values_list("near", flat=True)
    )
    return found.get() or ""


def against_releasing(person: User, results: list[int]) -> Result | None:
    """The first of these results that the person may not release, with `near`; None where she may release all."""
    near = TooNear(Value(person.pk), F("booking__session"), Value(Duty.RELEASE), F("booking__person"))
    rows = Result.objects.filter(pk__in=results).annotate(near=near).filter(near__isnull=False)
    return rows.select_related("booking__session").order_by("pk").first()


def near_misses(access: Access) -> QuerySet[NearMiss]:
    """What was refused at the centers in reach, and whether it was waived later."""
    rows = NearMiss.objects.within(access, Permission.FIGURES_VIEW)
    let = DutyWaiver.objects.filter(
        session=OuterRef("session"), person=OuterRef("person"), duty=OuterRef("duty")
    )
    waived = Case(When(Exists(let), then=Value(True)), default=Value(False))
    return rows.annotate(waived=waived).select_related("person", "session__exam", "session__center__province")


def waivers(access: Access) -> QuerySet[DutyWaiver]:
    """What was waived at the centers in reach."""
    rows = DutyWaiver.objects.within(access, Permission.FIGURES_VIEW)
    return rows.select_related("person", "granted_by", "session__exam", "session__center__province")


def of_session(session: Session) -> QuerySet[DutyWaiver]:
    """The waivers of one session, for its pages and its report."""
    return session.duty_waivers.select_related("person", "granted_by").order_by("granted_at", "pk")


def to_waive(session: Session, on: Any) -> list[tuple[User, str, str]]:
    """Person, duty and reason: whoever was refused at this session, and whoever of its committee would be."""
    let = set(session.duty_waivers.values_list("person_id", "duty"))
    found: dict[tuple[int, str], tuple[User, str, str]] = {}
    for miss in session.near_misses.select_related("person").order_by("pk"):
        found[miss.person_id, miss.duty] = (miss.person, miss.duty, miss.why)
    near = {
        f"near_{duty}": TooNear(
            F("person"), Value(session.pk), Value(duty), Cast(Value(None), BigIntegerField())
        )
        for duty in Duty.values
    }
    holders = Appointment.objects.current(on).filter(committee__center=session.center_id).annotate(**near)
    for seat in holders.select_related("person").order_by("pk"):
        for duty in Duty.values:
            if why := getattr(seat, f"near_{duty}"):
                found.setdefault((seat.person_id, duty), (seat.person, duty, why))
    return [line for key, line in found.items() if key not in let]


def said(duty: str, why: str) -> str:
    """A duty and what stands against it, in one line."""
    return f"{Duty(duty).label} · {Why(why).label}"
