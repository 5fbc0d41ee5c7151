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
    """A query for one text whose SQL is written once a process: for a page that is asked all the time, where Django takes
    longer to write the query than PostgreSQL to answer it. `rows` makes the queryset for a text; the rest of it is the
    same for every text."""

    PLACE = "\ue000the text\ue001"

    def __init__(self, rows: Callable[[str], QuerySet[Any]]) -> None:
        self._rows = rows

    @cached_property
    def _written(self) -> tuple[Any, str, tuple[Any, ...]]:
        compiler = self._rows(self.PLACE).query.get_compiler(DEFAULT_DB_ALIAS)
        return compiler, *compiler.as_sql()

    def of(self, text: str) -> list[Any]:
        """The rows for this text, as the queryset itself would give them."""
        kept, sql, params = self._written
        compiler = copy(kept)
        compiler.connection = connections[DEFAULT_DB_ALIAS]  # of this thread
        filled = tuple(text if each == self.PLACE else each for each in params)
        compiler.as_sql = lambda *_args, **_options: (sql, filled)
        query = SimpleNamespace(get_compiler=lambda **_options: compiler)
        return [*ModelIterable(SimpleNamespace(db=DEFAULT_DB_ALIAS, query=query, _known_related_objects={}))]
