"""Calendars: everything that a person goes to, and everything that a center has announced."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from centers.models import Center
from hcec.accounts.models import User
from hcec.core.ical import Event
from testing.lifecycles import SessionStatus
from testing.models import Booking, Session
from testing.queries import upcoming as tests_of
from training.lifecycles import SEATED, RoundStatus
from training.models import Meeting, Mode

KEPT = timedelta(days=60)
MOST = 1000


def of_person(person: User, at: datetime) -> list[Event]:
    """Tests and dates of rounds with a place, from sixty days back on; two queries. Joining links are never in it."""
    since = at - KEPT
    events = [of_booking(booking) for booking in tests_of(person, since) if booking.seat_no]
    meetings = Meeting.objects.filter(
        round__enrolments__person=person, round__enrolments__status__in=SEATED, ends_at__gt=since
    ).exclude(round__status=RoundStatus.CALLED_OFF)
    return events + [of_meeting(row, reverse("my-enrolments")) for row in with_places(meetings)]


def of_center(center: Center, at: datetime) -> list[Event]:
    """Tests and rounds that the center has announced, from sixty days back on; two queries."""
    since = at - KEPT
    sessions = (
        Session.objects.filter(center=center, ends_at__gt=since)
        .exclude(status__in=[SessionStatus.DRAFT, SessionStatus.CALLED_OFF])
        .select_related("exam", "reservation__room", "center__province")
        .order_by("starts_at", "pk")
    )
    meetings = Meeting.objects.filter(round__center=center, ends_at__gt=since).exclude(
        round__status__in=[RoundStatus.DRAFT, RoundStatus.CALLED_OFF]
    )
    events = [
        Event(
            uid=f"session-{row.pk}@hcec",
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            summary=row.exam.name,
            location=f"{row.reservation.room.name}, {row.center.public_name}",
            url=settings.PUBLIC_URL + reverse("session", args=[row.pk]),
        )
        for row in sessions[:MOST]
    ]
    return events + [of_meeting(row, reverse("round", args=[row.round_id])) for row in with_places(meetings)]


def with_places(meetings):
    rows = meetings.select_related("round__course", "round__center__province", "reservation__room")
    return rows.order_by("starts_at", "pk")[:MOST]


def of_booking(booking: Booking) -> Event:
    session = booking.session
    return Event(
        uid=f"booking-{booking.pk}@hcec",
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        summary=session.exam.name,
        location=f"{session.reservation.room.name}, {session.center.public_name}",
        description=_("Seat %(number)s") % {"number": booking.seat_no},
        url=settings.PUBLIC_URL + reverse("booking", args=[booking.code]),
    )


def of_meeting(meeting: Meeting, path: str) -> Event:
    room = meeting.reservation.room.name if meeting.reservation else str(meeting.get_mode_display())
    return Event(
        uid=f"meeting-{meeting.pk}@hcec",
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        summary=f"{meeting.round.course.name} ({meeting.round.label})",
        location=f"{room}, {meeting.round.center.public_name}",
        description=meeting.topic,
        url=settings.PUBLIC_URL + path,
        busy=meeting.mode != Mode.ELEARNING,
    )
