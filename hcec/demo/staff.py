"""Invented people in the seats of every committee, so that each center has its manager and each paper its signatory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from django.contrib.auth.hashers import make_password

from centers.models import Affiliation, Center, Workplace
from committees.models import Appointment, Committee, Level, Position
from hcec.accounts.models import User
from hcec.demo.accounts import ORDER_NUMBER, starts_on
from hcec.demo.people import invent

SEATS = {
    Level.CENTER: (Position.CENTER_MANAGER, Position.SCHOOL_DIRECTOR),
    Level.PROVINCE: (Position.AREA_DIRECTOR, Position.SUPERVISOR),
}


@dataclass(frozen=True)
class Office:
    """Who acts at one center: the manager prepares, the director releases and issues."""

    manager: User
    director: User


def empty_seats() -> Iterator[tuple[Committee, Position]]:
    """Every seat of `SEATS` in which nobody sits yet."""
    taken = set(Appointment.objects.values_list("committee_id", "position"))
    committees = Committee.objects.filter(level__in=SEATS).select_related("center", "province").order_by("pk")
    for committee in committees:
        for position in SEATS[Level(committee.level)]:
            if (committee.pk, position) not in taken:
                yield committee, position


def appoint_everywhere(random: Random, today: date) -> None:
    """Fill every empty seat with a new invented person, who has no password and signs in nowhere."""
    closed, seats = make_password(None), list(empty_seats())
    users = []
    for number, _seat in enumerate(seats):
        invented = invent(random)
        email = invented.email(900_000 + number)
        users.append(User(email=email, password=closed, kind=User.Kind.PERSONNEL, **invented.names))
    User.objects.bulk_create(users)
    obec, first = Affiliation.objects.get(code="obec"), starts_on(today)
    Workplace.objects.bulk_create(
        Workplace(
            person=user,
            affiliation=obec,
            province_id=committee.center.province_id if committee.center else committee.province_id,
            school_id=committee.center.host_school_id if committee.center else None,
        )
        for user, (committee, _position) in zip(users, seats, strict=True)
    )
    Appointment.objects.bulk_create(
        Appointment(
            person=user,
            committee=committee,
            position=position,
            starts_on=first,
            order_number=ORDER_NUMBER,
            order_date=first,
        )
        for user, (committee, position) in zip(users, seats, strict=True)
    )


def office_of(center: Center) -> Office:
    """The two people of a center through whom its year was run."""
    seats = Appointment.objects.filter(committee__center=center).select_related("person").order_by("pk")
    people = {appointment.position: appointment.person for appointment in seats}
    return Office(people[Position.CENTER_MANAGER], people[Position.SCHOOL_DIRECTOR])
