"""Reads of the public log: its size, its hashes as tiles, proofs, and what it says of a certificate."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Func, Max, OuterRef, QuerySet, Subquery, Value

from verification import entries
from verification.merkle.formats import Proof, bundle
from verification.merkle.hashing import folded
from verification.merkle.tree import WIDTH, Tree
from verification.models import Certificate, LogCheckpoint, LogEntry, LogKey, LogNode, Salt, Witness

# The index of the entry that tells of a certificate's issue, for an annotation of certificates.
INDEX = Subquery(
    LogEntry.objects.filter(
        kind__in=entries.OPENING, number=Func(OuterRef("number"), Value(-entries.GROUP), function="left")
    ).values("index")[:1]
)


def size() -> int:
    """How many entries there are, signed for or not."""
    last = LogEntry.objects.aggregate(last=Max("index"))["last"]
    return 0 if last is None else last + 1


def nodes(level: int) -> int:
    """How many roots of full tiles are on record at a level above the leaves; they have no gap either."""
    last = LogNode.objects.filter(level=level).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def hashes(level: int, first: int, count: int) -> list[bytes]:
    """So many hashes of a level: leaves, or roots of full tiles (the `Read` of a tree)."""
    if level == 0:
        rows = LogEntry.objects.filter(index__gte=first, index__lt=first + count).order_by("index")
        return [bytes(leaf) for leaf in rows.values_list("leaf", flat=True)]
    nodes = LogNode.objects.filter(level=level, position__gte=first, position__lt=first + count)
    return [bytes(hash) for hash in nodes.order_by("position").values_list("hash", flat=True)]


def tree(of_size: int) -> Tree:
    return Tree(of_size, hashes)


def roots_of_tiles(level: int, start: int, stop: int) -> Iterator[tuple[int, bytes]]:
    """The roots of the full tiles below a level, from position `start` to before `stop`."""
    below = hashes(level - 1, start * WIDTH, (stop - start) * WIDTH)
    for number in range(stop - start):
        yield start + number, folded(below[number * WIDTH : (number + 1) * WIDTH])


def bodies(first: int, count: int) -> bytes:
    """The bundle of so many entries."""
    rows = LogEntry.objects.filter(index__gte=first, index__lt=first + count).order_by("index")
    return bundle(bytes(body) for body in rows.values_list("body", flat=True))


def last_checkpoint() -> LogCheckpoint | None:
    return LogCheckpoint.objects.order_by("-size").first()


def signed_note(checkpoint: LogCheckpoint) -> str:
    """The checkpoint with the lines of all who signed beside the log, in the order in which they did."""
    lines = checkpoint.cosignatures.order_by("pk").values_list("line", flat=True)
    return checkpoint.note + "".join(f"{line}\n" for line in lines)


def entry_of(certificate: Certificate) -> LogEntry | None:
    """The entry that tells of the issue."""
    place = entries.place(certificate.number)
    return LogEntry.objects.filter(kind__in=entries.OPENING, number=place).order_by("index").first()


@dataclass(frozen=True)
class Logged:
    """What a PDF carries of the log: the entry's bytes, and the proof that they are in it (with the salt)."""

    entry: bytes
    proof: Proof


def proof_for_keeps(certificate: Certificate) -> Logged | None:
    """By the first checkpoint that covers the entry, with the log's signature alone: the same for ever.

    None while no checkpoint covers it.
    """
    return proofs_for_keeps([certificate]).get(certificate.pk)


def proofs_for_keeps(certificates: Sequence[Certificate]) -> dict[int, Logged]:
    """The proofs for keeps of many, by the certificates' primary keys; without those that no checkpoint covers yet."""
    places = {entries.place(each.number): each for each in certificates}
    covering = LogCheckpoint.objects.filter(size__gt=OuterRef("index")).order_by("size").values("size")[:1]
    found = {
        places[row.number].pk: row
        for row in LogEntry.objects.filter(kind__in=entries.OPENING, number__in=places).annotate(
            covered_by=Subquery(covering)
        )
        if row.covered_by is not None
    }
    salts = Salt.objects.in_bulk([*found])
    checkpoints = LogCheckpoint.objects.in_bulk({row.covered_by for row in found.values()})
    trees = {size: tree(size) for size in checkpoints}
    return {
        pk: _logged(row, trees[row.covered_by], checkpoints[row.covered_by].note, bytes(salts[pk].value))
        for pk, row in found.items()
    }


def proof_of_today(certificate: Certificate) -> Logged | None:
    """By the last checkpoint that a witness signed too, where one covers the entry; else by the last one."""
    found = entry_of(certificate)
    if found is None:
        return None
    covering = LogCheckpoint.objects.filter(size__gt=found.index).order_by("-size")
    chosen = covering.filter(cosignatures__isnull=False).first() or covering.first()
    if chosen is None:
        return None
    salt = Salt.objects.get(certificate=certificate).value
    return _logged(found, tree(chosen.size), signed_note(chosen), bytes(salt))


def _logged(found: LogEntry, covering: Tree, note: str, salt: bytes) -> Logged:
    return Logged(bytes(found.body), Proof(found.index, covering.inclusion(found.index), note, salt))


def corrected(certificates: Sequence[Certificate]) -> dict[int, str]:
    """The numbers of the revoked certificates whose place some of these take."""
    return {each.pk: each.replaces.number for each in certificates if each.replaces is not None}


def witnesses() -> QuerySet[Witness]:
    """Those who sign beside the log or did, with the largest log that each has signed."""
    return Witness.objects.select_related("province").annotate(
        seen=Max("cosignatures__checkpoint"), signed_at=Max("cosignatures__at")
    ).order_by("ended_at", "since", "pk")  # fmt: skip


def all_keys() -> list[str]:
    """Every public key that ever signed checkpoints, and those of the witnesses."""
    of_log = LogKey.objects.order_by("pk").values_list("vkey", flat=True)
    return [*of_log, *Witness.objects.order_by("pk").values_list("vkey", flat=True)]
