"""The figures of a place in a period as one frozen value: page, sheet and report print this and count nothing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Count, Q, Sum

from centers.models import Center, Province
from hcec.reports import measures
from hcec.reports.periods import Period
from hcec.reports.scopes import Scope
from testing.lifecycles import BookingStatus
from testing.models import Band
from training.lifecycles import EnrolmentStatus


@dataclass(frozen=True)
class Counts:
    """The measures of one place; what each means stands in `measures.MEASURES`."""

    sessions: int = 0
    seats: int = 0
    booked: int = 0
    attended: int = 0
    results: int = 0
    rounds: int = 0
    enrolled: int = 0
    completed: int = 0
    certificates: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(mine + theirs for mine, theirs in zip(self.values, other.values, strict=True)))

    @property
    def values(self) -> list[int]:
        return [getattr(self, field.name) for field in fields(self)]


@dataclass(frozen=True)
class Line:
    """One place within the scope and its counts."""

    scope: Scope
    counts: Counts


@dataclass(frozen=True)
class Levels:
    """How many results of one scale came to each of its levels, lowest first."""

    scale: str
    counts: tuple[tuple[Band, int], ...]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)


@dataclass(frozen=True)
class Figures:
    """Everything that a page of figures says. `lines`: provinces of the nation, centers of a province."""

    scope: Scope
    period: Period
    lines: tuple[Line, ...]
    total: Counts
    levels: tuple[Levels, ...]


def figures(scope: Scope, period: Period, *, every_center: bool = False) -> Figures:
    """Count a place in a period; eight queries, however many centers there are.

    `every_center`: the nation line by line as its 185 centers instead of its provinces.
    """
    by_center = count(scope, period)
    by_band = by_level(scope, period)
    for (center, _band), number in by_band.items():
        counts = by_center.setdefault(center, {})
        counts["results"] = counts.get("results", 0) + number
    counted = {center: Counts(**counts) for center, counts in by_center.items()}
    return Figures(
        scope=scope,
        period=period,
        lines=tuple(lines(scope, counted, every_center)),
        total=sum(counted.values(), Counts()),
        levels=tuple(levels(by_band)),
    )


def count(scope: Scope, period: Period) -> dict[int, dict[str, int]]:
    """Every measure but the results by center; one grouped query for each kind of row."""
    found: dict[int, dict[str, int]] = defaultdict(dict)

    def add(rows: Any, center: str, **aggregates: Any) -> None:
        for row in rows.order_by().values(center).annotate(**aggregates):
            found[row.pop(center)].update(
                {name.removeprefix("n_"): number or 0 for name, number in row.items()}
            )

    came = Q(status=BookingStatus.ATTENDED)
    done = Q(status=EnrolmentStatus.COMPLETED)
    # Aliases begin with n_: a plain "seats" would hide the column it sums.
    add(measures.sessions(scope, period), "center", n_sessions=Count("pk"), n_seats=Sum("seats"))
    add(
        measures.bookings(scope, period),
        "session__center",
        n_booked=Count("pk"),
        n_attended=Count("pk", filter=came),
    )
    add(measures.rounds(scope, period), "center", n_rounds=Count("pk"))
    add(
        measures.enrolments(scope, period),
        "round__center",
        n_enrolled=Count("pk"),
        n_completed=Count("pk", filter=done),
    )
    add(measures.certificates(scope, period), "series__center", n_certificates=Count("pk"))
    return found


def by_level(scope: Scope, period: Period) -> dict[tuple[int, int], int]:
    """Results by center and level."""
    rows = measures.results(scope, period).order_by().values("booking__session__center", "overall")
    return {
        (row["booking__session__center"], row["overall"]): row["number"]
        for row in rows.annotate(number=Count("pk"))
    }


def lines(scope: Scope, counted: dict[int, Counts], every_center: bool) -> Iterable[Line]:
    """One line a province or center, also where nothing happened; none below a center."""
    if scope.center:
        return []
    if scope.province or every_center:
        centers = Center.objects.select_related("province").order_by("province__sort_order", "code")
        if scope.province:
            centers = centers.filter(province=scope.province)
        return [Line(Scope(center=center), counted.get(center.pk, Counts())) for center in centers]
    places: dict[int, list[int]] = defaultdict(list)
    for center, province in Center.objects.order_by("pk").values_list("pk", "province"):
        places[province].append(center)
    return [
        Line(
            Scope(province=province), sum((counted.get(pk, Counts()) for pk in places[province.pk]), Counts())
        )
        for province in Province.objects.order_by("sort_order")
    ]


def levels(by_band: dict[tuple[int, int], int]) -> Iterable[Levels]:
    """Each scale on which there are results, with all its levels."""
    numbers: dict[int, int] = defaultdict(int)
    for (_center, band_pk), number in by_band.items():
        numbers[band_pk] += number
    used = Band.objects.filter(pk__in=numbers).values("scale")
    bands: dict[str, list[tuple[Band, int]]] = defaultdict(list)
    for band in Band.objects.filter(scale__in=used).select_related("scale").order_by("scale", "rank"):
        bands[f"{band.scale.name}"].append((band, numbers[band.pk]))
    return [Levels(scale, tuple(counts)) for scale, counts in bands.items()]
