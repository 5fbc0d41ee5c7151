"""Audit the whole public log: everything computed anew from the entries, and held against what was signed and recorded.

Each function takes rows and yields a sentence for each thing that is wrong; `findings` gives them the database's.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.db import connection

from verification import entries
from verification.merkle.hashing import Growing, leaf_hash
from verification.merkle.notes import Checkpoint, Key, Malformed, parse_note
from verification.models import Cosignature, LogCheckpoint, LogEntry, LogNode


class Said(NamedTuple):
    """What somebody holds the log to: a size, the root over it, and where that stands."""

    size: int
    root: bytes
    where: str


def findings(published: Iterable[str] = (), *, log_only: bool = False) -> Iterator[str]:
    """What is wrong with the log; nothing where all is well. `published` are signed notes kept outside the database.

    `log_only` leaves out the comparison with certificates and revocations.
    """
    said = [*_recorded(), *_kept_outside(published)]
    rows = LogEntry.objects.order_by("index").values_list("index", "body", "leaf").iterator(chunk_size=5000)
    nodes = {
        (level, position): bytes(hash)
        for level, position, hash in LogNode.objects.values_list("level", "position", "hash").iterator()
    }
    yield from of_notes(
        LogCheckpoint.objects.order_by("size").values_list("size", "root", "note", "key__vkey")
    )
    yield from of_notes(
        Cosignature.objects.values_list(
            "checkpoint__size", "checkpoint__root", "checkpoint__note", "witness__vkey", "line"
        )
    )
    yield from of_entries(rows, said, nodes)
    if not log_only:
        yield from of_records(_records())


def of_entries(
    rows: Iterable[tuple[int, Any, Any]], said: Iterable[Said], nodes: Mapping[tuple[int, int], bytes]
) -> Iterator[str]:
    """Indices without gap, leaves that are the hashes of their entries, and every root that was ever said."""
    tree, seen = Growing(), 0
    waiting = sorted(said)[::-1]
    for index, body, leaf in rows:
        if index != tree.size:
            yield f"entry {index} stands at place {tree.size}"
        if leaf_hash(body) != bytes(leaf):
            yield f"entry {index}: the leaf is not the hash of the entry"
        tree.add(leaf_hash(body))
        for level, position, hash in tree.full:
            seen += (level, position) in nodes
            if nodes.get((level, position), hash) != hash:
                yield f"tile {level - 1}/{position}: the root on record is another"
        while waiting and waiting[-1].size == tree.size:
            one = waiting.pop()
            if one.root != tree.root():
                yield f"the first {one.size} entries are not those of {one.where}"
    for one in waiting:
        yield f"the log has {tree.size} entries, and {one.where} says {one.size}"
    if seen != len(nodes):
        yield f"{len(nodes) - seen} roots of tiles are on record that the log does not have"


def of_notes(rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    """Signed notes that say what their row says, signed by the key of the row (in the note, or in a line of its own)."""
    for size, root, note, vkey, *line in rows:
        try:
            text, lines = parse_note(note)
            told, key = Checkpoint.parse(text), Key.parse(vkey)
        except Malformed as fault:
            yield f"checkpoint {size}: {fault}"
            continue
        if (told.size, told.root) != (size, bytes(root)):
            yield f"checkpoint {size}: the note says another size or root"
        if all(key.signed(text, each) is None for each in line or lines):
            yield f"checkpoint {size}: not signed by {key.name}"


def of_records(rows: Iterable[tuple[bytes | None, bytes | None, str]]) -> Iterator[str]:
    """Pairs of an entry and of what the tables say that it must be, with the number."""
    for body, wanted, number in rows:
        if body is None:
            yield f"{number}: not in the log"
        elif wanted is None:
            yield f"{number}: in the log, and not on record"
        elif bytes(body) != wanted:
            yield f"{number}: the log says another thing than the record"


def _recorded() -> Iterator[Said]:
    for size, root in LogCheckpoint.objects.values_list("size", "root"):
        yield Said(size, bytes(root), "the checkpoint on record")


def _kept_outside(notes: Iterable[str]) -> Iterator[Said]:
    """Raises Malformed where a text is no signed checkpoint."""
    for note in notes:
        told = Checkpoint.parse(parse_note(note)[0])
        yield Said(told.size, told.root, "a checkpoint kept outside")


ISSUED = """
    SELECT e.body, c.number, c.issued_at, c.facts, s.value, coalesce(f.number, '')
      FROM verification_certificate c
      LEFT JOIN verification_salt s ON s.certificate_id = c.id
      LEFT JOIN verification_logentry e ON e.number = left(c.number, -9) AND e.kind IN ('issue', 'correct')
      LEFT JOIN verification_certificate f ON f.id = c.replaces_id
"""
REVOKED = """
    SELECT e.body, c.number, v.revoked_at, v.reason, v.office, s.value
      FROM verification_revocation v JOIN verification_certificate c ON c.id = v.certificate_id
      LEFT JOIN verification_salt s ON s.certificate_id = c.id
      LEFT JOIN verification_logentry e ON e.number = left(c.number, -9) AND e.kind = 'revoke'
"""
STRANGE = """
    SELECT e.body, e.number FROM verification_logentry e
     WHERE NOT EXISTS (SELECT FROM verification_certificate c
       LEFT JOIN verification_revocation v ON v.certificate_id = c.id
       WHERE left(c.number, -9) = e.number AND (e.kind IN ('issue', 'correct') OR v.id IS NOT NULL))
"""


def _records() -> Iterator[tuple[bytes | None, bytes | None, str]]:
    for body, number, at, facts, salt, previous in _streamed(ISSUED):
        wanted = salt and entries.of_issue(number, at, json.loads(facts), bytes(salt), previous)
        yield body, wanted or b"", number
    for body, number, at, reason, office, salt in _streamed(REVOKED):
        wanted = salt and entries.of_revocation(number, at, reason, json.loads(office), bytes(salt))
        yield body, wanted or b"", number
    for body, number in _streamed(STRANGE):
        yield body, None, number


def _streamed(sql: str) -> Iterator[tuple[Any, ...]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql)
        while rows := cursor.fetchmany(2000):
            yield from rows
