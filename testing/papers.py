"""Papers of a test session (A4, Thai): admission slip, list of the eligible, sign-in sheet, desk cards, seat plan."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hcec.core import pdf, qr
from testing.models import Booking, Session
from testing.queries import day, floors
from testing.queries.accommodations import with_measures


def desk_address(booking: Booking) -> str:
    """What the QR code says: the address at which staff check this booking in."""
    return f"{settings.PUBLIC_URL}{reverse('manage-scan', args=[booking.code])}"


def slip(booking: Booking) -> bytes:
    """The admission slip of one booking; needs person, session, exam, center and room at hand."""
    with translation.override("th"):
        title = _("Admission slip")
    context = {"booking": booking, "session": booking.session, "qr": qr.svg(desk_address(booking))}
    return pdf.render("testing/slip.html", context, title=f"{title} {booking.code_shown}")


def eligible(session: Session) -> dict[str, Any]:
    """By name, as people look for themselves on a board."""
    return {"bookings": sorted(day.seated(session), key=lambda b: (b.person.name_sort, b.pk))}


def sign_in(session: Session) -> dict[str, Any]:
    """By seat, with room for signatures."""
    return {"bookings": with_measures(day.seated(session))}


def desk_cards(session: Session) -> dict[str, Any]:
    """One card for each desk, by seat."""
    people = with_measures(day.seated(session))
    return {"cards": [(booking, qr.svg(desk_address(booking))) for booking in people]}


def seat_plan(session: Session) -> dict[str, Any]:
    """The room from above, with who sits where."""
    grid = floors.grid_of(session.reservation.room, session.seats)
    people = list(day.seated(session))
    off = [booking for booking in people if booking.seat_no not in grid.spots]
    return {"grid": grid, "lines": grid.lines(floors.by_seat(people)), "off": off}


@dataclass(frozen=True)
class Paper:
    """One paper of a session: its template, what the template is given, its name and what it is for."""

    template: str
    content: Callable[[Session], dict[str, Any]]
    title: Promise
    use: Promise


PAPERS: dict[str, Paper] = {
    "eligible": Paper(
        "testing/paper_eligible.html",
        eligible,
        gettext_lazy("List of the eligible"),
        gettext_lazy("To hang out: by name, with seat and booking code; identity numbers are masked."),
    ),
    "sign-in": Paper(
        "testing/sign_in.html",
        sign_in,
        gettext_lazy("Sign-in list"),
        gettext_lazy("For the desk: by seat, with room for each signature."),
    ),
    "desk-cards": Paper(
        "testing/paper_desk_cards.html",
        desk_cards,
        gettext_lazy("Desk cards"),
        gettext_lazy("To cut and lay on each desk: name, seat, code and QR."),
    ),
    "seat-plan": Paper(
        "testing/paper_seat_plan.html",
        seat_plan,
        gettext_lazy("Seat plan"),
        gettext_lazy("The room from above, with who sits where."),
    ),
}


def printed(session: Session, name: str) -> bytes:
    """One of the papers as a PDF; needs exam, center and room at hand."""
    paper = PAPERS[name]
    with translation.override("th"):
        title = str(paper.title)
        content = paper.content(session)
    return pdf.render(paper.template, {"session": session, **content}, title=f"{title} {session}")


def sign_in_list(session: Session) -> bytes:
    """The list that people sign at the door, by seat, with masked IDs."""
    return printed(session, "sign-in")
