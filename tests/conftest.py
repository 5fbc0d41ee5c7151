"""What every test stands on."""

import gc
from asyncio import events
from collections.abc import Generator, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations

from hcec.core.cache import AWAY_UNTIL
from tests.support.browser import browser
from tests.support.client import StrictClient

_flush = DatabaseOperations.execute_sql_flush


def flush_past_triggers(self: DatabaseOperations, sql_list: list[str]) -> Any:
    """Empty the tables between transactional tests although append-only tables refuse TRUNCATE."""
    if not sql_list:
        return None
    return _flush(
        self, ["SET session_replication_role = replica", *sql_list, "SET session_replication_role = DEFAULT"]
    )


__all__ = ["browser"]  # a fixture of every folder

DatabaseOperations.execute_sql_flush = flush_past_triggers  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database of the run; whatever thread still holds it at the end is shown the door, so that it can be dropped."""
    gc.collect()
    gc.freeze()  # what stands now stays to the end: no collection of the run needs to look at it again
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Rate limits and cached pages must not leak from one test into another."""
    AWAY_UNTIL.clear()
    cache.clear()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Hide Playwright's loop, which runs in this thread from the first browser test on, from every other test.

    Beside a running loop Django keeps another connection and pyHanko's plain calls refuse. Hidden around the whole test:
    hidden later, its transaction would stand on the one connection and its rows be written, to stay, on the other.
    """
    running = None if "browser" in getattr(item, "fixturenames", ()) else events._get_running_loop()
    if running:
        events._set_running_loop(None)
    try:
        return (yield)
    finally:
        if running:
            events._set_running_loop(running)


@pytest.fixture
def client() -> StrictClient:
    """The strict client: a page that breaks a house rule fails the test."""
    return StrictClient()
