"""Reads of completions."""

from django.db.models import QuerySet

from training.models import Completion


def certifiable_completions() -> QuerySet[Completion]:
    """Every completion, with person, round, course and center at hand; all of them may be certified."""
    return Completion.objects.select_related(
        "enrolment__person",
        "enrolment__round__course__curriculum",
        "enrolment__round__course__skill",
        "enrolment__round__center__province",
        "decided_by",
    ).order_by("completed_on", "pk")
