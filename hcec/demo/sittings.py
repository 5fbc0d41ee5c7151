"""A year of test sessions: planned, booked, held and marked by the actions that the pages call.

What lies in the past cannot be booked any more, because the database's own clock guards the booking window; those
bookings and who came are written as rows with their audit entries, and everything after them goes through the
actions again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from django.utils import timezone

from centers.models import Center, Room
from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.models import AuditEntry
from hcec.core.numbers import CROCKFORD
from hcec.demo import diary
from hcec.demo.staff import Office
from testing import numbers
from testing.actions import bookings, clock, plans, results, sessions
from testing.lifecycles import BookingStatus
from testing.models import Band, Booking, Exam, Session

WINDOW = timedelta(days=45)
# How the levels of a scale of so many bands fall, from the lowest up.
LEVELS = {7: (3, 10, 27, 34, 19, 6, 1), 4: (15, 40, 35, 10)}


@dataclass
class Year:
    """What one center's year of tests needs: its people, its office, its exams, and the moment that is today."""

    center: Center
    office: Office
    people: Sequence[User]
    exams: Sequence[Exam]
    random: Random
    now: datetime
    busy: set[tuple[int, date]]  # (person, day): nobody of the province is asked to be in two places
    cast: Mapping[str, User] = field(
        default_factory=dict
    )  # the demo's own people, where this is their center

    def run(self, days: Sequence[int]) -> None:
        """Every session of the diary, oldest first, and where the cast is at home one that is about to begin."""
        hall = self.center.rooms.get(kind=Room.Kind.LAB)
        for number, day in enumerate(days):
            hours = diary.on(self.now, day, hour=(9, 13)[number % 2])
            session = self.planned(hours, hall, self.exams[number % len(self.exams)])
            self.fill(session, self.comers(session, day))
            if session.ends_at < self.now:
                self.hold(session)
        if self.cast:
            session = self.planned(diary.next_desk(self.now), hall, self.exams[0])
            self.fill(session, self.crowd(session, 0.75))
            clock.close_in_time(session, at=session.closes_at)

    def comers(self, session: Session, day: int) -> list[User]:
        """The cast's own first, then the crowd; whoever is to wait comes last to a session that is full."""
        if session.opens_at > self.now:
            return []
        first, last = self.of_cast(diary.SITS, day), self.of_cast(diary.WAITS, day)
        share = 1.15 if last else self.random.choice((0.5, 0.7, 0.85, 0.95, 1.15))
        return [*first, *self.crowd(session, share), *last]

    def of_cast(self, diary_of_cast: Mapping[int, Sequence[str]], day: int) -> list[User]:
        return [self.cast[key] for key in diary_of_cast.get(day, ()) if self.cast]

    def fill(self, session: Session, people: Sequence[User]) -> None:
        """Book through the action while the window is open; what is over is remembered."""
        if session.closes_at > self.now >= session.opens_at:
            for person in people:
                bookings.book(session.pk, by=person, key=self.key())
        else:
            self.remember(session, people)

    def key(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def planned(self, hours: diary.Hours, room: Room, exam: Exam) -> Session:
        """A session as the manager planned and announced it six weeks before; the farthest one is still a draft."""
        opens_at = min(hours.starts_at - WINDOW, self.now + timedelta(days=20))
        plan = plans.Plan(
            exam=exam,
            room=room,
            starts_at=hours.starts_at,
            ends_at=hours.ends_at,
            seats=self.random.choice((10, 12, 16)),
            opens_at=opens_at,
            closes_at=hours.starts_at - timedelta(days=2),
            cancel_until=hours.starts_at - timedelta(days=1),
            substitutes=bool(self.cast),
        )
        planned_at = min(opens_at - timedelta(days=5), self.now)
        session = plans.draft(plan, by=self.office.manager, at=planned_at)
        if hours.starts_at > self.now + timedelta(days=70):
            return session
        return sessions.open_booking(session, by=self.office.manager, at=planned_at)

    def crowd(self, session: Session, share: float) -> list[User]:
        """So many people for the seats there are, each free on that day."""
        day = timezone.localdate(session.starts_at)
        free = [person for person in self.people if (person.pk, day) not in self.busy]
        chosen = self.random.sample(free, min(len(free), round(session.seats * share)))
        self.busy.update((person.pk, day) for person in chosen)
        return chosen

    def remember(self, session: Session, people: Sequence[User]) -> None:
        """Bookings of a window that is over, as rows: seats in the order of arrival, then the waiting list."""
        rows = [self.remembered(session, person, number) for number, person in enumerate(people, start=1)]
        Booking.objects.bulk_create(rows)
        entries = [
            audit.entry("book", row, by=row.person, at=row.booked_at, session=session.pk, seat=row.seat_no)
            for row in rows
        ]
        verbs = {BookingStatus.ATTENDED: "check_in", BookingStatus.ABSENT: "mark_absent"}
        entries += [
            audit.entry(verbs[row.status], row, by=row.marked_by, at=row.marked_at)
            for row in rows
            if row.marked_at
        ]
        AuditEntry.objects.bulk_create(entries)
        Session.objects.filter(pk=session.pk).update(free_from=min(len(rows), session.seats) + 1)

    def remembered(self, session: Session, person: User, number: int) -> Booking:
        """The booking of the number-th person to come, and whether she came on the day where it is over."""
        seated, over = number <= session.seats, session.ends_at < self.now
        status, marked_at = (BookingStatus.CONFIRMED if seated else BookingStatus.WAITING), None
        if seated and over:
            came = self.random.random() < 0.9 or person in self.cast.values()
            status = BookingStatus.ATTENDED if came else BookingStatus.ABSENT
            marked_at = session.starts_at + timedelta(minutes=self.random.randrange(-55, 0) if came else 30)
        return Booking(
            session=session,
            person=person,
            status=status,
            seat_no=number if seated else None,
            wait_no=None if seated else number - session.seats,
            code=self.code(),
            idempotency_key=self.key(),
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            booked_at=session.opens_at + timedelta(hours=number),
            marked_by=self.office.manager if marked_at else None,
            marked_at=marked_at,
        )

    def code(self) -> str:
        """A booking code of this stream of chance."""
        body = "".join(self.random.choice(CROCKFORD) for _ in range(numbers.LENGTH))
        return body + numbers.check_sign(body)

    def hold(self, session: Session) -> None:
        """The day itself and, where it is long enough ago, attendance, results and their release."""
        clock.close_in_time(session, at=session.closes_at)
        clock.lapse(session, at=session.starts_at)
        clock.hold_in_time(session, at=session.ends_at)
        if session.ends_at < self.now - timedelta(days=3):
            sessions.finalise(session, by=self.office.manager, at=session.ends_at + timedelta(hours=1))
            self.mark(session)

    def mark(self, session: Session) -> None:
        """Results are entered within the week, and released by the director unless that is still to do."""
        sat = Booking.objects.filter(session=session, status=BookingStatus.ATTENDED).select_related(
            "session__exam"
        )
        entries = [self.entry(booking) for booking in sat.order_by("seat_no")]
        entered = results.enter(entries, by=self.office.manager, at=session.ends_at + timedelta(days=3))
        if session.ends_at < self.now - timedelta(days=14):
            results.release(entered, by=self.office.director, at=session.ends_at + timedelta(days=7))

    def entry(self, booking: Booking) -> results.Entry:
        """Marks that hang together: parts lie about the overall level, and scores add up where levels are scores."""
        exam = booking.session.exam
        bands = sorted(exam.scale.bands.all(), key=lambda band: band.rank)
        place = self.random.choices(range(len(bands)), LEVELS.get(len(bands)))[0]
        if all(band.min_score is not None for band in bands):
            return self.scored(booking, bands, place)
        parts = {}
        for part in exam.parts.all():
            near = min(max(place + self.random.choice((-1, 0, 0, 1)), 0), len(bands) - 1)
            parts[part] = results.Mark(band=bands[near])
        return results.Entry(booking=booking, overall=bands[place], parts=parts)

    def scored(self, booking: Booking, bands: list[Band], place: int) -> results.Entry:
        """A total within the level, spread over the parts."""
        ends = [int(band.min_score or 0) for band in bands] + [101]
        left = self.random.randrange(max(ends[place], 25), ends[place + 1])
        marks, parts = {}, list(booking.session.exam.parts.all())
        total = Decimal(left)
        for number, part in enumerate(parts):
            most = int(part.max_score or 100)
            rest = sum(int(later.max_score or 100) for later in parts[number + 1 :])
            low, high = max(0, left - rest), min(most, left)
            fair = round(left * most / (most + rest))
            score = min(max(fair + self.random.randrange(-3, 4), low), high)
            marks[part], left = results.Mark(score=Decimal(score)), left - score
        return results.Entry(booking=booking, overall=bands[place], total_score=total, parts=marks)
