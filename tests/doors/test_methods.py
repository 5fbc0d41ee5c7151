"""Every door under every other method: nothing breaks, nothing is written, nobody is let in who was not (G10)."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.doors.table import GET_CLOSED, Door, Outcome
from tests.doors.test_doors import DOORS, WRITES_BY_GET, outcome, strange, writes
from tests.doors.world import World

pytestmark = pytest.mark.django_db

# Few roles: which of them gets in is asked by GET and POST; here it is asked what a strange method does inside.
ROLES = ("anonymous", "manager", "obec_officer")


def knocks(
    world: World, method: str, roles: tuple[str, ...]
) -> Iterator[tuple[Door, str, int, list[str], set[str]]]:
    """Each door in each role: the status, what was written, what was told."""
    for door in DOORS:
        for role in roles:
            with transaction.atomic(), CaptureQueriesContext(connection) as queries:
                response = world.knock(door, role, method)
                transaction.set_rollback(True)
            yield door, role, response, writes(queries), strange(world, door, role, response)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_a_method_that_writes_is_turned_away(world, method):
    wrong = [
        f"{door.name} {role}: {response.status_code} {written} {told}"
        for door, role, response, written, told in knocks(world, method, ROLES)
        if written or told or response.status_code != 405
    ]
    assert not wrong, "\n".join(wrong)


def test_asking_for_options_tells_and_writes_nothing(world):
    wrong = [
        f"{door.name} {role}: {response.status_code} {written} {told}"
        for door, role, response, written, told in knocks(world, "options", ROLES)
        if written or told or response.status_code >= 500
    ]
    assert not wrong, "\n".join(wrong)


def test_asking_for_the_head_alone_lets_in_whom_the_page_lets_in_and_writes_nothing(world):
    wrong = []
    for door, role, response, written, told in knocks(world, "head", ("manager",)):
        allowed = door.get is GET_CLOSED or door.get[role] == outcome(response) or (
            door.get[role] is Outcome.IN and response.status_code == 405
        )  # fmt: skip
        if not allowed or told or response.status_code >= 500 or (written and door.name not in WRITES_BY_GET):
            wrong.append(f"{door.name}: {response.status_code} {written} {told}")
    assert not wrong, "\n".join(wrong)
