"""What apps above put on a center's public page: each registers a query that gives names and addresses."""

from collections.abc import Callable

from centers.models import Center

Paper = tuple[str, str]
GIVEN: list[Callable[[Center], list[Paper]]] = []


def on_public_page(query: Callable[[Center], list[Paper]]) -> Callable[[Center], list[Paper]]:
    """Register a query; the center's public page lists what it finds."""
    if query not in GIVEN:
        GIVEN.append(query)
    return query


def papers_of(center: Center) -> list[Paper]:
    """Everything that apps above publish about a center."""
    return [paper for query in GIVEN for paper in query(center)]
