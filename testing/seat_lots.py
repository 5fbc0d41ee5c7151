"""Seats by lot: plain arithmetic on a seed, so that whoever has the record finds the same seats again.

Method 1. People are put in the order of SHA-256 of "seed:code" and take the seats from the lowest number up. Where the
same school is to be kept apart each seat goes to the first in that order who has no neighbour of her school; who is
left over changes places with others, in the same order, as long as fewer neighbours of one school remain. Where some
still remain the same is done with "seed/1", "seed/2" and so on, and the first order that leaves fewest is taken.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

METHOD = 1
TRIES = 25  # orders of the people that are tried
ROUNDS = 4  # passes over the room in which places are changed; more gain nothing in any room that was tried


@dataclass(frozen=True)
class Lot:
    """One person in the drawing: her code, her school's key (None: none known) and the seat she has now."""

    code: str
    school: int | None
    seat: int


Neighbours = Callable[[int], set[int]]


def drawn(
    lots: Sequence[Lot], seats: Sequence[int], seed: str, neighbours: Neighbours | None = None
) -> dict[str, int]:
    """Code → seat for everybody; `neighbours` is given where the same school is to be kept apart."""
    free = sorted(seats)[: len(lots)]
    if neighbours is None:
        return {lot.code: seat for lot, seat in zip(in_order(lots, seed), free, strict=True)}
    beside = {seat: neighbours(seat) for seat in free}
    best: dict[str, int] = {}
    fewest = len(lots) ** 2
    for turn in range(TRIES):
        found = apart(in_order(lots, f"{seed}/{turn}" if turn else seed), free, beside)
        left = together(lots, found, neighbours)
        if left < fewest:
            best, fewest = found, left
        if not left:
            break
    return best


def in_order(lots: Sequence[Lot], seed: str) -> list[Lot]:
    return sorted(lots, key=lambda lot: sha256(f"{seed}:{lot.code}".encode()).hexdigest())


def apart(line: list[Lot], free: Sequence[int], beside: Mapping[int, set[int]]) -> dict[str, int]:
    """Seats for the people in this order, nobody beside one of her school as far as that goes."""
    taken: dict[int, Lot] = {}
    for seat in free:
        lot = next((lot for lot in line if not clashes(lot, seat, taken, beside)), line[0])
        line.remove(lot)
        taken[seat] = lot
    for _round in range(ROUNDS):
        if not improved(taken, beside):
            break
    return {lot.code: seat for seat, lot in taken.items()}


def clashes(lot: Lot, seat: int, taken: Mapping[int, Lot], beside: Mapping[int, set[int]]) -> int:
    """How many neighbours of this seat are of the person's school."""
    if lot.school is None:
        return 0
    others = (taken[n] for n in beside[seat] if n in taken)
    return sum(1 for other in others if other.school == lot.school and other is not lot)


def improved(taken: dict[int, Lot], beside: Mapping[int, set[int]]) -> bool:
    """Change places wherever that leaves fewer neighbours of one school; whether anything was changed."""

    def both(here: int, there: int) -> int:
        return clashes(taken[here], here, taken, beside) + clashes(taken[there], there, taken, beside)

    changed = False
    for here in sorted(taken):
        if not clashes(taken[here], here, taken, beside):
            continue
        for there in sorted(taken):
            before = both(here, there)
            taken[here], taken[there] = taken[there], taken[here]
            if both(here, there) < before:
                changed = True
                break
            taken[here], taken[there] = taken[there], taken[here]
    return changed


def together(lots: Sequence[Lot], seats: Mapping[str, int], neighbours: Neighbours) -> int:
    """How many pairs of neighbours are of one school."""
    taken = {seats[lot.code]: lot for lot in lots}
    beside = {seat: neighbours(seat) for seat in taken}
    return sum(clashes(lot, seat, taken, beside) for seat, lot in taken.items()) // 2
