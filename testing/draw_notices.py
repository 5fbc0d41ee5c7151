"""What people are told who entered a draw and got neither a seat nor a number (those are told by their booking)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from hcec.accounts.actions.notices import Message
from hcec.core.thai import thai_datetime
from testing.lifecycles import DrawStatus
from testing.models import DrawEntry


def message(entry: DrawEntry, key: str) -> Message:
    """The message for one entry; needs person, draw and first session with exam at hand."""
    exam, when = entry.first.exam, thai_datetime(entry.first.starts_at)
    if entry.draw.status == DrawStatus.CALLED_OFF:
        subject = _("The draw was called off: %(exam)s") % {"exam": exam}
        body = _(
            "Booking of the session of %(when)s opens to everyone instead: see its page for the time."
        ) % {"when": when}
        path = reverse("session", args=[entry.first_id])
    else:
        subject = _("The draw gave you no seat: %(exam)s") % {"exam": exam}
        why = "\n".join(entry.reasons)
        body = (
            _("Your place was %(place)s, but the seat could not be yours:") % {"place": entry.place}
            + f"\n{why}"
        )
        path = reverse("draw", args=[entry.draw_id])
    return Message(person=entry.person, subject=subject, body=body, path=path, key=key)
