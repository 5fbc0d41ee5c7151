"""What the house should do with places in rounds, said a second time in plain Python: lists, dicts, no database.

The stories of test_enrolment_model.py do every step in both and compare everything. A step that is refused raises `No`.
"""

from dataclasses import dataclass, field

ENROLLED, WAITING, CANCELLED = "enrolled", "waiting", "cancelled"


class No(Exception):
    """The step is refused and nothing has changed."""


@dataclass
class Pool:
    """Seats kept for one kind of people until somebody opens them."""

    kind: str
    open: bool = False


@dataclass
class Round:
    """One round; `hours` are equal where two cannot be attended by one person."""

    hours: int
    course: str
    seats: int
    members_only: bool = False
    off: bool = False
    last_number: int = 0
    pools: dict[int, Pool] = field(default_factory=dict)
    kept: dict[int, int] = field(default_factory=dict)  # seat -> pool


@dataclass
class Place:
    who: int
    where: int
    status: str
    seat: int | None
    number: int | None


class Model:
    """The whole of it. `once` is the course of which nobody may have two rounds, as long as that rule is in force."""

    def __init__(self, rounds: list[Round], kinds: list[str], members: set[int]) -> None:
        self.rounds, self.kinds, self.members = rounds, kinds, members
        self.places: list[Place] = []
        self.once = ""
        self.jobs: list[int] = []

    # What is so

    def at(self, where: int, *statuses: str) -> list[Place]:
        return [place for place in self.places if place.where == where and place.status in statuses]

    def free(self, where: int) -> list[int]:
        taken = {place.seat for place in self.at(where, ENROLLED)}
        return [seat for seat in range(1, self.rounds[where].seats + 1) if seat not in taken]

    def open_to(self, who: int, where: int) -> list[int]:
        """The free seats that she may have, her pool's and opened ones first."""
        round, found = self.rounds[where], []
        for seat in self.free(where):
            pool = round.pools.get(round.kept.get(seat, 0))
            if pool is None or pool.open or pool.kind == self.kinds[who]:
                found.append((pool is None, seat))
        return [seat for _general, seat in sorted(found)]

    def kept_out(self, who: int, where: int) -> bool:
        round = self.rounds[where]
        if round.members_only and who not in self.members:
            return True
        others = [p for p in self.places if p.who == who and p.status == ENROLLED and p.where != where]
        return round.course == self.once and any(self.rounds[p.where].course == self.once for p in others)

    def busy(self, who: int, where: int) -> bool:
        others = [p for p in self.places if p.who == who and p.status == ENROLLED and p.where != where]
        return any(self.rounds[p.where].hours == self.rounds[where].hours for p in others)

    def could_come(self, place: Place) -> bool:
        out = self.busy(place.who, place.where) or self.kept_out(place.who, place.where)
        return not out and bool(self.open_to(place.who, place.where))

    def left_waiting(self) -> list[Place]:
        """Who waits beside a free seat that could be hers: nobody, ever."""
        return [
            place
            for place in self.places
            if place.status == WAITING and not self.rounds[place.where].off and self.could_come(place)
        ]

    # What is done

    def serve(self, where: int) -> None:
        """Give free seats to the lowest numbers that may have one."""
        if self.rounds[where].off:
            return
        for place in sorted(self.at(where, WAITING), key=lambda place: place.number or 0):
            if self.could_come(place):
                place.seat, place.status = self.open_to(place.who, where)[0], ENROLLED

    def settle(self) -> None:
        """Do the jobs that the last step left."""
        for where in self.jobs:
            self.serve(where)
        self.jobs = []

    def beat(self) -> None:
        for where in range(len(self.rounds)):
            self.serve(where)

    def gave_up(self, *people: int) -> None:
        waits = [place.where for place in self.places if place.who in people and place.status == WAITING]
        self.jobs += sorted(waits)

    def enrol(self, who: int, where: int) -> None:
        round = self.rounds[where]
        here = any(place.who == who for place in self.at(where, ENROLLED, WAITING))
        if round.off or here or self.busy(who, where) or self.kept_out(who, where):
            raise No
        self.serve(where)
        seats = self.open_to(who, where)
        if not seats:
            round.last_number += 1
        self.places.append(
            Place(
                who,
                where,
                ENROLLED if seats else WAITING,
                seats[0] if seats else None,
                None if seats else round.last_number,
            )
        )

    def cancel(self, place: Place) -> None:
        place.status, place.seat = CANCELLED, None
        self.serve(place.where)
        self.gave_up(place.who)

    def set_seats(self, where: int, seats: int) -> None:
        round = self.rounds[where]
        if round.off or len(self.at(where, ENROLLED)) > seats:
            raise No
        for place in sorted(self.at(where, ENROLLED), key=lambda place: place.seat or 0):
            if place.seat and place.seat > seats:
                hers = [seat for seat in self.open_to(place.who, where) if seat <= seats]
                place.seat = min(hers) if hers else min(seat for seat in self.free(where) if seat <= seats)
        round.seats = seats
        round.kept = {seat: pool for seat, pool in round.kept.items() if seat <= seats}
        self.serve(where)

    def keep(self, where: int, many: int, kind: str, key: int) -> None:
        round = self.rounds[where]
        free = [seat for seat in self.free(where) if seat not in round.kept]
        if round.off or len(free) < many:
            raise No
        round.pools[key] = Pool(kind)
        round.kept |= dict.fromkeys(free[:many], key)
        self.serve(where)

    def release(self, where: int, key: int) -> None:
        round = self.rounds[where]
        if round.off or round.pools[key].open:
            raise No
        round.pools[key].open = True
        self.serve(where)

    def remove(self, where: int, key: int) -> None:
        round = self.rounds[where]
        if round.off:
            raise No
        round.kept = {seat: pool for seat, pool in round.kept.items() if pool != key}
        del round.pools[key]
        self.serve(where)

    def call_off(self, where: int) -> None:
        if self.rounds[where].off:
            raise No
        self.rounds[where].off = True
        ended = self.at(where, ENROLLED, WAITING)
        for place in ended:
            place.status, place.seat = CANCELLED, None
        self.gave_up(*{place.who for place in ended})
