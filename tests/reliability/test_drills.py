"""Parts are killed in the middle of a rush: no confirmed booking is lost, nothing is left half done (reliability G4, G5, G7).

The full forms: `bin/bench drills --full`.
"""

import pytest
from django.db import connection

from tests.reliability import drills
from tests.reliability.cluster import cluster, judged, shaped_as, staged

# Nothing is asked of the run's own database but its shape; the mark has it made.
pytestmark = pytest.mark.django_db(transaction=True)
SEATS, PEOPLE = 30, 100


@pytest.fixture(scope="module")
def here(django_db_setup, tmp_path_factory):
    with cluster(tmp_path_factory.mktemp("drill"), shaped_as(connection.settings_dict)) as here:
        yield here


@pytest.fixture(scope="module")
def stage(here):
    """Afterwards no truth of the database is broken that was whole before: this portal has neither provinces nor bodies."""
    stage = staged(here, people=PEOPLE, sessions=3, seats=SEATS)
    yield stage
    assert [name for name in judged(here) if name not in stage["broken"]] == []


def test_killed_web_workers_lose_no_booking_and_answer_a_key_once(here, stage):
    people = stage["people"][:40]
    assert drills.web_workers(here, stage["sessions"][0], people, seats=SEATS, kills=6) == []


def test_a_killed_postgresql_loses_nothing_that_was_answered(here, stage):
    assert drills.postgres(here, stage["sessions"][1], stage["people"], seats=SEATS, kills=2) == []


def test_an_emptied_a_silent_and_a_dead_redis_stop_neither_booking_nor_signing_in(here, stage):
    login = {name: stage[name] for name in ("email", "password")}
    assert drills.valkey(here, stage["sessions"][2], stage["people"], seats=SEATS, login=login) == []
