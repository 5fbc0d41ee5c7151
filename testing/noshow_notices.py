"""What people are told about an absence, what follows from it, and what came of an appeal."""

from django.urls import reverse
from django.utils.translation import gettext as _

from hcec.accounts.actions.notices import Message
from hcec.core.thai import thai_date
from testing.lifecycles import NoShowStatus
from testing.models import Booking, NoShowAppeal
from testing.queries.noshows import FREE


def about(booking: Booking) -> dict[str, str]:
    return {"exam": str(booking.session.exam), "day": thai_date(booking.starts_at)}


def absent(booking: Booking, count: int, key: str) -> Message:
    """The message of a confirmed absence, the so-manieth of twelve months."""
    effect = (
        _("It is your first absence in twelve months: nothing follows from it.")
        if count <= FREE
        else _(
            "It is absence number %(count)s in twelve months: in draws for scarce seats you have fewer lots, but never "
            "none. You can book and wait for seats as before."
        )
        % {"count": count}
    )
    way = _(
        "If you were there, or could not help it, say so within 30 days: somebody else than who marked you decides."
    )
    return Message(
        person=booking.person,
        subject=_("You were marked absent: %(exam)s, %(day)s") % about(booking),
        body=f"{effect}\n{way}",
        path=reverse("no-show", args=[booking.code]),
        key=key,
    )


def answered(appeal: NoShowAppeal, key: str) -> Message:
    """The message of a decision."""
    excused = appeal.status == NoShowStatus.EXCUSED
    what = _("Your absence is excused and does not count.") if excused else _("Your absence counts.")
    return Message(
        person=appeal.person,
        subject=_("Your appeal was decided: %(exam)s, %(day)s") % about(appeal.booking),
        body=f"{what}\n{appeal.answer}".strip(),
        path=reverse("no-show", args=[appeal.booking.code]),
        key=key,
    )
