"""Reads of trainers."""

from django.db.models import Count, Q, QuerySet

from hcec.core.access import Access, Permission
from training.models import Trainer


def of_centers(access: Access) -> QuerySet[Trainer]:
    """Trainers of the centers whose rounds the person runs, those who still train first; `planned` counts their dates."""
    rows = Trainer.objects.within(access, Permission.ROUND_MANAGE).select_related("person", "center")
    planned = Count("person__teachings", filter=Q(person__teachings__busy=True))
    return rows.annotate(planned=planned).order_by("until", "person__name_sort", "pk")
