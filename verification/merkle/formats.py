"""The C2SP forms in which a log is read: paths of tiles, bundles of entries (tlog-tiles), proofs to keep (tlog-proof)."""

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from verification.merkle.notes import Malformed, unpacked
from verification.merkle.tree import WIDTH

PLACE = re.compile(r"((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?", re.ASCII)
HEAD = "c2sp.org/tlog-proof@v1"


class Place(NamedTuple):
    """Which tile of a level, and how wide: 256 where it is full."""

    number: int
    width: int

    def __str__(self) -> str:
        parts = [f"{self.number % 1000:03}"]
        rest = self.number // 1000
        while rest:
            parts.insert(0, f"x{rest % 1000:03}")
            rest //= 1000
        return "/".join(parts) + (f".p/{self.width}" if self.width < WIDTH else "")


def place_of(path: str) -> Place | None:
    """The tile that a path such as x001/x234/067 or 000.p/5 means; None for every other spelling."""
    found = PLACE.fullmatch(path)
    if not found:
        return None
    place = Place(int(found[1].replace("x", "").replace("/", "")), int(found[2] or WIDTH))
    return place if str(place) == path else None


def bundle(entries: Iterable[bytes]) -> bytes:
    """Entries one after the other, each behind its length in two bytes."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


@dataclass(frozen=True)
class Proof:
    """That an entry is in the log, to be kept and checked without the log: `extra` is for whoever reads the entry."""

    index: int
    path: Sequence[bytes]
    checkpoint: str
    extra: bytes = b""

    def __str__(self) -> str:
        extra = [f"extra {b64encode(self.extra).decode()}"] if self.extra else []
        path = (b64encode(hash).decode() for hash in self.path)
        return "\n".join([HEAD, *extra, f"index {self.index}", *path, "", self.checkpoint])


def parse_proof(text: str) -> Proof:
    """Out of the text. Raises Malformed."""
    head, gap, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    extra = unpacked(lines.pop(1)[6:]) if len(lines) > 1 and lines[1].startswith("extra ") else b""
    path = [unpacked(line) for line in lines[2:]]
    if (
        not gap
        or lines[0] != HEAD
        or not re.fullmatch("index (0|[1-9][0-9]{0,17})", "".join(lines[1:2]), re.ASCII)
        or any(len(hash) != 32 for hash in path)
    ):
        raise Malformed("not a proof of a log")
    return Proof(int(lines[1][6:]), path, checkpoint, extra)
