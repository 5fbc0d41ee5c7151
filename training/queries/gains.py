"""Reads of learning gain: the tests before and after of the same people, by round, course and trainer (H2)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from training.models import Attendance, Course, Mark, Round
from training.statistics import Gain, paired

Pair = tuple[float, float]


@dataclass(frozen=True)
class Row:
    """One line of the page: whose gain it is, and the gain."""

    name: str
    gain: Gain


def pairs_of(marks: Iterable[tuple[int, str, float, float]]) -> dict[int, Pair]:
    """Before and after in percent by enrolment, of those who took both."""
    found: dict[int, dict[str, float]] = defaultdict(dict)
    for enrolment, kind, score, full in marks:
        found[enrolment][kind] = float(score) * 100 / float(full)
    both = {Mark.Kind.BEFORE.value, Mark.Kind.AFTER.value}
    return {pk: (kinds["before"], kinds["after"]) for pk, kinds in found.items() if both <= kinds.keys()}


def taken(**where: object) -> Iterable[tuple[int, str, float, float]]:
    rows = Mark.objects.filter(kind__in=[Mark.Kind.BEFORE, Mark.Kind.AFTER], score__isnull=False, **where)
    return rows.values_list("enrolment_id", "kind", "score", "of_score")


def of_round(round: Round) -> Gain | None:
    """The gain of one round; None where nobody took both tests."""
    return paired(list(pairs_of(taken(round=round)).values()))


def of_centers(access: Access) -> tuple[list[Row], list[Row]]:
    """The gains by course and by trainer over the rounds somebody manages. A trainer's are of those who were at a meeting
    that she taught. Four queries, however many rounds."""
    rounds = Round.objects.within(access, Permission.ROUND_MANAGE)
    pairs = pairs_of(taken(round__in=rounds))
    here = Mark.objects.filter(round__in=rounds, kind=Mark.Kind.AFTER, enrolment__in=pairs)
    by_course: dict[int, list[Pair]] = defaultdict(list)
    for enrolment, course in here.values_list("enrolment_id", "round__course_id"):
        by_course[course].append(pairs[enrolment])
    by_trainer: dict[int, list[Pair]] = defaultdict(list)
    for trainer, enrolment in taught(pairs):
        by_trainer[trainer].append(pairs[enrolment])
    return named(Course.objects.in_bulk(by_course), by_course), named(
        User.objects.in_bulk(by_trainer), by_trainer
    )


def taught(enrolments: Iterable[int]) -> set[tuple[int, int]]:
    """Trainer and enrolment (primary keys) of everybody who was at a meeting of the trainer."""
    there = Attendance.objects.filter(enrolment__in=list(enrolments), present=True)
    rows = there.filter(meeting__teachings__isnull=False)
    return set(rows.values_list("meeting__teachings__person", "enrolment"))


def named(things: dict[int, Course] | dict[int, User], pairs: dict[int, list[Pair]]) -> list[Row]:
    rows = [Row(thing.name, gain) for pk, thing in things.items() if (gain := paired(pairs[pk])) is not None]
    return sorted(rows, key=lambda row: (-row.gain.people, row.name))
