"""The canaries sing: each text has an owner, and what leaks is heard in pages, sheets and papers (G11)."""

import pytest

from hcec.core.access import BranchQuerySet
from tests.doors.canaries import models_with_texts
from tests.doors.reach import OF_NOBODY, OWNERS, PUBLIC
from tests.doors.world import all_doors

pytestmark = pytest.mark.django_db
DOORS = {door.name: door for door in all_doors()}
NOBODY: frozenset = frozenset()


def test_every_text_of_the_database_has_readers():
    told = PUBLIC | OF_NOBODY | OWNERS.keys()
    missing = {model._meta.label for model in models_with_texts()} - told
    assert not missing, f"say in tests/doors/reach.py who may read {sorted(missing)}"


def test_a_list_that_forgets_whose_rows_it_shows_is_heard(world, monkeypatch):
    door = DOORS["manage-equipment"]
    assert not world.strange("manager_away", world.knock(door, "manager_away", "get"))
    monkeypatch.setattr(BranchQuerySet, "within", lambda self, *_args: self.all())
    assert world.strange("manager_away", world.knock(door, "manager_away", "get"))


@pytest.mark.parametrize(
    ("name", "role", "query", "begins"),
    [
        ("manage-equipment", "manager", "?export=csv", b"\xef\xbb\xbf"),
        ("manage-equipment", "manager", "?export=xlsx", b"PK"),
        ("meeting-paper", "manager", "", b"%PDF"),
        ("meeting", "manager", "", b"<!doctype"),
    ],
)
def test_a_marker_is_found_in_every_kind_of_answer(world, name, role, query, begins):
    answer = world.knock(DOORS[name], role, "get", path=world.path(DOORS[name]) + query)
    body = getattr(answer, "body", None) or answer.content
    assert body.lstrip().lower().startswith(begins.lower())
    assert world.canaries.strange(answer, NOBODY)
    assert not world.strange(role, answer)
