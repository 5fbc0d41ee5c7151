"""What people are told about their bookings and results: what happened, what to do, by when, and where."""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hcec.accounts.actions.notices import Message
from hcec.core.thai import money, thai_date, thai_datetime, thai_time_range, thai_weekday
from testing.lifecycles import UNPAID, BookingStatus
from testing.models import Booking, Result, Session
from testing.queries.offers import same_exam

Words = tuple[str, str]


def place_and_time(booking: Booking) -> str:
    """Exam, center, room, day and hours in three lines."""
    session = booking.session
    day = f"{thai_weekday(session.starts_at)} {thai_date(session.starts_at)}"
    where = f"{session.center.public_name} · {session.reservation.room}"
    return f"{session.exam}\n{where}\n{day} {thai_time_range(session.starts_at, session.ends_at)}"


def confirmed(booking: Booking) -> Words:
    if exchange := getattr(booking, "moved_from", None):
        return exchanged(booking, exchange.given)
    return (
        _("Your seat %(seat)s is confirmed: %(exam)s, %(day)s")
        % {"seat": booking.seat_no, "exam": booking.session.exam, "day": thai_date(booking.starts_at)},
        _(
            "Print the admission slip or show it on your phone, and bring an identity card with a photo. "
            "If you cannot come, cancel before %(until)s so that the next in line gets the seat."
        )
        % {"until": thai_datetime(booking.session.cancel_until)},
    )


def exchanged(booking: Booking, given: Booking) -> Words:
    """For a seat that took the place of another: one message about both."""
    return (
        _("You have moved: seat %(seat)s, %(exam)s, %(day)s")
        % {"seat": booking.seat_no, "exam": booking.session.exam, "day": thai_date(booking.starts_at)},
        _(
            "Your seat at %(place)s on %(when)s was given back and goes to the next in line. Print the new admission "
            "slip: the old one is no longer valid. You can cancel or move again until %(until)s."
        )
        % {
            "place": given.session.center.public_name,
            "when": thai_datetime(given.starts_at),
            "until": thai_datetime(booking.session.cancel_until),
        },
    )


def waiting(booking: Booking) -> Words:
    return (
        _("You have number %(number)s on the waiting list: %(exam)s, %(day)s")
        % {"number": booking.wait_no, "exam": booking.session.exam, "day": thai_date(booking.starts_at)},
        _(
            "All seats are taken. When one comes free it goes to the next in line at once, and you are "
            "told. You need do nothing."
        ),
    )


def promoted(booking: Booking) -> Words:
    return (
        _("A seat came free for you: seat %(seat)s, %(exam)s, %(day)s")
        % {"seat": booking.seat_no, "exam": booking.session.exam, "day": thai_date(booking.starts_at)},
        _(
            "The seat is yours without doing anything more. If you cannot come, cancel before %(until)s so "
            "that the next in line gets it."
        )
        % {"until": thai_datetime(booking.session.cancel_until)},
    )


def cancelled(booking: Booking) -> Words:
    return (
        _("Your booking was cancelled: %(exam)s, %(day)s")
        % {"exam": booking.session.exam, "day": thai_date(booking.starts_at)},
        booking.cancel_reason or _("You can book another session at any time."),
    )


def called_off(booking: Booking) -> Words:
    return (
        _("The test was called off: %(exam)s, %(day)s")
        % {"exam": booking.session.exam, "day": thai_date(booking.starts_at)},
        _("Reason: %(reason)s. Please choose another session; we are sorry for the trouble.")
        % {"reason": booking.session.called_off_reason}
        + (f"\n{another()}" if booking.wait_no is None or booking.promoted_at else ""),
    )


def another() -> str:
    """For whoever lost a seat: what is done without her doing anything."""
    page = f"{settings.PUBLIC_URL}{reverse('my-wishes')}"
    return (
        _(
            "Or do nothing: you are in line from the day on which you booked, and free seats near you are offered to you."
        )
        + f" {page}"
    )


def moved(booking: Booking) -> Words:
    return (
        _("The time or room of your test changed: %(exam)s") % {"exam": booking.session.exam},
        _("Your booking stays as it is. If you cannot come at the new time, cancel before %(until)s.")
        % {"until": thai_datetime(booking.session.cancel_until)},
    )


