"""Reads of standards: the version in use, a center's latest assessment, and what it may open."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from centers.lifecycles import AssessmentStatus
from centers.models import Assessment, Center, Standard, StandardItem


def in_use(on: date) -> Standard | None:
    """The latest version whose first day has come."""
    return Standard.objects.filter(in_use_from__lte=on).order_by("-in_use_from", "-version", "-pk").first()


def enforced(on: date) -> bool:
    """Whether the version in use already decides what centers may open (`Standard.enforced_from`)."""
    standard = in_use(on)
    return bool(standard and standard.enforced_from and standard.enforced_from <= on)


def under_way(center: Center) -> Assessment | None:
    """The assessment that is being filled in or waits for the province."""
    statuses = [AssessmentStatus.DRAFT, AssessmentStatus.SIGNED]
    return Assessment.objects.filter(center=center, status__in=statuses).first()


def latest(center: Center) -> Assessment | None:
    """The last assessment that the province confirmed, upheld or not yet sampled."""
    confirmed = Assessment.objects.filter(center=center, status=AssessmentStatus.CONFIRMED)
    return confirmed.order_by("-confirmed_at", "-pk").first()


def missing_for(center: Center, activity: str) -> list[StandardItem] | None:
    """What the center lacks to open an activity: unmet lines of its confirmed assessment; None without one."""
    assessment = latest(center)
    if assessment is None:
        return None
    unmet = assessment.answers.filter(met=False, item__needed_for__contains=[activity]).select_related("item")
    return [answer.item for answer in unmet.order_by("item__position", "pk")]


def may_open(center: Center, activity: str) -> bool:
    """Whether the center's confirmed assessment allows an activity. Without a confirmed one, only training rounds."""
    missing = missing_for(center, activity)
    return activity == StandardItem.Activity.ROUND if missing is None else not missing


def may_open_on(center: Center, activity: str, on: date) -> bool:
    """Whether a center may open an activity that day; before enforcement one without an assessment may."""
    if latest(center) is None and not enforced(on):
        return True
    return may_open(center, activity)


@dataclass(frozen=True)
class Opening:
    """One kind of activity: whether the center may open it, and the lines it lacks."""

    label: str
    allowed: bool
    missing: tuple[StandardItem, ...] = ()


def openings(center: Center, on: date) -> list[Opening]:
    """What a center may open that day, by its confirmed assessment, in four queries at most."""
    assessment, forced = latest(center), enforced(on)
    if assessment is None:
        free = {StandardItem.Activity.ROUND} if forced else set(StandardItem.Activity)
        return [Opening(str(activity.label), activity in free) for activity in StandardItem.Activity]
    unmet = [
        answer.item
        for answer in assessment.answers.filter(met=False)
        .select_related("item")
        .order_by("item__position", "pk")
    ]
    lacking = {
        activity: tuple(item for item in unmet if activity in item.needed_for)
        for activity in StandardItem.Activity
    }
    return [Opening(str(activity.label), not items, items) for activity, items in lacking.items()]


def waiting(centers: QuerySet[Center]) -> QuerySet[Assessment]:
    """Signed assessments of these centers that wait for confirmation, oldest first."""
    return (
        Assessment.objects.filter(center__in=centers, status=AssessmentStatus.SIGNED)
        .select_related("center__province", "standard", "signed_by")
        .order_by("signed_at", "pk")
    )
