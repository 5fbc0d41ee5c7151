"""Check an inclusion proof and a consistency proof: the algorithms of RFC 9162, 2.1.3.2 and 2.1.4.2. Wrong input is a no."""

from collections.abc import Sequence

from verification.merkle.hashing import node_hash

LENGTH = 32


def is_included(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether the path leads from the leaf hash at that index to the root of a tree of that size."""
    if not 0 <= index < size or not _whole([leaf, root, *path]):
        return False
    at, last, hash = index, size - 1, leaf
    for part in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            hash = node_hash(part, hash)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            hash = node_hash(hash, part)
        at, last = at >> 1, last >> 1
    return last == 0 and hash == root


def is_consistent(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Whether the tree of size `new` holds the tree of size `old` unchanged as its beginning.

    Nothing is proved about an empty tree, so `old` = 0 is a no; equal sizes need equal roots and no path.
    """
    if not 0 < old <= new or not _whole([old_root, new_root, *path]):
        return False
    if old == new:
        return not path and old_root == new_root
    if not path:
        return False
    rest = list(path) if old & (old - 1) else [old_root, *path]  # a power of two is a node itself
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    before = after = rest[0]
    for part in rest[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            before, after = node_hash(part, before), node_hash(part, after)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            after = node_hash(after, part)
        at, last = at >> 1, last >> 1
    return last == 0 and before == old_root and after == new_root


def _whole(hashes: Sequence[bytes]) -> bool:
    return all(len(hash) == LENGTH for hash in hashes)
