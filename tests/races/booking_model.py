"""What the house should do with seats, said a second time in plain Python: dicts, lists and one queue of jobs, no database.

The stories of test_booking_model.py do every step in both and compare everything. A step that is refused raises `No`.
"""

from dataclasses import dataclass, field
from itertools import count

CONFIRMED, WAITING, OFFERED, CANCELLED = "confirmed", "waiting", "offered", "cancelled"


class No(Exception):
    """The step is refused and nothing has changed."""


@dataclass
class Pool:
    """Seats kept for one kind of people until somebody opens them."""

    kind: str
    open: bool = False


@dataclass
class Session:
    """One session; `hours` are equal where two cannot be attended by one person."""

    hours: int
    province: int
    seats: int
    taken_off: bool = False
    last_number: int = 0
    pools: dict[int, Pool] = field(default_factory=dict)
    kept: dict[int, int] = field(default_factory=dict)  # seat -> pool


@dataclass
class Booking:
    who: int
    where: int
    status: str
    seat: int | None
    number: int | None
    asked: tuple[int, int] = (0, 0)


@dataclass
class Wish:
    """Somebody who waits by need; `province` None: anywhere."""

    who: int
    province: int | None
    asked: tuple[int, int]
    status: str = "open"
    offered: set[int] = field(default_factory=set)


@dataclass
class Offer:
    wish: int
    where: int
    seat: int
    booking: int


