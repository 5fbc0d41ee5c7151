"""Roots and proofs out of tiles: a few tiles of 256 hashes are read, whatever the size of the log (RFC 6962, 2.1.1 and 2.1.2)."""

from collections.abc import Callable, Sequence

from verification.merkle.hashing import EMPTY, above, node_hash

HEIGHT = 8
WIDTH = 1 << HEIGHT

# The hashes of a level from the first on, so many: level 0 are the leaves, level n the roots of full tiles of n - 1.
Read = Callable[[int, int, int], Sequence[bytes]]


class Tree:
    """A log of `size` entries. Reads each tile at most once; one tree answers many questions."""

    def __init__(self, size: int, read: Read) -> None:
        self.size = size
        self._read = read
        self._tiles: dict[tuple[int, int], list[list[bytes]]] = {}

    def root(self) -> bytes:
        return self.span(0, self.size)

    def span(self, start: int, stop: int) -> bytes:
        """The Merkle tree hash of the entries from `start` to before `stop`, as proofs cut them."""
        if start == stop:
            return EMPTY
        count = stop - start
        height = count.bit_length() - 1
        if count == 1 << height:
            return self._node(height, start >> height)
        middle = start + (1 << height)
        return node_hash(self.span(start, middle), self.span(middle, stop))

    def inclusion(self, index: int) -> list[bytes]:
        """The path from the entry at `index` to the root, lowest first. Raises IndexError outside the log."""
        if not 0 <= index < self.size:
            raise IndexError(index)
        start, stop, path = 0, self.size, []
        while stop - start > 1:
            middle = start + split(stop - start)
            if index < middle:
                path.append(self.span(middle, stop))
                stop = middle
            else:
                path.append(self.span(start, middle))
                start = middle
        return path[::-1]

    def consistency(self, old: int) -> list[bytes]:
        """What proves that the first `old` entries are still the same. Raises IndexError outside 1 to size."""
        if not 0 < old <= self.size:
            raise IndexError(old)
        start, stop, whole, path = 0, self.size, True, []
        while old != stop:
            middle = start + split(stop - start)
            if old <= middle:
                path.append(self.span(middle, stop))
                stop = middle
            else:
                path.append(self.span(start, middle))
                start, whole = middle, False
        if not whole:
            path.append(self.span(start, stop))
        return path[::-1]

    def _node(self, height: int, position: int) -> bytes:
        """The hash over 2^height entries, out of the tile that it lies in."""
        level, inside = divmod(height, HEIGHT)
        first = position << inside
        rows = self._tile(level, first // WIDTH)
        return rows[inside][(first % WIDTH) >> inside]

    def _tile(self, level: int, number: int) -> list[list[bytes]]:
        """The rows of a tile: its hashes, and the rows above them up to its own root."""
        if (level, number) not in self._tiles:
            count = width_of(self.size, level, number)
            rows = [list(self._read(level, number * WIDTH, count))]
            if len(rows[0]) != count:
                raise LookupError(f"tile {level}/{number} has {len(rows[0])} hashes instead of {count}")
            while len(rows[-1]) > 1:
                rows.append(above(rows[-1]))
            self._tiles[level, number] = rows
        return self._tiles[level, number]


def split(count: int) -> int:
    """The largest power of two below `count`."""
    return 1 << (count - 1).bit_length() - 1


def width_of(size: int, level: int, number: int) -> int:
    """How many hashes the tile has in a log of that size: 256 where it is full, 0 where there is none."""
    return max(0, min(WIDTH, (size >> HEIGHT * level) - number * WIDTH))
