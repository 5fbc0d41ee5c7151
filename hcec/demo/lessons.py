"""A year of training rounds: planned, enrolled in, attended and completed by the actions that the pages call.

As with tests, enrolments of a window that is over are written as rows; all else goes through the actions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import ceil
from random import Random
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from centers.models import Center, Room
from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.models import AuditEntry
from hcec.demo import diary, evaluation
from hcec.demo.staff import Office
from training.actions import attendance, clock, completions, enrolments, objections, rounds, trainers
from training.actions.meetings import MeetingPlan
from training.lifecycles import EnrolmentStatus
from training.models import Attendance, Course, Enrolment, Mode, Round
from training.queries import eligibility

WINDOW = timedelta(days=40)
DAY_MINUTES = 360
CONTESTED = "ดิฉันอยู่จนจบการอบรม วิทยากรเห็นตอนนำเสนอกลุ่มช่วงบ่าย แต่บันทึกไว้เพียงครึ่งวัน"
ANSWERED = "บัญชีลงเวลาช่วงบ่ายไม่มีลายมือชื่อ และวิทยากรยืนยันว่าไม่ได้อยู่ในกลุ่มที่นำเสนอ"
LINK = "https://meet.hcec.example/{code}-{number}"


@dataclass
class Year:
    """What one center's year of training needs."""

    center: Center
    office: Office
    people: Sequence[User]
    courses: Sequence[Course]
    random: Random
    now: datetime
    busy: set[tuple[int, date]]
    cast: Mapping[str, User] = field(default_factory=dict)

    def run(self, days: Sequence[int]) -> None:
        """Every round of the diary, oldest first."""
        room = self.center.rooms.get(kind=Room.Kind.CLASSROOM)
        teachers = self.random.sample(self.people, 2)
        since = diary.on(self.now, min(days) - 60, hour=9).starts_at
        for person in teachers:
            trainers.add(
                self.center,
                email=person.email,
                kind="core",
                since=timezone.localdate(since),
                by=self.office.manager,
                at=since,
            )
        pupils = [person for person in self.people if person not in teachers]
        for number, day in enumerate(days):
            course = self.courses[number % len(self.courses)]
            round = self.planned(course, self.dates(course, day, room, teachers[number % 2]))
            own = [self.cast[key] for key in diary.ATTENDS.get(day, ()) if self.cast]
            wanted = [*own, *self.crowd(round, pupils)]
            if round.closes_at > self.now >= round.opens_at:
                for person in wanted:
                    if eligibility.in_the_way(round, person, self.now):
                        continue
                    enrolments.enrol(round, person=person, key=self.key(), at=self.now)
            else:
                self.remember(round, wanted)
            if round.ends_at < self.now:
                self.hold(round)

    def dates(self, course: Course, day: int, room: Room, trainer: User) -> list[MeetingPlan]:
        """Whole days until the course's hours are covered; the second of three or more is a virtual classroom."""
        minutes, plans = int(course.hours * 60), []
        for number, hours in enumerate(diary.days(self.now, day, ceil(minutes / DAY_MINUTES))):
            virtual = number == 1 and minutes > 2 * DAY_MINUTES
            plans.append(
                MeetingPlan(
                    mode=Mode.VIRTUAL if virtual else Mode.FACE_TO_FACE,
                    starts_at=hours.starts_at,
                    ends_at=hours.ends_at,
                    minutes=min(DAY_MINUTES, minutes - number * DAY_MINUTES),
                    room=None if virtual else room,
                    join_link=LINK.format(code=self.center.code.lower(), number=number) if virtual else "",
                    trainers=(trainer,),
                )
            )
        return plans

    def planned(self, course: Course, dates: list[MeetingPlan]) -> Round:
        """A round as the manager planned and announced it."""
        first = dates[0].starts_at
        opens_at = min(first - WINDOW, self.now + timedelta(days=15))
        fields = {
            "seats": self.random.choice((10, 12, 16)),
            "opens_at": opens_at,
            "closes_at": first - timedelta(days=3),
            "cancel_until": first - timedelta(days=2),
        }
        at = min(opens_at - timedelta(days=7), self.now)
        round = rounds.plan(self.center, course, fields, dates, by=self.office.manager, at=at)
        return rounds.open(round, by=self.office.manager, at=at)

    def crowd(self, round: Round, people: Sequence[User]) -> list[User]:
        """Who enrols: free on every day of the round."""
        if round.opens_at > self.now:
            return []
        days = {timezone.localdate(meeting.starts_at) for meeting in round.meetings.all()}
        free = [person for person in people if not any((person.pk, day) in self.busy for day in days)]
        share = self.random.choice((0.6, 0.8, 0.9, 1.1))
        chosen = self.random.sample(free, min(len(free), int(round.seats * share)))
        self.busy.update((person.pk, day) for person in chosen for day in days)
        return chosen

    def key(self) -> UUID:
        return UUID(int=self.random.getrandbits(128), version=4)

    def remember(self, round: Round, people: Sequence[User]) -> None:
        """Enrolments of a window that is over, as rows with their audit entries."""
        rows = [
            Enrolment(
                round=round,
                person=person,
                status=EnrolmentStatus.ENROLLED if number <= round.seats else EnrolmentStatus.WAITING,
                seat_no=number if number <= round.seats else None,
                wait_no=None if number <= round.seats else number - round.seats,
                idempotency_key=self.key(),
                enrolled_at=round.opens_at + timedelta(hours=number),
            )
            for number, person in enumerate(people, start=1)
        ]
        Enrolment.objects.bulk_create(rows)
        AuditEntry.objects.bulk_create(
            audit.entry(
                "enrolment.made", row, by=row.person, at=row.enrolled_at, seat=row.seat_no, wait=row.wait_no
            )
            for row in rows
        )
        Round.objects.filter(pk=round.pk).update(wait_seq=max(0, len(rows) - round.seats))

    def hold(self, round: Round) -> None:
        """The days themselves and, where it is long enough ago, who completed."""
        clock.close_in_time(round, at=round.closes_at)
        clock.lapse_in_time(round, at=round.starts_at)
        places = round.enrolments.filter(status=EnrolmentStatus.ENROLLED).order_by("seat_no")
        own = {person.pk for person in self.cast.values()}
        faithful = {place.pk: place.person_id in own or self.random.random() < 0.9 for place in places}
        for meeting in round.meetings.order_by("starts_at"):
            minutes = {
                pk: meeting.minutes if there else meeting.minutes // 2 for pk, there in faithful.items()
            }
            attendance.record(meeting, minutes, by=self.office.manager, at=meeting.ends_at)
        clock.finish_in_time(round, at=round.ends_at)
        round.refresh_from_db(fields=["status"])
        evaluation.examine(round, own=own, by=self.office.manager, at=round.ends_at)
        evaluation.survey(round, own=own, office=self.office, now=self.now)
        over = round.ends_at < self.now - timedelta(days=6)
        if round.ends_at >= self.now - timedelta(days=30):
            self.contest(round, decided=over)
        if over:
            completions.decide(round, by=self.office.manager, at=round.ends_at + timedelta(days=2))

    def contest(self, round: Round, *, decided: bool) -> None:
        """Somebody on record with half a day says that she was there all day; a colleague decides or has yet to."""
        entries = Attendance.objects.filter(round=round, minutes__lt=F("of_minutes"))
        entry = (
            entries.select_related("enrolment__person").order_by("recorded_at", "enrolment__seat_no").first()
        )
        if entry is None:
            return
        at = min(self.now, entry.recorded_at + timedelta(hours=4))
        made = objections.make(entry, words=CONTESTED, by=entry.enrolment.person, at=at)
        if decided:
            decider = self.cast.get("clerk", self.office.director)
            at += timedelta(hours=3)
            objections.decide(made, "decline", minutes=None, reason=ANSWERED, by=decider, at=at)