class Model:
    """The whole of it. Keys of bookings, wishes and offers are numbers in the order in which they were made."""

    def __init__(self, sessions: list[Session], kinds: list[str]) -> None:
        self.sessions, self.kinds = sessions, kinds
        self.bookings: dict[int, Booking] = {}
        self.wishes: dict[int, Wish] = {}
        self.offers: dict[int, Offer] = {}
        self.jobs: list[tuple[str, int]] = []
        self.new = count(1)

    # What is so

    def at(self, where: int, *statuses: str) -> list[Booking]:
        """The bookings of a session in these states, as they were made."""
        return [b for b in self.bookings.values() if b.where == where and b.status in statuses]

    def free(self, where: int) -> list[int]:
        taken = {booking.seat for booking in self.at(where, CONFIRMED, OFFERED)}
        return [seat for seat in range(1, self.sessions[where].seats + 1) if seat not in taken]

    def seat_for(self, who: int, where: int) -> int | None:
        """The lowest free seat that she may have."""
        session = self.sessions[where]
        for seat in self.free(where):
            pool = session.pools.get(session.kept.get(seat, 0))
            if pool is None or pool.open or pool.kind == self.kinds[who]:
                return seat
        return None

    def here(self, who: int, where: int) -> bool:
        return any(b.who == who for b in self.at(where, CONFIRMED, WAITING, OFFERED))

    def sits(self, who: int, hours: int) -> bool:
        """Whether she sits somewhere in these hours."""
        mine = [b for b in self.bookings.values() if b.who == who and b.status == CONFIRMED]
        return any(self.sessions[b.where].hours == hours for b in mine)

    def holds(self, who: int) -> bool:
        """Whether she has a seat of the test, or one is held for her."""
        return any(b.who == who and b.status in (CONFIRMED, OFFERED) for b in self.bookings.values())

    def next_in(self, where: int) -> Booking | None:
        """Who of the session's own line is next: the lowest number that can come and may have a free seat."""
        for booking in sorted(self.at(where, WAITING), key=lambda b: b.number or 0):
            clash = self.sits(booking.who, self.sessions[where].hours)
            if not clash and self.seat_for(booking.who, where):
                return booking
        return None

    def wants(self, wish: Wish, where: int) -> bool:
        session = self.sessions[where]
        place = wish.province in (None, session.province)
        apart = self.here(wish.who, where) or self.holds(wish.who) or self.sits(wish.who, session.hours)
        return wish.status == "open" and place and not apart and where not in wish.offered

    def wanting(self, where: int) -> list[int]:
        """Wishes that a seat of this session fulfils; who asked first is first."""
        found = [(wish.asked, key) for key, wish in self.wishes.items() if self.wants(wish, where)]
        return [key for _asked, key in sorted(found)]

    def live_wish(self, who: int) -> int | None:
        return next(
            (k for k, w in self.wishes.items() if w.who == who and w.status in ("open", OFFERED)), None
        )

    # What people and managers do

    def book(self, who: int, where: int) -> None:
        session = self.sessions[where]
        if session.taken_off or self.here(who, where) or self.sits(who, session.hours):
            raise No
        seat = self.seat_for(who, where)
        session.last_number += seat is None
        number = session.last_number if seat is None else None
        key, status = next(self.new), CONFIRMED if seat else WAITING
        self.bookings[key] = Booking(who, where, status, seat, number, (2, key))

    def cancel(self, key: int) -> None:
        booking = self.bookings[key]
        self.drop(booking)
        self.pass_on(booking.where)
        self.elsewhere(booking)

    def move(self, key: int, where: int) -> None:
        """Hold a seat there, then give this one back; or keep it."""
        booking = self.bookings[key]
        if where == booking.where or self.sessions[where].taken_off or self.here(booking.who, where):
            raise No
        seat, hours = self.seat_for(booking.who, where), self.sessions[where].hours
        same = hours == self.sessions[booking.where].hours
        if seat is None or (self.sits(booking.who, hours) and not same):
            raise No
        self.drop(booking)
        self.book(booking.who, where)
        self.pass_on(booking.where)
        self.elsewhere(booking)

    def set_seats(self, where: int, seats: int) -> None:
        session = self.sessions[where]
        if session.taken_off or any((b.seat or 0) > seats for b in self.at(where, CONFIRMED, OFFERED)):
            raise No
        session.seats = seats
        session.kept = {seat: pool for seat, pool in session.kept.items() if seat <= seats}
        self.pass_on(where)
        self.pass_on(where)

    def keep(self, where: int, many: int, kind: str, key: int) -> None:
        session = self.sessions[where]
        seats = [seat for seat in self.free(where) if seat not in session.kept][:many]
        if session.taken_off or len(seats) < many:
            raise No
        session.pools[key] = Pool(kind)
        session.kept |= dict.fromkeys(seats, key)
        self.pass_on(where)

    def release(self, where: int, key: int) -> None:
        session = self.sessions[where]
        if session.taken_off or session.pools[key].open:
            raise No
        session.pools[key].open = True
        self.pass_on(where)

    def call_off(self, where: int) -> None:
        session = self.sessions[where]
        if session.taken_off:
            raise No
        for key in [k for k, offer in self.offers.items() if offer.where == where]:
            self.let_go(key, "open")
        session.taken_off = True
        people = [
            k for k, b in self.bookings.items() if b.where == where and b.status in (CONFIRMED, WAITING)
        ]
        seated = [key for key in people if self.bookings[key].seat]
        for key in people:
            self.drop(self.bookings[key])
        self.jobs += [("lost", key) for key in seated]
        for key in people:
            self.elsewhere(self.bookings[key])

    def ask(self, who: int, province: int | None, tick: int) -> None:
        if self.live_wish(who):
            raise No
        self.wish(Wish(who, province, (0, tick)))

    def withdraw(self, key: int) -> None:
        self.wishes[key].status = "withdrawn"

    def accept(self, key: int) -> None:
        offer = self.offers[key]
        wish = self.wishes[offer.wish]
        if self.sits(wish.who, self.sessions[offer.where].hours):
            raise No
        self.bookings[offer.booking].status, wish.status = CONFIRMED, "taken"
        del self.offers[key]

    def turn_down(self, key: int, then: str) -> None:
        """No, or no answer in time; the wish is `then` "open", "declined" or "lapsed"."""
        where = self.offers[key].where
        self.let_go(key, then)
        self.pass_on(where)

    # What follows

    def drop(self, booking: Booking) -> None:
        booking.status, booking.seat = CANCELLED, None

    def let_go(self, key: int, then: str) -> None:
        offer = self.offers.pop(key)
        del self.bookings[offer.booking]
        self.wishes[offer.wish].status = then
        if then == "open":
            self.jobs.append(("seek", offer.wish))

    def wish(self, wish: Wish) -> None:
        key = next(self.new)
        self.wishes[key] = wish
        self.jobs.append(("seek", key))

    def pass_on(self, where: int) -> None:
        """Free seats go to the session's own line; what it does not want is offered to those who wait by need."""
        while booking := self.next_in(where):
            booking.status, booking.seat = CONFIRMED, self.seat_for(booking.who, where)
        if self.free(where):
            self.jobs.append(("look", where))

    def elsewhere(self, given: Booking) -> None:
        """Whoever gave a seat up may be next in other lines."""
        hours = self.sessions[given.where].hours
        mine = {b.where for b in self.bookings.values() if b.who == given.who and b.status == WAITING}
        self.jobs += [("fill", where) for where in sorted(mine) if self.sessions[where].hours == hours]
        if (key := self.live_wish(given.who)) and self.wishes[key].status == "open":
            self.jobs.append(("seek", key))

    def look(self, where: int) -> None:
        if self.sessions[where].taken_off:
            return
        for key in self.wanting(where):
            wish = self.wishes[key]
            if seat := self.seat_for(wish.who, where):
                booking = next(self.new)
                self.bookings[booking] = Booking(wish.who, where, OFFERED, seat, None, (1, booking))
                self.offers[next(self.new)] = Offer(key, where, seat, booking)
                wish.status = OFFERED
                wish.offered.add(where)

    def seek(self, key: int) -> None:
        wish = self.wishes[key]
        for where in self.fitting(wish):
            if wish.status == "open":
                self.look(where)

    def fitting(self, wish: Wish) -> list[int]:
        """Where a wish may find a seat, soonest first."""
        found = []
        for where, session in enumerate(self.sessions):
            there = wish.province in (None, session.province) and not session.taken_off
            clash = self.sits(wish.who, session.hours) or self.here(wish.who, where)
            if there and not clash and where not in wish.offered and self.free(where):
                found.append(where)
        return sorted(found, key=lambda where: (self.sessions[where].hours, where))

    def lost(self, key: int) -> None:
        """Whoever's session was called off waits with the day on which she booked as her place."""
        booking = self.bookings[key]
        if mine := self.live_wish(booking.who):
            self.wishes[mine].asked = min(self.wishes[mine].asked, booking.asked)
            self.jobs.append(("seek", mine))
        else:
            self.wish(Wish(booking.who, self.sessions[booking.where].province, booking.asked))

    def settle(self) -> None:
        """Do the jobs, first come first served, until none is left."""
        do = {"look": self.look, "seek": self.seek, "lost": self.lost, "fill": self.pass_on}
        while self.jobs:
            kind, key = self.jobs.pop(0)
            do[kind](key)

    # The promise

    def left_waiting(self) -> list[tuple[str, int, int]]:
        """Everybody who waits, in a line or by need, beside a free seat that she may have: there must be nobody."""
        own = [("line", b.who, where) for where in range(len(self.sessions)) if (b := self.next_in(where))]
        ahead = [where for where, session in enumerate(self.sessions) if not session.taken_off]
        wishes = [
            ("need", self.wishes[key].who, where)
            for where in ahead
            for key in self.wanting(where)
            if self.seat_for(self.wishes[key].who, where)
        ]
        return own + wishes
