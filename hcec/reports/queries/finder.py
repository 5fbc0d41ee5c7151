"""Where the centers are and where seats are free now: what the map of centers shows (guideline 1.a, 5.2.1)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from centers.models import Center, Province
from centers.queries import land
from testing.queries import open_sessions

# From how many free seats a province is drawn in the second and in the third shade.
SHADES = (1, 40, 200)


@dataclass(frozen=True)
class Free:
    """The free seats of a place and the first session that has any."""

    seats: int = 0
    next_at: datetime | None = None
    session: int | None = None

    def and_also(self, seats: int, at: datetime | None, session: int | None) -> "Free":
        first = at is not None and (self.next_at is None or at < self.next_at)
        return Free(self.seats + seats, at if first else self.next_at, session if first else self.session)


@dataclass(frozen=True)
class Place:
    """A province on the map: its outline, its centers, its free seats, and in which shade it is drawn."""

    province: Province
    path: str
    centers: int
    free: Free
    shade: int
    here: bool = False


@dataclass(frozen=True)
class Near:
    """A center and how far its province lies from the chosen one, in kilometres (0 in the same province)."""

    center: Center
    km: int | None
    free: Free


def free_by_center(at: datetime) -> dict[int, Free]:
    """The seats that can be booked at this moment, by center; one query."""
    rows = open_sessions(at).filter(opens_at__lte=at, free__gt=0).order_by()
    found: dict[int, Free] = {}
    for center, seats, starts_at, pk in rows.values_list("center", "free", "starts_at", "pk"):
        found[center] = found.get(center, Free()).and_also(seats, starts_at, pk)
    return found


def places(centers: Iterable[Center], free: dict[int, Free], chosen: Province | None) -> list[Place]:
    """The 77 provinces in Thai order with their centers and free seats; one query."""
    many: Counter[int] = Counter()
    seats: dict[int, Free] = {}
    for center in centers:
        many[center.province_id] += 1
        own = free.get(center.pk, Free())
        seats[center.province_id] = seats.get(center.province_id, Free()).and_also(
            own.seats, own.next_at, own.session
        )
    outlines = land.outlines()
    return [
        Place(
            province=province,
            path=outlines[province.map_id].path if province.map_id in outlines else "",
            centers=many[province.pk],
            free=seats.get(province.pk, Free()),
            shade=sum(1 for least in SHADES if seats.get(province.pk, Free()).seats >= least),
            here=province == chosen,
        )
        for province in Province.objects.order_by("sort_order", "pk")
    ]


def nearest(centers: Iterable[Center], free: dict[int, Free], province: Province) -> list[Near]:
    """The centers from the nearest to the farthest as seen from a province; those of unknown distance come last."""
    found = [
        Near(
            center,
            0
            if center.province_id == province.pk
            else land.distance_km(province.map_id, center.province.map_id),
            free.get(center.pk, Free()),
        )
        for center in centers
    ]
    return sorted(found, key=lambda near: (near.km is None, near.km or 0, near.center.code))


def lakes() -> list[str]:
    """Outlines of the map that are no province."""
    return [outline.path for name, outline in land.outlines().items() if name == "lksg"]