def reseated(booking: Booking) -> Words:
    return (
        _("Your seat has changed to seat %(seat)s: %(exam)s, %(day)s")
        % {"seat": booking.seat_no, "exam": booking.session.exam, "day": thai_date(booking.starts_at)},
        _(
            "The computer of your old seat is out of order. You need do nothing: day, time and room stay as they are."
        ),
    )


def drawn(booking: Booking) -> Words:
    return (
        _("Your seat by lot is seat %(seat)s: %(exam)s, %(day)s")
        % {"seat": booking.seat_no, "exam": booking.session.exam, "day": thai_date(booking.starts_at)},
        _(
            "Booking is closed and the seats were drawn by lot. Print the admission slip again: it shows the new seat."
        ),
    )


def seat_closed(booking: Booking) -> Words:
    others = same_exam(booking.session, at=timezone.now())
    lines = [
        f"{other.center.public_name}, {thai_datetime(other.starts_at)}: {address(other)}" for other in others
    ]
    ways = "\n".join(lines) or _("There is no other session of this test with free seats at the moment.")
    return (
        _("The computer of your seat is out of order: %(exam)s, %(day)s")
        % {"exam": booking.session.exam, "day": thai_date(booking.starts_at)},
        _(
            "No other seat of this session is free. The center is mending the computer and you keep your booking. If "
            "you would rather be safe, cancel it and book one of these sessions:"
        )
        + f"\n{ways}",
    )


def address(session: Session) -> str:
    """The full address of a session's page, for a mail."""
    return f"{settings.PUBLIC_URL}{reverse('session', args=[session.pk])}"


def walked_in(booking: Booking) -> Words:
    return (
        _("You were given seat %(seat)s at the door: %(exam)s, %(day)s")
        % {"seat": booking.seat_no, "exam": booking.session.exam, "day": thai_date(booking.starts_at)},
        _(
            "You are checked in. When the result is released it stands on the page of this booking, and you are told."
        ),
    )


def matched(booking: Booking) -> Words:
    return (
        _("A test was added to your account: %(exam)s, %(day)s")
        % {"exam": booking.session.exam, "day": thai_date(booking.starts_at)},
        _(
            "You sat it at the door without a booking, and the center has said that it was you. If it was not you, "
            "please telephone the center at once."
        ),
    )


def lapsed(booking: Booking) -> Words:
    return (
        _("No seat came free: %(exam)s, %(day)s")
        % {"exam": booking.session.exam, "day": thai_date(booking.starts_at)},
        _("The test has begun and your number on the waiting list has ended. Please choose another session."),
    )


BOOKING: dict[str, Callable[[Booking], Words]] = {
    "confirmed": confirmed,
    "waiting": waiting,
    "promoted": promoted,
    "cancelled": cancelled,
    "called_off": called_off,
    "moved": moved,
    "lapsed": lapsed,
    "reseated": reseated,
    "drawn": drawn,
    "seat_closed": seat_closed,
    "walked_in": walked_in,
    "matched": matched,
}


def to_pay(booking: Booking) -> str:
    """One more line for somebody who has a seat and whose fee is to be paid; needs the payment at hand."""
    payment = getattr(booking, "payment", None)
    if payment is None or payment.status not in UNPAID or booking.status != BookingStatus.CONFIRMED:
        return ""
    page = f"{settings.PUBLIC_URL}{reverse('fee', args=[booking.code])}"
    said = {"amount": money(payment.amount), "page": page}
    return "\n" + _("The fee is %(amount)s baht. How to pay, and where to send the proof: %(page)s") % said


def booking_message(booking: Booking, what: str, key: str) -> Message:
    """The message for one event of a booking; needs person, session, exam, center and room at hand."""
    subject, body = BOOKING[what](booking)
    return Message(
        person=booking.person,
        subject=subject,
        body=f"{place_and_time(booking)}\n{_('Booking code')}: {booking.code_shown}\n\n{body}{to_pay(booking)}",
        path=reverse("booking", args=[booking.code]),
        key=key,
    )


def result_message(result: Result) -> Message:
    """The message of a released result; needs booking, session, exam and person at hand."""
    booking = result.booking
    return Message(
        person=booking.person,
        subject=_("Your result is out: %(exam)s") % {"exam": booking.session.exam},
        body=_("The result of your test of %(day)s has been released. Open the page to see each part.")
        % {"day": thai_date(booking.starts_at)},
        path=reverse("booking", args=[booking.code]),
        key=f"result:{result.pk}:released",
    )
