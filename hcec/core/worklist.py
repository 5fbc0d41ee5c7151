"""What waits for a person: the lines of a home page, handed up by each app's `queries.todo`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, DateTimeField, Min, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.functional import Promise


@dataclass(frozen=True)
class WorkItem:
    """Things of one sort that wait: how many, since when the oldest does, and the one page and button for them."""

    label: str | Promise
    count: int
    oldest_at: datetime | None
    path: str
    action: str | Promise


def counted(sort: str, rows: QuerySet[Any], since: str) -> QuerySet[Any, tuple[str, int, datetime | None]]:
    """One line of the union that `found` asks: the sort's name, how many rows, the least of their dates `since`.

    The names of the columns are long because a model that is counted must have no field of the same name."""
    line = rows.order_by().annotate(work_sort=Value(sort)).values("work_sort")
    return line.annotate(
        work_count=Count("pk", distinct=True), work_since=Min(Cast(since, DateTimeField()))
    ).values_list("work_sort", "work_count", "work_since")


def found(lines: Iterable[QuerySet[Any]]) -> dict[str, tuple[int, datetime | None]]:
    """Number and oldest of every sort of which anything waits, by its name; one query, none where nobody asks."""
    asked = [*lines]
    if not asked:
        return {}
    rows = asked[0].union(*asked[1:], all=True)
    return {sort: (many, oldest) for sort, many, oldest in rows if many}
