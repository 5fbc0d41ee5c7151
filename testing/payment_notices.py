"""What people are told about the fee of a booking: what happened, what to do, and where."""

from django.urls import reverse
from django.utils.translation import gettext as _

from hcec.accounts.actions.notices import Message
from hcec.core.thai import money, thai_date
from testing.models import Payment

# By move; `hand_in`, and what the person did herself, tells her nothing.
SUBJECTS = {
    "confirm": "confirmed",
    "take": "confirmed",
    "send_back": "returned",
    "waive": "waived",
    "owe": "owed",
    "refund": "refunded",
}


def words(payment: Payment, what: str) -> tuple[str, str]:
    """Subject and body of one event."""
    about = {
        "exam": payment.booking.session.exam,
        "day": thai_date(payment.booking.starts_at),
        "amount": money(payment.amount),
    }
    return {
        "confirmed": (
            _("Your fee is paid: %(exam)s, %(day)s") % about,
            _("%(amount)s baht were received. Your receipt is on the page of your booking.") % about,
        ),
        "returned": (
            _("Your proof of payment was returned: %(exam)s, %(day)s") % about,
            f"{payment.words}\n{_('Send another proof, or pay at the counter of the center.')}",
        ),
        "waived": (_("You pay no fee: %(exam)s, %(day)s") % about, payment.words),
        "owed": (
            _("Your fee is paid back: %(exam)s, %(day)s") % about,
            f"{payment.words}\n{_('The center pays %(amount)s baht back to you and notes it here.') % about}",
        ),
        "refunded": (
            _("Your fee was paid back: %(exam)s, %(day)s") % about,
            _("The center noted that %(amount)s baht were paid back to you.") % about,
        ),
    }[what]


def message(payment: Payment, move: str, key: str) -> Message | None:
    """The message of a move; None where it tells nothing, and for a closed account, which nobody reads."""
    if move not in SUBJECTS or not payment.person.is_active:
        return None
    subject, body = words(payment, SUBJECTS[move])
    path = reverse("fee", args=[payment.booking.code])
    return Message(person=payment.person, subject=subject, body=body, path=path, key=key)
