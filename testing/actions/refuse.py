"""The words of a refused booking: the rule, your value, and the way out."""

from django.utils import timezone
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core.thai import thai_datetime
from testing.models import Booking, Session
from testing.queries import eligibility
from testing.refusals import AlreadyBooked, Refusal


def booking(outcome: str, session_id: int, booking_id: int | None, by: User) -> Refusal:
    """The refusal for an outcome of `testing_book`. The page shows it with other sessions that are open."""
    if outcome == "already":
        return already(Booking.objects.get(pk=booking_id))
    if outcome == "overlap":
        return overlap(Booking.objects.select_related("session__exam", "session__center").get(pk=booking_id))
    session = Session.objects.filter(pk=session_id).select_related("exam", "center").first()
    if session is None or outcome == "unknown":
        return Refusal(_("There is no such session."))
    if outcome == "foreign_key":
        return Refusal(
            _("This form was already used by another person. Open the session's page again and book there.")
        )
    return RULES[outcome](session, by)


def already(other: Booking) -> Refusal:
    return AlreadyBooked(_("You have already booked this session."), other.code)


def overlap(other: Booking) -> Refusal:
    return Refusal(
        _(
            "You have seat %(seat)s in “%(exam)s” at %(center)s on %(when)s, and the two overlap. Cancel "
            "that booking first, or choose a session at another time."
        )
        % {
            "seat": other.seat_no,
            "exam": other.session.exam,
            "center": other.session.center.public_name,
            "when": thai_datetime(other.starts_at),
        }
    )


def not_open(session: Session, by: User) -> Refusal:
    return Refusal(
        _("This session cannot be booked: “%(state)s”. Choose another session below.")
        % {"state": session.get_status_display()}
    )


def early(session: Session, by: User) -> Refusal:
    if session.awaits_draw:
        return Refusal(_("The seats of this session are drawn by lot. Enter the draw on the session's page."))
    return Refusal(
        _("Booking opens on %(when)s; it is now %(now)s. Come back then, or choose another session below.")
        % {"when": thai_datetime(session.opens_at), "now": thai_datetime(timezone.now())}
    )


def over(session: Session, by: User) -> Refusal:
    return Refusal(
        _("Booking closed on %(when)s. Choose another session below.")
        % {"when": thai_datetime(session.closes_at)}
    )


def audience(session: Session, by: User) -> Refusal:
    way_out = _("Choose a session that is open to you, or correct your profile.")
    return Refusal(f"{session.shuts_out(by)} {way_out}")


def rule(session: Session, by: User) -> Refusal:
    """Each rule that says no, with her own value and the first day it would say yes."""
    verdicts = eligibility.in_the_way(session, by, timezone.now())
    if not verdicts:  # it was so a moment ago
        return Refusal(_("A rule kept you out a moment ago. Please press the button again."))
    return Refusal(" ".join(verdict.sentence for verdict in verdicts))


RULES = {
    "not_open": not_open,
    "early": early,
    "over": over,
    "rule": rule,
    "audience_kind": audience,
    "audience_affiliation": audience,
}
