"""Who signs, and in whose name somebody issues or revokes: read from the appointments of the day."""

from collections.abc import Iterable
from datetime import date

from centers.models import Center
from committees.duties import DUTIES
from committees.models import Appointment, Position
from committees.queries import current_appointments, reach_of
from hcec.accounts.models import User
from hcec.core.access import Permission, Reach
from verification.sources import Signatory, both
from verification.words import Pair


def covers(reach: Reach, center: Center) -> bool:
    return reach.nation or center.pk in reach.centers or center.province_id in reach.provinces


def acting_seat(
    person: User, permission: Permission, on: date, center: Center | None = None
) -> Appointment | None:
    """The highest seat by which a person holds a power on a day (over a center, where one is given)."""
    for appointment in current_appointments(person, on):
        duties = DUTIES.get((appointment.committee.level, appointment.position), ())
        there = center is None or covers(reach_of(appointment), center)
        if there and any(duty.permission == permission for duty in duties):
            return appointment
    return None


def in_seat(appointment: Appointment) -> Signatory:
    """The person in the seat, both as words in two languages."""
    person = appointment.person
    return Signatory(
        Pair(person.name_th or person.name_en, person.name_en),
        both(appointment.get_position_display),
        both(lambda: appointment.committee.name),
    )


def directors(centers: Iterable[int], on: date) -> dict[int, Appointment]:
    """The director in office of each center on a day; the earliest appointed where a seat is held by two."""
    found = (
        Appointment.objects.current(on)
        .filter(committee__center__in=set(centers), position=Position.SCHOOL_DIRECTOR)
        .select_related("person", "committee__center__province")
        .order_by("-starts_on", "-pk")
    )
    return {appointment.committee.center_id: appointment for appointment in found}
