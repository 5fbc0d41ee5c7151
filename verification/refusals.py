"""What verification says no with."""

from django.utils.translation import gettext as _

from centers.models import Center
from hcec.core import refusals


class Refusal(refusals.Refusal):
    """A rule about certificates said no; the message is the sentence the person reads."""


def no_seat(center: Center) -> Refusal:
    return Refusal(
        _(
            "%(center)s has no director in office today and you hold no seat that issues for it. Appoint a director first."
        )
        % {"center": center.name}
    )


def no_second_seat(center: Center) -> Refusal:
    return Refusal(
        _("The area office’s director signs too, and that seat is empty today in the province of %(center)s.")
        % {"center": center.name}
    )
