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
from verification.words import Pair, Signature

# By law a seat that is empty or whose holder cannot act is kept in her stead, a power that she delegates is used on her behalf
# (พ.ร.บ. ระเบียบบริหารราชการกระทรวงศึกษาธิการ พ.ศ. 2546, sections 45 and 54).
CAPACITIES = {
    False: Pair("รักษาราชการแทน", "Acting"),
    True: Pair("ปฏิบัติราชการแทน", "On behalf of the"),
}


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


def seat_over(person: User, permission: Permission, on: date, centers: Iterable[int]) -> Appointment | None:
    """The highest seat by which a person holds a power over all of these centers on a day."""
    wanted = list(Center.objects.filter(pk__in=set(centers)))
    for appointment in current_appointments(person, on):
        duties = DUTIES.get((appointment.committee.level, appointment.position), ())
        reach = reach_of(appointment)
        if any(duty.permission == permission for duty in duties) and all(
            covers(reach, each) for each in wanted
        ):
            return appointment
    return None


def in_seat(appointment: Appointment) -> Signatory:
    """The person in the seat, both as words in two languages; of an acting holder also the capacity and the period."""
    person = appointment.person
    seat = (
        Pair(person.name_th or person.name_en, person.name_en),
        both(appointment.get_position_display),
        both(lambda: appointment.committee.name),
    )
    if not appointment.acting:
        return Signatory(*seat)
    return Signatory(*seat, CAPACITIES[appointment.on_behalf], appointment.starts_on, appointment.ends_on)


def directors(centers: Iterable[int], on: date) -> dict[int, Appointment]:
    """Who signs for each center on a day: who acts for the director if somebody does, else the director in office;
    the earliest appointed where a seat is held by two."""
    found = (
        Appointment.objects.current(on)
        .filter(committee__center__in=set(centers), position=Position.SCHOOL_DIRECTOR)
        .select_related("person", "committee__center__province")
        .order_by("acting", "-starts_on", "-pk")
    )
    return {appointment.committee.center_id: appointment for appointment in found}


def area_directors(provinces: Iterable[int], on: date) -> dict[int, Signature]:
    """Who signs for the committee of each province on a day: its area office's director, or who acts for her."""
    found = (
        Appointment.objects.current(on)
        .filter(committee__province__in=set(provinces), position=Position.AREA_DIRECTOR)
        .select_related("person", "committee__province", "committee__center")
        .order_by("acting", "-starts_on", "-pk")
    )
    return {appointment.committee.province_id: in_seat(appointment).signature for appointment in found}
