"""Row security: the database itself hides what lies outside the reach of the view that runs (decision 0016).

A view behind `@require` runs as the role `hcec_branch`, for which the guarded tables have policies; everything else
(public pages, jobs, commands, the admin) runs as the owner of the tables. This is the second layer under
`BranchQuerySet.within`: it stops a forgotten filter, not somebody who can write SQL of his own.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import Error, connection, migrations
from django.http import HttpRequest, HttpResponse
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

if TYPE_CHECKING:
    from hcec.core.access import Reach

ROLE = "hcec_branch"
OWNER = ("none", "", "", "")
NOWHERE: frozenset[int] = frozenset()
SWITCH = """
    SELECT set_config('role', %s, false), set_config('hcec.provinces', %s, false),
           set_config('hcec.centers', %s, false), set_config('hcec.person', %s, false)
"""

# What the connection of this thread is switched to: role, provinces, centers, person.
_in_force: ContextVar[tuple[str, ...]] = ContextVar("rowguard", default=OWNER)


@contextmanager
def reach(reach: "Reach", person: int | None) -> Iterator[None]:
    """Inside, guarded tables hold only rows of these centers and provinces, and the person's own.

    A reach over the nation would hide nothing, so nothing is switched for it.
    """
    if reach.nation:
        yield
        return
    with within(reach.provinces, reach.centers, person):
        yield


@contextmanager
def within(provinces: Iterable[int], centers: Iterable[int], person: int | None) -> Iterator[None]:
    """As `reach`, by primary keys."""
    if not settings.ROW_SECURITY:
        yield
        return
    lists = ("{" + ",".join(map(str, sorted(keys))) + "}" for keys in (provinces, centers))
    with _switched((ROLE, *lists, str(person or ""))):
        yield


def own(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of nothing but the person's own rows: in the database there are no others while it runs."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with within(NOWHERE, NOWHERE, request.user.pk):
            return view(request, *args, **kwargs)

    return guarded


@contextmanager
def lifted(reason: str) -> Iterator[None]:
    """Inside, every row is seen again: for the few steps whose right effect crosses branches.

    What is read here must not be shown. Each use and its reason stand in tests/doors/test_row_security.py.
    """
    with _switched(OWNER):
        yield


@contextmanager
def _switched(wanted: tuple[str, ...]) -> Iterator[None]:
    before = _in_force.get()
    if wanted == before:
        yield
        return
    token = _in_force.set(wanted)
    try:
        _switch(wanted)
        yield
    finally:
        _in_force.reset(token)
        _switch_back(before)


def _switch(wanted: tuple[str, ...]) -> None:
    """One round trip, past Django's count of queries: it is the frame of the page and not one of its questions."""
    with connection.wrap_database_errors, connection.cursor() as cursor:
        cursor.cursor.execute(SWITCH, wanted)


def _switch_back(before: tuple[str, ...]) -> None:
    """Restore what was in force; a connection that cannot be switched back is closed and never used again."""
    raw = connection.connection
    if (raw is None or raw.closed) and before == OWNER:
        return  # whatever connection comes next begins as the owner
    if connection.in_atomic_block and raw and raw.info.transaction_status == TRANSACTION_STATUS_INERROR:
        return  # its rollback, which must come, restores what was in force when the block began
    try:
        _switch(before)
    except Error:
        connection.close()
        if before != OWNER:  # a new connection would see more than the view that goes on may
            raise


def policy(table: str, rows: str) -> migrations.RunSQL:
    """The migration that guards a table: `rows` is the SQL condition under which a row is seen and may be written.

    The condition must be the whole truth for the role: who owns the table is not bound by it.
    """
    return migrations.RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"CREATE POLICY within_reach ON {table} TO {ROLE} USING ({rows}) WITH CHECK ({rows});",
        f"DROP POLICY within_reach ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def of_center(column: str) -> str:
    """The column names a center within reach. The sub-select makes PostgreSQL ask once a query and not once a row."""
    return f"{column} = ANY ((SELECT hcec_centers())::bigint[])"


def of_committee(column: str) -> str:
    """The column names the committee of a center or province within reach."""
    return f"{column} = ANY ((SELECT hcec_committees())::bigint[])"


def of_person(column: str) -> str:
    """The column names the person in whose name the view runs."""
    return f"{column} = (SELECT hcec_person())"


def of_row(column: str, table: str, rows: str = "TRUE") -> str:
    """The column names a row of another table that is itself seen and fulfils the condition `rows` (alias `up`)."""
    return f"EXISTS (SELECT FROM {table} up WHERE up.id = {column} AND {rows})"
