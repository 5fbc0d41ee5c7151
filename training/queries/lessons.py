"""Reads of lessons: what a center has, how far a person is, and which step's turn it is."""

from dataclasses import dataclass

from django.db.models import Count, Max, Q, QuerySet

from hcec.core.access import Access, Permission
from training.models import Attempt, Learning, Lesson, LessonVersion, Step


def lessons_of(access: Access) -> QuerySet[Lesson]:
    """The lessons of the centers whose rounds somebody runs; `released` is the newest version that may be begun."""
    rows = Lesson.objects.within(access, Permission.ROUND_MANAGE).select_related("center__province")
    return rows.annotate(
        released=Max("versions__number", filter=Q(versions__released_at__isnull=False)),
        draft=Max("versions__number", filter=Q(versions__released_at__isnull=True)),
    ).order_by("name", "pk")


def newest(lesson: Lesson) -> LessonVersion:
    """The version that is worked on, or else the last one that was released; `begun` people began it."""
    return lesson.versions.annotate(begun=Count("learnings")).latest("number")


@dataclass(frozen=True)
class Way:
    """One step on a person's way: done, its turn, or still closed."""

    step: Step
    done: bool
    open: bool


def way(learning: Learning) -> list[Way]:
    """Every step in order. Two queries."""
    ready = set(learning.steps_done.values_list("step_id", flat=True))
    found, turn = [], True
    for step in learning.version.steps.order_by("number"):
        found.append(Way(step, step.pk in ready, turn or step.pk in ready))
        turn = turn and step.pk in ready
    return found


def open_step(learning: Learning) -> Step | None:
    """The first step that is not done; None when all are."""
    ready = learning.steps_done.values("step")
    return learning.version.steps.exclude(pk__in=ready).order_by("number").first()


def last_attempt(learning: Learning, step: Step) -> Attempt | None:
    return learning.attempts.filter(step=step).order_by("-number").first()
