"""Reads of visits: the form in use, means with the usual bands, whom to visit next by risk and by lot."""

import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from centers.models import Center
from committees.duties import DUTIES
from committees.lifecycles import ProblemStatus, VisitStatus
from committees.models import Appointment, Rating, RatingForm, Visit
from hcec.accounts.models import User
from hcec.core.access import Permission

# The bands that Thai educational research uses for the mean of a five-point scale.
BANDS: list[tuple[Decimal, Promise]] = [
    (Decimal("4.51"), _("Highest")),
    (Decimal("3.51"), _("High")),
    (Decimal("2.51"), _("Medium")),
    (Decimal("1.51"), _("Low")),
    (Decimal("1.00"), _("Lowest")),
]


def band(mean: Decimal) -> str | Promise:
    """The usual Thai word for a mean between 1.00 and 5.00 (two decimals)."""
    return next(label for floor, label in BANDS if mean >= floor)


@dataclass(frozen=True)
class Mean:
    """Weighted mean and standard deviation of the rated statements; `n` of them, the inapplicable left out."""

    n: int
    mean: Decimal
    deviation: Decimal

    @property
    def band(self) -> str | Promise:
        return band(self.mean)


def mean_of(pairs: list[tuple[int, Decimal]]) -> Mean | None:
    """Mean of (score, weight) pairs, weighted; the S.D. is the sample's (n - 1), 0 for one statement."""
    if not pairs:
        return None
    total = sum(weight for _score, weight in pairs)
    mean = sum(score * weight for score, weight in pairs) / total
    scores = [score for score, _weight in pairs]
    middle = sum(scores) / len(scores)
    spread = sqrt(sum((s - middle) ** 2 for s in scores) / (len(scores) - 1)) if len(scores) > 1 else 0
    cent = Decimal("0.01")
    return Mean(
        len(pairs),
        Decimal(mean).quantize(cent, ROUND_HALF_UP),
        Decimal(spread).quantize(cent, ROUND_HALF_UP),
    )


def mean_of_visit(visit: Visit) -> Mean | None:
    """The visit's mean over everything that was rated; None when nothing was."""
    rated = Rating.objects.filter(visit=visit, score__isnull=False).values_list("score", "item__weight")
    return mean_of(list(rated))


def form_in_use(on: date) -> RatingForm | None:
    """The latest rating form whose first day has come."""
    return RatingForm.objects.filter(in_use_from__lte=on).order_by("-in_use_from", "-version", "-pk").first()


def repliers(visit: Visit) -> list[User]:
    """The people who may reply for the visited center today."""
    positions = [
        position
        for (_level, position), held in DUTIES.items()
        if any(duty.permission == Permission.VISIT_REPLY for duty in held)
    ]
    seats = (
        Appointment.objects.current(timezone.localdate())
        .filter(committee__center=visit.center_id, position__in=positions)
        .select_related("person")
        .order_by("pk")
    )
    return [seat.person for seat in seats]


def by_risk(centers: QuerySet[Center], on: date) -> QuerySet[Center]:
    """Centers in the order they deserve a visit: open problems first, then the longest unvisited."""
    return centers.annotate(
        open_problems=Count(
            "problems",
            filter=Q(problems__status__in=[ProblemStatus.OPEN, ProblemStatus.ASSIGNED]),
            distinct=True,
        ),
        last_visit=Max(
            "visits__made_on",
            filter=Q(visits__status__in=[VisitStatus.MADE, VisitStatus.FINAL]),
        ),
    ).order_by("-open_problems", "last_visit", "code", "pk")


def by_lot(centers: QuerySet[Center], *, seed: str, how_many: int, since: date) -> list[Center]:
    """Draw centers not visited since a day. The same seed draws the same centers, so anyone can repeat it."""
    unvisited = centers.exclude(visits__made_on__gte=since).order_by("code", "pk")
    return sorted(
        unvisited,
        key=lambda center: hashlib.sha256(f"{seed}:{center.code}".encode()).hexdigest(),
    )[:how_many]
