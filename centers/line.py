"""Waiting by need, as tests and rounds share it: the states of a wish and of an offer, their moves, and the time to answer."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, Model, OuterRef, Q, TextChoices
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from hcec.core.lifecycle import Move


class WishStatus(TextChoices):
    OPEN = "open", _("In line")
    OFFERED = "offered", _("A seat is offered")
    TAKEN = "taken", _("Seat taken")
    DECLINED = "declined", _("No longer needed")
    LAPSED = "lapsed", _("Ended without an answer or a seat")
    WITHDRAWN = "withdrawn", _("Withdrawn")


WISH_MOVES = {
    "offer": Move((WishStatus.OPEN,), WishStatus.OFFERED, _("Offer a seat")),
    "take": Move((WishStatus.OFFERED,), WishStatus.TAKEN, _("Take the seat")),
    "keep": Move((WishStatus.OFFERED,), WishStatus.OPEN, _("Stay in line")),
    "decline": Move((WishStatus.OFFERED,), WishStatus.DECLINED, _("Decline for good")),
    "lapse": Move((WishStatus.OPEN, WishStatus.OFFERED), WishStatus.LAPSED, _("End the wish")),
    "withdraw": Move((WishStatus.OPEN,), WishStatus.WITHDRAWN, _("Leave the line")),
}


class OfferStatus(TextChoices):
    OPEN = "open", _("Waits for the answer")
    TAKEN = "taken", _("Taken")
    DECLINED = "declined", _("Not taken")
    LAPSED = "lapsed", _("Not answered in time")
    RECALLED = "recalled", _("Taken back: it does not take place")


OFFER_MOVES = {
    "accept": Move((OfferStatus.OPEN,), OfferStatus.TAKEN, _("Yes, I take the seat")),
    "decline": Move((OfferStatus.OPEN,), OfferStatus.DECLINED, _("No, thank you")),
    "lapse": Move((OfferStatus.OPEN,), OfferStatus.LAPSED, _("Let the offer lapse")),
    "recall": Move((OfferStatus.OPEN,), OfferStatus.RECALLED, _("Take the offer back")),
}


def least() -> timedelta:
    """An offer leaves at least this long to answer."""
    return timedelta(hours=settings.OFFER_LEAST_HOURS)


def answer_by(cancel_until: datetime, at: datetime) -> datetime:
    """Until when an offer made now holds: so many hours, but never past the deadline to cancel."""
    return min(at + timedelta(hours=settings.OFFER_ANSWER_HOURS), cancel_until)


def place_will_do(wish: type[Model], center: Center) -> Q:
    """Of wishes: the center is one of those named, or lies in one of the provinces where no center was named, or anywhere
    will do."""
    kind: Any = wish
    centers = kind.centers.through.objects.filter(wish=OuterRef("pk"))
    provinces = kind.provinces.through.objects.filter(wish=OuterRef("pk"))
    named = Exists(centers.filter(center=center.pk))
    near = Exists(provinces.filter(province=center.province_id))
    return Q(named) | (~Q(Exists(centers)) & (Q(near) | ~Q(Exists(provinces))))


def same_places(wish: Any) -> Q:
    """Of wishes: one of the provinces is one of this wish's, or anywhere will do; all where this one goes anywhere."""
    kind: Any = type(wish)
    places = {p.pk for p in wish.provinces.all()} or {c.province_id for c in wish.centers.all()}
    if not places:
        return Q()
    centers = kind.centers.through.objects.filter(wish=OuterRef("pk"))
    provinces = kind.provinces.through.objects.filter(wish=OuterRef("pk"))
    same = Exists(provinces.filter(province__in=places)) | Exists(centers.filter(center__province__in=places))
    return Q(same | (~Exists(provinces) & ~Exists(centers)))
