"""A query that is asked all the time, written once."""

from collections.abc import Callable
from copy import copy
from functools import cached_property
from types import SimpleNamespace
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.query import ModelIterable


class WrittenOnce:
    """A query whose SQL is written once a process: for what is asked all the time, where Django takes longer to write the
    query than PostgreSQL to answer it.

    `rows` makes the queryset for some values; the rest of it is the same for all. `stand_ins` are values of the same kinds that
    stand nowhere else in it, such as -1 for a primary key.
    """

    def __init__(self, rows: Callable[..., QuerySet[Any]], *stand_ins: Any) -> None:
        self._rows, self._stand_ins = rows, stand_ins

    @cached_property
    def _written(self) -> tuple[Any, str, tuple[Any, ...]]:
        compiler = self._rows(*self._stand_ins).query.get_compiler(DEFAULT_DB_ALIAS)
        return compiler, *compiler.as_sql()

    def of(self, *values: Any) -> list[Any]:
        """The rows for these values, as the queryset itself would give them."""
        kept, sql, params = self._written
        compiler = copy(kept)
        compiler.connection = connections[DEFAULT_DB_ALIAS]  # of this thread
        given = dict(zip(self._stand_ins, values, strict=True))
        filled = tuple(given.get(each, each) if each.__hash__ else each for each in params)
        compiler.as_sql = lambda *_args, **_options: (sql, filled)
        query = SimpleNamespace(get_compiler=lambda **_options: compiler)
        asked: Any = SimpleNamespace(db=DEFAULT_DB_ALIAS, query=query, _known_related_objects={})
        return [*ModelIterable(asked)]
