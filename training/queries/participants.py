"""Whom a participant list means, and how many minutes it gives each of them, before anything is recorded (E2)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from hcec.accounts.models import User
from hcec.core import thai
from training.models import Attendance, Enrolment, Meeting, Participant, ParticipantList, Stay
from training.presence import Span, minutes_within
from training.queries.enrolments import seated


def folded(name: str) -> str:
    """A name as it is compared: one spelling, no spaces, no capitals."""
    return "".join(thai.normalise(name).split()).casefold()


def names_of(person: User) -> set[str]:
    """Every way in which the person's own name may stand in a list."""
    bare = f"{person.first_name_th} {person.last_name_th}"
    titled = f"{person.title} {person.name_en}" if person.title else ""
    return {folded(name) for name in (person.name_th, bare, person.name_en, titled)} - {""}


class Places:
    """Who has a place in the round of a meeting, by mail and by name. One query."""

    def __init__(self, meeting: Meeting) -> None:
        self.all = list(seated(meeting.round))
        self.by_mail = {place.person.email.lower(): place for place in self.all}
        self.by_name: dict[str, list[Enrolment]] = defaultdict(list)
        for place in self.all:
            for name in names_of(place.person):
                self.by_name[name].append(place)

    def match(self, name: str, mail: str) -> Enrolment | None:
        """By the account's mail, else by a name that only one person of the round has."""
        found = self.by_mail.get(mail.lower())
        named = self.by_name.get(folded(name), [])
        return found or (named[0] if len(named) == 1 else None)


def spans_of(participant: Participant) -> list[Span]:
    return [(datetime.fromisoformat(came), datetime.fromisoformat(went)) for came, went in participant.spans]


def minutes_of(meeting: Meeting, participants: Iterable[Participant]) -> int:
    """Minutes of one person under all her names: overlaps merged, within the meeting, never more than the list says that
    she was in it nor than the meeting counts."""
    people = list(participants)
    timed = [one for one in people if one.spans]
    spans = [span for one in timed for span in spans_of(one)]
    most = meeting.minutes
    within = minutes_within(spans, meeting.starts_at, meeting.ends_at, most=most)
    if timed and all(one.lasted is not None for one in timed):
        within = min(within, sum(one.lasted or 0 for one in timed))
    return min(most, within + sum(one.lasted or 0 for one in people if not one.spans))


@dataclass(frozen=True)
class Line:
    """One person of the round as the list has her, and what is on record."""

    place: Enrolment
    minutes: int
    on_record: int | None


@dataclass(frozen=True)
class Preview:
    """What a list would record."""

    lines: list[Line]
    undecided: list[Participant]
    passed_over: int
    missing: list[Enrolment]

    @property
    def changed(self) -> int:
        return sum(1 for line in self.lines if line.on_record != line.minutes)

    @property
    def others(self) -> list[Line]:
        """Those of whom something else is on record."""
        return [line for line in self.lines if line.on_record not in (None, line.minutes)]


def preview(kept: ParticipantList) -> Preview:
    """Three queries, however long the list."""
    rows = list(kept.participants.select_related("enrolment__person").order_by("number"))
    on_record = dict(Attendance.objects.filter(meeting=kept.meeting).values_list("enrolment_id", "minutes"))
    people: dict[int, list[Participant]] = defaultdict(list)
    for row in rows:
        if row.enrolment_id:
            people[row.enrolment_id].append(row)
    places = {place.pk: place for place in seated(kept.meeting.round)}
    lines = [
        Line(place, minutes_of(kept.meeting, people[pk]), on_record.get(pk))
        for pk, place in places.items()
        if pk in people
    ]
    missing = [place for pk, place in places.items() if pk not in people and pk not in on_record]
    undecided = [row for row in rows if not row.decided]
    return Preview(lines, undecided, sum(row.passed_over for row in rows), missing)


def own_stays(meeting: Meeting, place: Enrolment) -> QuerySet[Stay]:
    """A person's own coming and going, in order."""
    return Stay.objects.filter(meeting=meeting, enrolment=place).order_by("came_at", "pk")
