"""The public log at ten thousand, a million and ten million entries: append, sign and prove must not grow with it.

Entries are made up by the database; hashes, proofs and checkpoints are the portal's own code on them.
"""

import time
from collections.abc import Callable
from random import Random
from statistics import median
from typing import Any

from tests.bench.harness import House, Pair, house, report

SCALES = (10_000, 1_000_000, 10_000_000)
BATCH, ROUNDS, PROOFS = 500, 9, 200
# The checks of every row are those of the table; the statement's own check for gaps would look through a whole filling.
FILL = """
    INSERT INTO verification_logentry (index, body)
    SELECT n, convert_to('{"at":"2027-01-01T00:00:00Z","commit":"' || encode(sha256(n::text::bytea), 'hex')
           || '","kind":"issue","number":"HCEC-99-2570-' || lpad(n::text, 9, '0') || '","v":1}', 'UTF8')
      FROM generate_series(%s::bigint, %s::bigint) AS n
"""
STEP = 250_000


def main(json: bool) -> None:
    with house("log", web=False, worker=False) as here:
        here.django()
        measured = measure(here)
    report("log", json=json, **measured)


def measure(here: House) -> dict[str, Any]:
    found = {size: at_size(here, size) for size in SCALES}
    small, middle, large = (found[size] for size in SCALES)
    counts = {
        f"{name} at {size:,}, ms": round(median(values), 2)
        for size, about in found.items()
        for name, values in about.items()
    }
    growth = {
        name: median(large[name]) / median(small[name])
        for name in ("append 500", "inclusion proof", "consistency proof")
    }
    counts |= {f"{name}: 10 million to 10 thousand": round(ratio, 2) for name, ratio in growth.items()}
    counts["audit of a million entries, s"] = round(found[1_000_000]["audit"][0] / 1000, 1)
    must = {
        f"{name} costs at 10,000,000 entries at most 4 times what it costs at 10,000 (a thousand would be linear)": ratio
        <= 4
        for name, ratio in growth.items()
    }
    must["the log is what its checkpoints say, from the first entry to the last"] = in_order()
    return {
        "pairs": [
            Pair("root of a million entries", middle["root"], "hashing every leaf again", middle["root anew"], "ms", less=True),
        ],
        "counts": counts,
        "must": must,
    }  # fmt: skip


def at_size(here: House, size: int) -> dict[str, list[float]]:
    """Milliseconds of each thing, at that size of the log."""
    from django.utils import timezone

    from verification.actions import log
    from verification.merkle.hashing import root_of
    from verification.queries import log as queries

    fill(here, size - BATCH * ROUNDS)
    log.sign(at=timezone.now())
    found: dict[str, list[float]] = {"append 500": [], "sign 500 more": []}
    for round in range(ROUNDS):
        found["append 500"].append(ms(append, size, round))
        found["sign 500 more"].append(ms(log.sign, at=timezone.now()))
    chance = Random(size)
    found["inclusion proof"] = [
        ms(queries.tree(size).inclusion, chance.randrange(size)) for _ in range(PROOFS)
    ]
    found["consistency proof"] = [
        ms(queries.tree(size).consistency, chance.randrange(1, size)) for _ in range(PROOFS)
    ]
    if size == 1_000_000:
        found["root"] = [ms(lambda: queries.tree(size).root()) for _ in range(ROUNDS)]
        found["root anew"] = [ms(lambda: root_of(queries.hashes(0, 0, size)))]
        found["audit"] = [ms(in_order)]
    return found


def append(size: int, round: int) -> None:
    from django.utils import timezone

    from verification import entries
    from verification.actions import log

    log.append(
        entries.entry("issue", f"HCEC-98-2570-{size + round:09}{n:03}-00000000", f"{n:064x}", timezone.now())
        for n in range(BATCH)
    )


def fill(here: House, upto: int) -> None:
    """Made-up entries behind what is there, up to so many; then what the planner must know."""
    from verification.queries import log as queries

    here_now = queries.size()
    connection = here.connect()
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET synchronous_commit = off")
        for start in range(here_now, upto, STEP):
            cursor.execute(FILL, [start, min(start + STEP, upto) - 1])
        cursor.execute("VACUUM ANALYZE verification_logentry")
    connection.close()


def in_order() -> bool:
    from verification import audit

    return not list(audit.findings(log_only=True))


def ms(work: Callable[..., object], *given: Any, **named: Any) -> float:
    started = time.perf_counter()
    work(*given, **named)
    return (time.perf_counter() - started) * 1000
