"""The score report: what a released result says, in words, for the person herself (A4, Thai). It is no certificate."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hcec.core import pdf, qr
from testing.models import Booking, Result
from testing.queries import standing


def score_report(booking: Booking, result: Result, *, today: date) -> bytes:
    """The report of a released result; needs person, session, exam and center, scale, overall and parts at hand."""
    with translation.override("th"):
        title = _("Score report")
    address = f"{settings.PUBLIC_URL}{reverse('booking', args=[booking.code])}"
    context = {
        "booking": booking,
        "session": booking.session,
        "result": result,
        "parts": sorted(result.part_scores.all(), key=lambda score: score.part.position),
        "bands": result.scale.bands.order_by("rank", "pk"),
        "standing": standing.of_result(result, today),
        "today": today,
        "qr": qr.svg(address),
    }
    return pdf.render("testing/score_report.html", context, title=f"{title} {booking.code_shown}")
