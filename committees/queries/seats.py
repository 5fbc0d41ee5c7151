"""Reads of committees: what a person may do now, and in whose name she acts."""

from collections.abc import Iterator
from datetime import date

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from committees.duties import DUTIES
from committees.models import Appointment, Level
from hcec.accounts.models import User
from hcec.core.access import Access, Reach


def current_appointments(person: User, on: date) -> list[Appointment]:
    """The seats a person holds on a date, with committee, center and province at hand; highest level first.

    Each says in `second_factor` whether the person has one, so that her access costs no query more.
    """
    rank = [Level.MINISTRY, Level.OBEC, Level.PROVINCE, Level.CENTER]
    factors = Authenticator.objects.filter(user=OuterRef("person")).exclude(
        type=Authenticator.Type.RECOVERY_CODES
    )
    found = (
        Appointment.objects.current(on)
        .filter(person=person)
        .annotate(second_factor=Exists(factors))
        .select_related("committee__province", "committee__center__province")
        .order_by("pk")
    )
    return sorted(found, key=lambda appointment: rank.index(Level(appointment.committee.level)))


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
