"""The world of the doors, made once for each file and rolled back at its end."""

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.doors.world import World


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """One world for the whole file, with a canary in each of its texts, beside another that is strange to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World().marked()
        transaction.set_rollback(True)
