"""What people are told about offers and wishes: the seat, until when to answer, and a link for each answer."""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from hcec.accounts.actions.notices import Message
from hcec.core.thai import thai_date, thai_datetime, thai_time_range, thai_weekday
from testing.lifecycles import SessionStatus
from testing.models import Offer, Wish

Words = tuple[str, str]


def where_and_when(offer: Offer) -> str:
    """Exam, center, day and hours in three lines."""
    session = offer.session
    day = f"{thai_weekday(session.starts_at)} {thai_date(session.starts_at)}"
    return f"{session.exam}\n{session.place}\n{day} {thai_time_range(session.starts_at, session.ends_at)}"


def lost(offer: Offer) -> str:
    """Why this seat is offered to somebody who had another; empty for everybody else."""
    had = offer.wish.instead_of
    if had is None:
        return ""
    if had.session.status == SessionStatus.CALLED_OFF:
        return _("Your session was called off. This seat nearby is held for you.")
    return _(
        "The computer of your seat is out of order. With a yes you give that seat back and have this one instead."
    )


def made(offer: Offer) -> Words:
    page = f"{settings.PUBLIC_URL}{reverse('offer', args=[offer.pk])}"
    why = lost(offer)
    ask = _("A seat is held for you until %(until)s. Answer with one press:") % {
        "until": thai_datetime(offer.answer_by)
    }
    yes, no = _("Yes, I take the seat"), _("No, thank you")
    end = _("Without an answer the seat goes to the next in line, and your waiting ends.")
    return (
        _("A seat for you: %(exam)s, %(day)s. Answer by %(until)s")
        % {
            "exam": offer.session.exam,
            "day": thai_date(offer.session.starts_at),
            "until": thai_datetime(offer.answer_by),
        },
        f"{why}\n{ask}\n{yes}: {page}?answer=yes\n{no}: {page}?answer=no\n\n{end}".strip(),
    )


def lapsed(offer: Offer) -> Words:
    return (
        _("The offered seat has gone on: %(exam)s, %(day)s")
        % {"exam": offer.session.exam, "day": thai_date(offer.session.starts_at)},
        _(
            "There was no answer by %(until)s, so your waiting has ended. You can get in line again with one press."
        )
        % {"until": thai_datetime(offer.answer_by)},
    )


def recalled(offer: Offer) -> Words:
    return (
        _("The offered session does not take place: %(exam)s, %(day)s")
        % {"exam": offer.session.exam, "day": thai_date(offer.session.starts_at)},
        _("You keep your place in line and need do nothing. The next seat that fits is offered to you."),
    )


OFFER: dict[str, Callable[[Offer], Words]] = {"made": made, "lapsed": lapsed, "recalled": recalled}


def offer_message(offer: Offer, what: str, key: str) -> Message:
    """The message for one event of an offer; needs person, wish, session, exam and center at hand."""
    subject, body = OFFER[what](offer)
    path = reverse("wish", args=[offer.wish_id]) if what != "made" else reverse("offer", args=[offer.pk])
    return Message(offer.person, subject, f"{where_and_when(offer)}\n\n{body}", path, key)


def wish_over(wish: Wish, key: str) -> Message:
    """The message when a wish ended because its time was over."""
    return Message(
        wish.person,
        _("Your waiting for a seat has ended: %(skill)s") % {"skill": wish},
        _("The day until which you wanted to wait (%(day)s) is over. You can get in line again at any time.")
        % {"day": thai_date(wish.until)},
        reverse("wish", args=[wish.pk]),
        key,
    )
