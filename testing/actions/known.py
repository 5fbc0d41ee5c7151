"""Whose test it was: a walk-in who was taken down is matched to an account, or invited to make one (F7)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from hcec.accounts.actions import letters
from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import thai_date, thai_datetime
from testing.actions import bookings, payments
from testing.actions.walkins import Said, refuse_barred
from testing.lifecycles import WALK_IN
from testing.models import Booking, Payment, Result, WalkIn
from testing.refusals import Refusal

AGAIN = timedelta(days=1)


def locked(walk_in: WalkIn) -> WalkIn:
    """The walk-in under its session's lock."""
    session = WalkIn.objects.values_list("booking__session", flat=True).get(pk=walk_in.pk)
    bookings.locked(session)
    rows = WalkIn.objects.select_for_update(of=("self",)).select_related(
        "booking__person", "booking__session__exam", "booking__session__center"
    )
    return rows.get(pk=walk_in.pk)


@transaction.atomic
def match(walk_in: WalkIn, person: User, *, reason: str = "", by: User, at: datetime) -> WalkIn:
    """Give a test at the door to the account of whoever sat it; the closed account that held it is gone.

    Refuses one that has a person, oneself, whoever marked or entered her test, a second seat of the same session or
    hours, and what a rule says no to unless its data lets it be waived and a reason is given.
    """
    walk_in = locked(walk_in)
    stranger, booking = walk_in.booking.person, walk_in.booking
    WALK_IN.apply(walk_in, "match")
    refuse_an_interest(booking, person, by)
    waived = refuse_barred(booking.session, person, Said(reason=reason), walk_in.added_at)
    booking.person = person
    try:
        with transaction.atomic():
            booking.save(update_fields=["person"])
    except IntegrityError as fault:
        raise Refusal(_("She has another seat in this session or in these hours.")) from fault
    payments.pass_to(booking, person)
    walk_in.matched_by, walk_in.matched_at, walk_in.phone, walk_in.email = by, at, "", ""
    walk_in.reason = " ".join(filter(None, [walk_in.reason, reason.strip() if waived else ""]))
    walk_in.save(update_fields=["status", "matched_by", "matched_at", "phone", "email", "reason"])
    walk_in.waived.add(*waived)
    stranger.delete()
    audit.record(
        "match", walk_in, by=by, at=at, booking=booking.pk, person=person.pk, waived=[rule.pk for rule in waived],
        reason=reason.strip(),
    )  # fmt: skip
    bookings.tell([booking], "matched")
    return walk_in


def refuse_an_interest(booking: Booking, person: User, by: User) -> None:
    """A test is nobody's who says whose it is, watched the door, took its fee or entered its marks."""
    if person.pk == by.pk:
        raise Refusal(_("Nobody matches a walk-in to themself. Ask a colleague."))
    if not person.is_active:
        raise Refusal(_("This account is closed."))
    result = Result.objects.filter(booking=booking).first()
    payment = Payment.objects.filter(booking=booking).first()
    did = (
        booking.marked_by_id,
        result.entered_by_id if result else None,
        payment.decided_by_id if payment else None,
    )
    if person.pk in did:
        raise Refusal(
            _("She checked this person in, took the fee or entered the marks, so the test was not hers.")
        )


@transaction.atomic
def invite(walk_in: WalkIn, *, email: str, by: User, at: datetime) -> WalkIn:
    """Write to somebody who was taken down that her result waits for an account with this address.

    Refuses one that has a person, an address that an account has already, and a second letter within a day.
    """
    walk_in, email = locked(walk_in), email.strip().lower()
    if not WALK_IN.allows(walk_in, "match"):
        raise Refusal(_("This walk-in has a person already."))
    if User.objects.filter(email=email, is_active=True).exists():
        raise Refusal(_("An account has this e-mail address: match the walk-in to it."))
    if walk_in.invited_at and at < walk_in.invited_at + AGAIN:
        raise Refusal(
            _("She was invited on %(when)s. Wait a day before you write again.")
            % {"when": thai_datetime(walk_in.invited_at)}
        )
    walk_in.email, walk_in.invited_at = email, at
    walk_in.save(update_fields=["email", "invited_at"])
    with override(settings.LANGUAGE_CODE):
        letters.post(
            to=email, subject=str(_("Your test at the HCEC center: make an account")), body=letter(walk_in)
        )
    audit.record("invite", walk_in, by=by, at=at)
    return walk_in


def letter(walk_in: WalkIn) -> str:
    """What the invitation says."""
    session = walk_in.booking.session
    return _(
        "You sat “%(exam)s” at %(center)s on %(day)s without an account. Make one with this address, fill in your name, "
        "and tell the center: it then adds the test to your account, and you see the result as soon as it is released.\n\n"
        "%(link)s"
    ) % {
        "exam": session.exam, "center": session.center.public_name, "day": thai_date(session.starts_at),
        "link": f"{settings.PUBLIC_URL}{reverse('account_signup')}",
    }  # fmt: skip
