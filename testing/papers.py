"""Papers of a test session: admission slip and sign-in list (A4, Thai)."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hcec.core import pdf, qr
from testing.models import Booking, Session
from testing.queries import day


def desk_address(booking: Booking) -> str:
    """What the QR code says: the address at which staff check this booking in."""
    return f"{settings.PUBLIC_URL}{reverse('manage-scan', args=[booking.code])}"


def slip(booking: Booking) -> bytes:
    """The admission slip of one booking; needs person, session, exam, center and room at hand."""
    with translation.override("th"):
        title = _("Admission slip")
    context = {"booking": booking, "session": booking.session, "qr": qr.svg(desk_address(booking))}
    return pdf.render("testing/slip.html", context, title=f"{title} {booking.code_shown}")


def sign_in_list(session: Session) -> bytes:
    """The list that people sign at the door, by seat, with masked IDs."""
    with translation.override("th"):
        title = _("Sign-in list")
    context = {"session": session, "bookings": list(day.seated(session))}
    return pdf.render("testing/sign_in.html", context, title=f"{title} {session}")
