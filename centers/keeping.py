"""Seats kept for some people: what is asked for, what stands against it, and what a person is told (7.3, 7.4)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from centers.models import Affiliation
from centers.models.audience import KeptFor
from hcec.core.thai import thai_datetime


@dataclass(frozen=True)
class Keep:
    """How many seats are kept, for whom, and until when (None: to the end)."""

    name: str
    seats: int
    audience_kinds: tuple[str, ...] = ()
    audience_affiliations: tuple[Affiliation, ...] = ()
    near: str = KeptFor.Near.ANYWHERE
    released_at: datetime | None = None


@dataclass(frozen=True)
class Kept:
    """Free seats that are kept for other people, and the moment from which everyone may have them."""

    pool: KeptFor
    free: int


@dataclass(frozen=True)
class Share:
    """What is free for one person: seats now, accessible ones, and what is kept for others."""

    yours: int
    accessible: int
    kept: Sequence[Kept]


def against(keep: Keep, *, names: Collection[str], free: int, closes_at: datetime, at: datetime) -> str:
    """Why the seats cannot be kept so, as the sentence that is read; empty where they can.

    `names`: of the pools there are already. `free`: seats that nobody has and that are in no pool.
    """
    if late := against_release(keep.released_at, closes_at=closes_at, at=at):
        return late
    if not (keep.audience_kinds or keep.audience_affiliations or keep.near):
        return _("Say for whom the seats are kept: without that they are for everyone anyway.")
    if keep.name in names:
        return _("There is a pool of this name already.")
    if free < keep.seats:
        return _("Only %(free)s seats are free and in no pool; %(seats)s cannot be kept.") % {
            "free": free,
            "seats": keep.seats,
        }
    return ""


def against_release(moment: datetime | None, *, closes_at: datetime, at: datetime) -> str:
    """Why kept seats cannot open at this moment; empty where they can, or are never opened."""
    if moment is None or at <= moment <= closes_at:
        return ""
    return _("Kept seats open to everyone between now and the end of booking (%(when)s).") % {
        "when": thai_datetime(closes_at)
    }
