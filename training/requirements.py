"""The kinds of things that a course may ask for, as one table: the words, who has met it, and what is still missing (E5).

A new kind is a choice in `training/models/rules.py` (with the SQL of its evidence beside it) and a row here. The pages, the
decision of completions, the database's own refusal and `verify_integrity` all follow from the two.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.models import Attendance, Enrolment, Mark, Meeting, Round
from training.models.rules import Demand, Rule
from training.queries import marks, online
from training.queries.attendance import Standing, standing_of, standings


@dataclass(frozen=True)
class Found:
    """Where one person stands in one kind: met or not, and her value in words (empty where nothing is on record)."""

    done: bool
    value: str = ""


@dataclass(frozen=True)
class Requirement:
    """One kind. `asked` is the sentence read before enrolling; `found` looks up many people of one round at once, by
    enrolment (primary key), and leaves out whom nothing is on record for; `missing` says what staff must still put on
    record before completions can be decided, empty where nothing."""

    asked: Callable[[Rule], str]
    found: Callable[[Round, Sequence[Standing]], Mapping[int, Found]]
    missing: Callable[[Round], str] = lambda round: ""


@dataclass(frozen=True)
class Line:
    """One line of a person's check-list."""

    demand: Demand
    asked: str
    found: Found


@dataclass(frozen=True)
class Checklist:
    """Everything that the round asks for, with where one person stands in each."""

    standing: Standing
    lines: tuple[Line, ...]

    @property
    def enrolment(self) -> Enrolment:
        return self.standing.enrolment

    @property
    def done(self) -> int:
        """How many of the lines are met."""
        return sum(line.found.done for line in self.lines)

    @property
    def unmet(self) -> list[Line]:
        return [line for line in self.lines if not line.found.done]

    @property
    def completes(self) -> bool:
        """Whether the person completes by the rule: every line met, minutes that give hours, and somebody whose account is
        known."""
        return self.standing.minutes > 0 and not self.unmet and not self.enrolment.of_somebody_unknown


def percent_text(value: Decimal | int) -> str:
    """72 %, or 72.5 %: no more decimals than there are."""
    return f"{Decimal(value).normalize():f} %"


def attendance_found(round: Round, people: Sequence[Standing]) -> dict[int, Found]:
    return {one.enrolment.pk: Found(one.attends_enough, percent_text(one.percent)) for one in people}


def marks_missing(round: Round) -> str:
    """Whoever did not take the assessment is on record with that: nobody falls short by oversight."""
    people = marks.missing(round, Mark.Kind.ASSESSMENT)
    if not people:
        return ""
    return ngettext(
        "The result of the assessment is missing for %(people)s person.",
        "The results of the assessment are missing for %(people)s people.",
        people,
    ) % {"people": people}


def marks_found(round: Round, people: Sequence[Standing]) -> dict[int, Found]:
    rows = marks.of_people(round, Mark.Kind.ASSESSMENT, [one.enrolment.pk for one in people])
    least = round.pass_percent or 0
    return {
        pk: Found(False, _("did not take it"))
        if mark.percent is None
        else Found(mark.reaches(least), percent_text(mark.percent))
        for pk, mark in rows.items()
    }


def online_found(round: Round, people: Sequence[Standing]) -> dict[int, Found]:
    stands = online.done_by(one.enrolment.pk for one in people)
    return {
        pk: Found(one.complete, _("%(done)s of %(of)s") % {"done": one.done, "of": one.of})
        for pk, one in stands.items()
    }


TABLE: dict[Demand, Requirement] = {
    Demand.ATTENDANCE: Requirement(
        asked=lambda rule: (
            _("Attend at least %(percent)s %% of the time") % {"percent": rule.min_attendance_percent}
        ),
        found=attendance_found,
    ),
    Demand.ASSESSMENT: Requirement(
        asked=lambda rule: (
            _("Reach at least %(percent)s %% in the assessment at the end") % {"percent": rule.pass_percent}
        ),
        found=marks_found,
        missing=marks_missing,
    ),
    Demand.SURVEY: Requirement(
        asked=lambda rule: _("Answer the survey after the course"),
        found=lambda round, people: {
            one.enrolment.pk: Found(one.enrolment.survey_answered) for one in people
        },
    ),
    Demand.ONLINE: Requirement(
        asked=lambda rule: _("Do all the e-learning of the round"),
        found=online_found,
    ),
}


def demands(rule: Rule) -> list[Demand]:
    """What a course, a proposal or a round asks for, in the order of the table."""
    return [demand for demand in TABLE if rule.asks_for(demand)]


def asked(rule: Rule) -> list[str]:
    """The same as the sentences that people read before they enrol."""
    return [TABLE[demand].asked(rule) for demand in demands(rule)]


def missing(round: Round) -> list[str]:
    """What is still to be put on record before completions can be decided, besides attendance meeting by meeting."""
    return [sentence for demand in demands(round) if (sentence := TABLE[demand].missing(round))]


def checklists(round: Round) -> list[Checklist]:
    """Everybody with a place, by seat. Two queries, and one for each kind that is asked for and kept elsewhere."""
    return filled(round, standings(round))


def checklist_of(
    enrolment: Enrolment, meetings: Collection[Meeting], record: Mapping[int, Attendance]
) -> Checklist:
    """One person's own, for her page, which has looked up the dates of the round and what is on record for her."""
    return filled(enrolment.round, [standing_of(enrolment, meetings, record)])[0]


def filled(round: Round, people: Sequence[Standing]) -> list[Checklist]:
    wanted = demands(round)
    found = {demand: TABLE[demand].found(round, people) for demand in wanted}
    words = {demand: TABLE[demand].asked(round) for demand in wanted}
    nothing = Found(done=False)
    return [
        Checklist(
            one,
            tuple(
                Line(demand, words[demand], found[demand].get(one.enrolment.pk, nothing)) for demand in wanted
            ),
        )
        for one in people
    ]
