"""Many write the log while others sign and read it: no gap, no double, and every checkpoint holds every earlier one (G18)."""

import threading
from itertools import combinations
from random import Random

import pytest
from django.db import IntegrityError
from django.utils import timezone

from tests.support.together import together
from verification import audit, entries
from verification.actions import log
from verification.merkle.proofs import is_consistent, is_included
from verification.models import LogCheckpoint, LogEntry
from verification.queries import log as queries

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, READERS, ROUNDS = 8, 4, 8


def bodies(writer: int, round: int, count: int) -> list[bytes]:
    """Entries of made-up certificates that no other writer has."""
    return [
        entries.entry("issue", f"HCEC-{writer}-2570-{round:03}{n:03}-00000000", f"{n:064x}", timezone.now())
        for n in range(count)
    ]


def test_eight_writers_and_four_readers_see_one_log_that_only_grows():
    def write(writer: int) -> None:
        for round in range(ROUNDS):
            log.append(bodies(writer, round, 5 + writer))

    def read(reader: int) -> None:
        chance, seen = Random(reader), None
        for _round in range(ROUNDS):
            last = log.sign(at=timezone.now())
            if last is None:
                continue
            tree, root = queries.tree(last.size), bytes(last.root)
            if seen is not None and seen.size < last.size:
                path = tree.consistency(seen.size)
                assert is_consistent(seen.size, last.size, path, bytes(seen.root), root)
            index = chance.randrange(last.size)
            [leaf] = queries.hashes(0, index, 1)
            assert is_included(leaf, index, last.size, tree.inclusion(index), root)
            seen = last

    assert together(WRITERS + READERS, lambda n: write(n) if n < WRITERS else read(n)) == []
    written = sum(ROUNDS * (5 + writer) for writer in range(WRITERS))
    assert list(LogEntry.objects.order_by("index").values_list("index", flat=True)) == list(range(written))
    log.sign(at=timezone.now())
    assert list(audit.findings(log_only=True)) == []
    checkpoints = list(LogCheckpoint.objects.order_by("size"))
    for old, new in combinations(checkpoints, 2):
        path = queries.tree(new.size).consistency(old.size)
        assert is_consistent(old.size, new.size, path, bytes(old.root), bytes(new.root))


def test_without_the_lock_of_the_head_two_writers_want_the_same_place(monkeypatch: pytest.MonkeyPatch):
    """The control: with the guard off the race shows, and only the database stops it."""
    pause, size = threading.Barrier(4), queries.size

    def unlocked() -> int:
        found = size()
        pause.wait()
        return found

    monkeypatch.setattr(log, "take_turn", lambda lock: None)
    monkeypatch.setattr(log.log, "size", unlocked)
    faults = together(4, lambda writer: log.append(bodies(writer, 0, 3)))
    assert len(faults) == 3
    assert all(isinstance(fault, IntegrityError) for fault in faults)
    assert sorted(LogEntry.objects.values_list("index", flat=True)) == [0, 1, 2]
