"""A thousand tamperings with a log, each found against the last checkpoint that was published (G17)."""

import random
from collections.abc import Callable

import pytest

from verification import audit, entries
from verification.audit import Said
from verification.merkle.hashing import Growing, leaf_hash, root_of

Rows = list[tuple[int, bytes, bytes]]
SIZE, SEED, TIMES = 60, 2569, 125


def honest() -> Rows:
    from datetime import UTC, datetime

    at = datetime(2027, 1, 2, 3, 4, 5, tzinfo=UTC)
    bodies = [entries.entry("issue", f"HCEC-1-2570-{n:06}-0000000A", f"{n:064x}", at) for n in range(SIZE)]
    return [(n, body, leaf_hash(body)) for n, body in enumerate(bodies)]


def numbered(rows: Rows) -> Rows:
    return [(place, body, leaf) for place, (_index, body, leaf) in enumerate(rows)]


def entry(rows: Rows, chance: random.Random) -> Rows:
    """A byte of an entry."""
    n = chance.randrange(SIZE)
    body = bytearray(rows[n][1])
    body[chance.randrange(len(body))] ^= 1 << chance.randrange(7)
    rows[n] = (n, bytes(body), rows[n][2])
    return rows


def leaf(rows: Rows, chance: random.Random) -> Rows:
    """A bit of a leaf."""
    n = chance.randrange(SIZE)
    wrong = bytearray(rows[n][2])
    wrong[chance.randrange(32)] ^= 1 << chance.randrange(8)
    rows[n] = (n, rows[n][1], bytes(wrong))
    return rows


def payload(rows: Rows, chance: random.Random) -> Rows:
    """An entry with its leaf computed anew."""
    n = chance.randrange(SIZE)
    body = rows[n][1].replace(b'"commit":"0', b'"commit":"%d' % chance.randrange(1, 10))
    rows[n] = (n, body, leaf_hash(body))
    return rows


def dropped(rows: Rows, chance: random.Random) -> Rows:
    """An entry out of the middle or the end, the rest moved up."""
    del rows[chance.randrange(SIZE)]
    return numbered(rows)


def dropped_with_a_gap(rows: Rows, chance: random.Random) -> Rows:
    del rows[chance.randrange(SIZE)]
    return rows


def swapped(rows: Rows, chance: random.Random) -> Rows:
    """Two entries in each other's place."""
    a, b = chance.sample(range(SIZE), 2)
    rows[a], rows[b] = rows[b], rows[a]
    return numbered(rows)


def doubled(rows: Rows, chance: random.Random) -> Rows:
    """An entry twice, pushed in or in the place of another."""
    n = chance.randrange(SIZE)
    rows.insert(chance.randrange(SIZE), rows[n])
    return numbered(rows)


def rewritten(rows: Rows, chance: random.Random) -> Rows:
    """Everything from some entry on, with all that is computed computed anew."""
    n = chance.randrange(SIZE)
    bodies = [body for _n, body, _leaf in rows]
    bodies[n:] = [body.replace(b'"commit":"0', b'"commit":"f') for body in bodies[n:]]
    return [(place, body, leaf_hash(body)) for place, body in enumerate(bodies)]


TAMPERINGS = [entry, leaf, payload, dropped, dropped_with_a_gap, swapped, doubled, rewritten]


def published(rows: Rows) -> Said:
    return Said(len(rows), root_of(row[2] for row in rows), "the last checkpoint")


def found(rows: Rows, said: Said) -> list[str]:
    return list(audit.of_entries(rows, [said], {}))


def test_an_honest_log_is_found_in_order():
    assert found(honest(), published(honest())) == []


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
def test_every_one_of_a_thousand_tamperings_is_found(tamper: Callable[[Rows, random.Random], Rows]):
    chance, said = random.Random(f"{SEED} {tamper.__name__}"), published(honest())
    missed = [time for time in range(TIMES) if not found(tamper(honest(), chance), said)]
    assert missed == []
    assert TIMES * len(TAMPERINGS) == 1000


def test_a_rewritten_log_is_in_order_for_whoever_keeps_no_checkpoint():
    """Why checkpoints must leave the database: all that lies in it can be made to agree."""
    rows = rewritten(honest(), random.Random(SEED))
    assert found(rows, published(rows)) == []


def test_a_root_of_a_tile_that_is_another_is_found():
    tree = Growing()
    bodies = [b"%d" % n for n in range(300)]
    rows = [(n, body, leaf_hash(body)) for n, body in enumerate(bodies)]
    nodes = {}
    for _n, _body, hash in rows:
        tree.add(hash)
        nodes |= {(level, place): root for level, place, root in tree.full}
    assert list(audit.of_entries(rows, [], nodes)) == []
    assert list(audit.of_entries(rows, [], {(1, 0): b"x" * 32})) != []
    assert list(audit.of_entries(rows, [], nodes | {(1, 1): b"x" * 32})) != []
