"""What payee and preparer of a speaker's voucher are told. Always in Thai."""

from django.urls import reverse
from django.utils.translation import gettext as _

from hcec.accounts.actions.notices import tell
from hcec.core.thai import money
from training.models import Voucher
from training.notices import in_the_house_language


def words_of(voucher: Voucher) -> dict[str, str]:
    return {
        "number": voucher.label,
        "amount": money(voucher.amount),
        "center": voucher.center.name,
        "reason": voucher.reason,
    }


@in_the_house_language
def approved(voucher: Voucher) -> None:
    """The payee finds the paper that she is to sign."""
    words = words_of(voucher)
    tell(
        voucher.person,
        subject=_("Your speaker's voucher %(number)s is approved") % words,
        body=_("%(center)s pays you %(amount)s baht. Print the voucher and sign it as the payee.") % words,
        path=reverse("my-voucher", args=[voucher.pk]),
        key=f"voucher-{voucher.pk}-approved",
        urgent=False,
    )


@in_the_house_language
def declined(voucher: Voucher) -> None:
    """The preparer reads why, and may prepare another one."""
    words = words_of(voucher)
    tell(
        voucher.prepared_by,
        subject=_("Voucher %(number)s was not approved") % words,
        body=_("Reason: %(reason)s") % words,
        path=reverse("manage-voucher", args=[voucher.pk]),
        key=f"voucher-{voucher.pk}-declined",
        urgent=False,
    )
