"""Reads of committees: what a person may do now, and in whose name she acts."""

from collections.abc import Iterator
from datetime import date

from allauth.mfa.models import Authenticator

from committees.duties import DUTIES
from committees.models import Appointment, Level
from hcec.accounts.models import User
from hcec.core.access import Access, Reach


def current_appointments(person: User, on: date) -> list[Appointment]:
    """The seats a person holds on a date, with committee, center and province at hand; highest level first."""
    rank = [Level.MINISTRY, Level.OBEC, Level.PROVINCE, Level.CENTER]
    found = (
        Appointment.objects.current(on)
        .filter(person=person)
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
    """What a person may do on a date, from her appointments alone, in two queries."""
    if not person.is_authenticated or not person.is_active:
        return Access()
    appointments = current_appointments(person, on)
    if not appointments:
        return Access()
    second_factor = (
        Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
    )
    return Access.of(grants(appointments), second_factor=second_factor)
