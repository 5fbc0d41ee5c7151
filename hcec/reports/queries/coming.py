"""What lies before a person: tests and rounds in one line of time."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from centers.models import Center
from hcec.accounts.models import User
from testing.lifecycles import BookingStatus
from testing.models import Booking
from testing.queries import upcoming as tests_of
from training.lifecycles import EnrolmentStatus
from training.models import Enrolment
from training.queries import upcoming as rounds_of


@dataclass(frozen=True)
class Coming:
    """One thing that a person goes to, or waits for a seat in."""

    title: str
    center: Center
    room: str
    starts_at: datetime
    ends_at: datetime
    seat_no: int | None
    wait_no: int | None
    path: str
    slip: str
    lifecycle: str
    status: str


def of_booking(booking: Booking) -> Coming:
    waiting = booking.status == BookingStatus.WAITING
    session = booking.session
    return Coming(
        title=session.exam.name,
        center=session.center,
        room=session.reservation.room.name,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        seat_no=booking.seat_no,
        wait_no=booking.wait_no if waiting else None,
        path=reverse("booking", args=[booking.code]),
        slip="" if waiting else reverse("booking-slip", args=[booking.code]),
        lifecycle="testing.booking",
        status=booking.status,
    )


def of_enrolment(enrolment: Enrolment) -> Coming:
    waiting = enrolment.status == EnrolmentStatus.WAITING
    round = enrolment.round
    return Coming(
        title=round.course.name,
        center=round.center,
        room="",
        starts_at=enrolment.next_at or round.starts_at,
        ends_at=round.ends_at,
        seat_no=enrolment.seat_no,
        wait_no=enrolment.place_in_line if waiting else None,
        path=reverse("enrolment", args=[enrolment.pk]),
        slip="",
        lifecycle="training.enrolment",
        status=enrolment.status,
    )


def upcoming(person: User, at: datetime) -> list[Coming]:
    """Everything that is not over, soonest first; two queries."""
    found = [of_booking(booking) for booking in tests_of(person, at)]
    found += [of_enrolment(enrolment) for enrolment in rounds_of(person, at)]
    return sorted(found, key=lambda coming: (coming.starts_at, coming.title))
