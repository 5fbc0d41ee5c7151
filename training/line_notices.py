"""What people are told about offers and wishes: the place, until when to answer, and a link for each answer."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from hcec.accounts.actions.notices import tell
from hcec.core.thai import thai_date, thai_datetime
from training.models import Offer, Wish
from training.notices import about, in_the_house_language


def words_of(offer: Offer) -> dict[str, str]:
    """Round, center and days of an offer, and until when it is answered; needs round, course and center at hand."""
    return about(offer.round) | {"answer": thai_datetime(offer.answer_by)}


@in_the_house_language
def made(offer: Offer) -> None:
    """A seat is held; a link for each answer."""
    words, path = words_of(offer), reverse("place-offer", args=[offer.pk])
    page = f"{settings.PUBLIC_URL}{path}"
    what = (
        _("A seat at %(center)s, %(when)s, is held for you until %(answer)s. Answer with one press:") % words
    )
    end = _("Without an answer the seat goes to the next in line, and your waiting ends.")
    yes, no = _("Yes, I take the seat"), _("No, thank you")
    tell(
        offer.person,
        subject=_("A place for you: %(round)s. Answer by %(answer)s") % words,
        body=f"{what}\n{yes}: {page}?answer=yes\n{no}: {page}?answer=no\n\n{end}",
        path=path,
        key=f"place-offer-{offer.pk}-made",
    )


@in_the_house_language
def lapsed(offer: Offer) -> None:
    """Nobody answered: the seat has gone on and the waiting has ended."""
    words = words_of(offer)
    tell(
        offer.person,
        subject=_("The offered place has gone on: %(round)s") % words,
        body=_(
            "There was no answer by %(answer)s, so your waiting has ended. You can get in line again with one press."
        )
        % words,
        path=reverse("course-wish", args=[offer.wish_id]),
        key=f"place-offer-{offer.pk}-lapsed",
    )


@in_the_house_language
def recalled(offer: Offer) -> None:
    """The round does not take place; the wish is in line again."""
    tell(
        offer.person,
        subject=_("The offered round does not take place: %(round)s") % words_of(offer),
        body=_(
            "You keep your place in line and need do nothing. The next place that fits is offered to you."
        ),
        path=reverse("course-wish", args=[offer.wish_id]),
        key=f"place-offer-{offer.pk}-recalled",
    )


@in_the_house_language
def wish_over(wish: Wish) -> None:
    """The day until which she wanted to wait is over."""
    tell(
        wish.person,
        subject=_("Your waiting for a place has ended: %(what)s") % {"what": wish},
        body=_(
            "The day until which you wanted to wait (%(day)s) is over. You can get in line again at any time."
        )
        % {"day": thai_date(wish.until)},
        path=reverse("course-wish", args=[wish.pk]),
        key=f"course-wish-{wish.pk}-over",
        urgent=False,
    )
