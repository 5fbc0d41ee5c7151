"""Hashes of a Merkle tree (RFC 6962, 2.1; the same in RFC 9162, 2.1.1): SHA-256, leaves and nodes told apart by a byte."""

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY = sha256(b"").digest()  # the root of a tree without leaves


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


def above(hashes: Sequence[bytes]) -> list[bytes]:
    """The row above a row of hashes; one that is left over at the right end has none."""
    return [node_hash(hashes[at], hashes[at + 1]) for at in range(0, len(hashes) - 1, 2)]


def folded(hashes: Sequence[bytes]) -> bytes:
    """The one hash over a power of two of them."""
    while len(hashes) > 1:
        hashes = above(hashes)
    return hashes[0]


class Growing:
    """A tree that grows by one leaf after the other and keeps one hash for each height: what a full audit computes.

    `full` are the roots of tiles that the last leaf completed: level, position, hash.
    """

    def __init__(self) -> None:
        self.size = 0
        self.full: list[tuple[int, int, bytes]] = []
        self._peaks: list[tuple[int, bytes]] = []

    def add(self, leaf: bytes) -> None:
        height, hash, peaks = 0, leaf, self._peaks
        self.size += 1
        self.full.clear()
        while peaks and peaks[-1][0] == height:
            hash = node_hash(peaks.pop()[1], hash)
            height += 1
            if height % 8 == 0:
                self.full.append((height // 8, (self.size >> height) - 1, hash))
        peaks.append((height, hash))

    def root(self) -> bytes:
        if not self._peaks:
            return EMPTY
        hash = self._peaks[-1][1]
        for _height, peak in self._peaks[-2::-1]:
            hash = node_hash(peak, hash)
        return hash


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over so many leaf hashes, read once."""
    tree = Growing()
    for leaf in leaves:
        tree.add(leaf)
    return tree.root()
