"""Reads of committees: what a person may do now, and in whose name she acts."""

from collections.abc import Iterator
from datetime import date

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet

from committees.duties import DUTIES
from committees.models import Appointment, Level
from hcec.accounts.models import User
from hcec.core.access import Access, Reach
from hcec.core.written import WrittenOnce


def current_appointments(person: User, on: date) -> list[Appointment]:
    """The seats a person holds on a date, with committee, center and province at hand; highest level first.

    Each says in `second_factor` whether the person has one, so that her access costs no query more.
    """
    return sorted(SEATS.of(person.pk, on), key=lambda seat: RANK.index(Level(seat.committee.level)))


def held(person: int, on: date) -> QuerySet[Appointment]:
    """The seats of the person with that primary key."""
    factors = Authenticator.objects.filter(user=OuterRef("person")).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    return (
        Appointment.objects.current(on)
        .filter(person=person)
        .annotate(second_factor=Exists(factors))
        .select_related("committee__province", "committee__center__province")
        .order_by("pk")
    )


RANK = [Level.MINISTRY, Level.OBEC, Level.PROVINCE, Level.CENTER]
SEATS = WrittenOnce(held, -1, date(1, 1, 1))  # asked by every page of everybody who is signed in


def reach_of(appointment: Appointment) -> Reach:
    """Where the powers of an appointment hold: the nation, its province or its center."""
    committee = appointment.committee
    if committee.center_id:
        return Reach(centers=frozenset({committee.center_id}))
    if committee.province_id:
        return Reach(provinces=frozenset({committee.province_id}))
    return Reach(nation=True)


def grants(appointments: list[Appointment]) -> Iterator[tuple[str, Reach]]:
    """Every (permission, reach) that the table of duties gives to these appointments."""
    for appointment in appointments:
        for duty in DUTIES.get((appointment.committee.level, appointment.position), ()):
            yield duty.permission, reach_of(appointment)


def access_of(person: User, on: date) -> Access:
    """What a person may do on a date, from her appointments alone, in one query."""
    if not person.is_authenticated:
        return Access()
    return access_by(person, current_appointments(person, on))


def access_by(person: User, appointments: list[Appointment]) -> Access:
    """What these seats (out of `current_appointments`) let their person do; nothing while her account is closed."""
    if not appointments or not person.is_active:
        return Access()
    second_factor: bool = appointments[0].second_factor  # type: ignore[attr-defined]
    return Access.of(grants(appointments), second_factor=second_factor)
