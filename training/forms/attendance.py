"""Attendance of one meeting: a mark and minutes for each person, or one line for the exceptions."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hcec.core.thai import arabic_digits
from training.models import Enrolment, Meeting

PRESENT, ABSENT, UNKNOWN = "present", "absent", ""


@dataclass
class Line:
    """One person of the grid, with what was typed and what is wrong with it."""

    enrolment: Enrolment
    mark: str
    minutes: str
    error: str = ""

    @property
    def name(self) -> str:
        return f"e{self.enrolment.pk}"

    @property
    def left_early(self) -> bool:
        return self.mark == PRESENT and self.minutes != ""


class AttendanceGrid:
    """Reads and shows the grid. A line without a mark stays as it is: nobody becomes absent by oversight."""

    def __init__(
        self,
        meeting: Meeting,
        people: Sequence[Enrolment],
        on_record: Mapping[int, int],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        self.meeting, self.data = meeting, data
        self.quick = str(data.get("quick", "")) if data is not None else ""
        self.quick_error = ""
        self.lines = [self.line(person, on_record.get(person.pk)) for person in people]

    def line(self, person: Enrolment, minutes: int | None) -> Line:
        if self.data is not None and "quick_save" not in self.data:
            mark = str(self.data.get(f"e{person.pk}", ""))
            typed = str(self.data.get(f"e{person.pk}-minutes", "")).strip()
            return Line(person, mark if mark in (PRESENT, ABSENT) else UNKNOWN, typed)
        if minutes is None:
            return Line(person, UNKNOWN, "")
        partly = 0 < minutes < self.meeting.minutes
        return Line(person, PRESENT if minutes else ABSENT, str(minutes) if partly else "")

    @property
    def errors(self) -> int:
        return sum(1 for line in self.lines if line.error) + bool(self.quick_error)

    @property
    def recorded(self) -> int:
        return sum(1 for line in self.lines if line.mark)

    def marks(self) -> dict[int, int]:
        """Minutes by enrolment of every line that has a mark; wrong lines carry their error instead."""
        found: dict[int, int] = {}
        for line in self.lines:
            if line.mark == ABSENT:
                found[line.enrolment.pk] = 0
            elif line.mark == PRESENT:
                minutes = self.read(line.minutes) if line.minutes else self.meeting.minutes
                if minutes is None:
                    line.error = self.out_of_range()
                else:
                    found[line.enrolment.pk] = minutes
        return found

    def quick_marks(self) -> dict[int, int]:
        """Everybody present but the seats that are named: `3 7` were absent, `5=90` stayed 90 minutes."""
        seats = {line.enrolment.seat_no: line for line in self.lines}
        found = {line.enrolment.pk: self.meeting.minutes for line in self.lines}
        unknown = []
        for part in re.split(r"[\s,;]+", arabic_digits(self.quick).strip()):
            seat, equals, typed = part.partition("=")
            if not part:
                continue
            minutes = self.read(typed) if equals else 0
            if not seat.isdecimal() or int(seat) not in seats or minutes is None:
                unknown.append(part)
            else:
                found[seats[int(seat)].enrolment.pk] = minutes
        if unknown:
            self.quick_error = ngettext(
                "This is no seat of the round, or not its minutes: %(parts)s",
                "These are no seats of the round, or not their minutes: %(parts)s",
                len(unknown),
            ) % {"parts": ", ".join(unknown)}
        return found

    def read(self, typed: str) -> int | None:
        plain = arabic_digits(typed).strip()
        return int(plain) if plain.isdecimal() and 0 <= int(plain[:6]) <= self.meeting.minutes else None

    def out_of_range(self) -> str:
        return _("Write minutes from 1 to %(most)s, or leave it empty for all of them.") % {
            "most": self.meeting.minutes
        }
