"""What keeps a person out of a round, her own value, and the first day on which she may come (guideline 6.4.6, 6.2.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import BooleanField, DateTimeField, Func, Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from committees.models import Level
from hcec.accounts.models import User
from hcec.core import rowguard, verdicts
from hcec.core.thai import thai_date
from training.models import Course, EligibilityRule, Round

IN_THE_WAY = (
    "SELECT kind, rule_id, course_id, has, first_day FROM training_rules_in_the_way(%s, %s, %s)"
    " ORDER BY kind, course_id, rule_id"
)
BEFORE, SEAT = "before", "seat"


@dataclass(frozen=True)
class Verdict(verdicts.Verdict):
    """What says no to a round: a rule, a course to be completed before, or that it is for holders of a seat."""

    kind: str
    round: Round
    rule: EligibilityRule | None = None
    course: Course | None = None

    @property
    def source(self) -> str:
        """Where the rule comes from; the round and the course say themselves what they ask for."""
        return self.rule.source if self.rule else ""

    def stated(self) -> str:
        if self.rule:
            return stated(self.rule)
        return asks_before(self.round, self.course) if self.course else asks_seat(self.round)

    def hers(self) -> str:
        if self.kind == BEFORE and self.first_day:
            return _("You have a place in a round of it that ends on %(day)s.") % {
                "day": thai_date(self.first_day)
            }
        if self.kind == BEFORE:
            return _("You have not completed it.")
        if self.kind == SEAT:
            return _("You hold no such seat on %(day)s.") % {"day": thai_date(first_day_of(self.round))}
        if self.kind == EligibilityRule.Kind.AGAIN:
            other = first_day_of(self.round) + timedelta(days=self.has or 0)
            return _("You have one that begins on %(day)s.") % {"day": thai_date(other)}
        return _("You have %(has)s in the fiscal year of this round.") % {"has": self.has}

    def from_then_on(self) -> str:
        if not self.first_day:
            return ""
        if self.kind == BEFORE:
            return _("Enrol here once it is completed.")
        return _("A round that begins on %(day)s or later is open to you.") % {
            "day": thai_date(self.first_day)
        }


def first_day_of(round: Round):
    return timezone.localdate(round.starts_at)


def stated(rule: EligibilityRule) -> str:
    """A rule as a sentence."""
    words = {"what": rule.course or rule.skill, "value": rule.value}
    if rule.kind == EligibilityRule.Kind.AGAIN:
        return _("Between two rounds of “%(what)s” lie at least %(value)s months.") % words
    return _("“%(what)s” may be attended at most %(value)s times in a fiscal year.") % words


def asks_before(round: Round, course: Course) -> str:
    return _("“%(course)s” asks for “%(before)s”, completed before.") % {
        "course": round.course,
        "before": course,
    }


def asks_seat(round: Round) -> str:
    names = ", ".join(str(level.label) for level in Level if level in round.audience_committees)
    return _("This round is for those who hold a seat of a committee on its first day: %(levels)s.") % {
        "levels": names
    }


def in_force(round: Round, at: datetime) -> QuerySet[EligibilityRule]:
    """The rules of the course and its skill that judge whoever enrols now."""
    rules = EligibilityRule.objects.filter(Q(course=round.course_id) | Q(skill=round.course.skill_id))
    return rules.in_force(timezone.localdate(at)).select_related("course", "skill").order_by("kind", "pk")


def all_stated(round: Round, at: datetime) -> list[str]:
    """Everything a round asks for besides its audience, as sentences for anyone. Two queries."""
    found = [asks_before(round, course) for course in round.course.prerequisites.order_by("code")]
    found += [asks_seat(round)] if round.audience_committees else []
    return found + [stated(rule) for rule in in_force(round, at)]


def in_the_way(round: Round, person: User | int, at: datetime) -> Sequence[Verdict]:
    """What keeps this person out of this round now; the same that enrolment itself asks. Three queries at most."""
    who = person.pk if isinstance(person, User) else person
    with rowguard.lifted("her rounds at other centers count"), connection.cursor() as cursor:
        cursor.execute(IN_THE_WAY, [round.pk, who, at])
        found = cursor.fetchall()
    if not found:
        return []
    rules = EligibilityRule.objects.select_related("course", "skill").in_bulk(
        [rule for _kind, rule, *_rest in found if rule]
    )
    courses = Course.objects.in_bulk([row[2] for row in found if row[0] == BEFORE])
    return [
        Verdict(has, first, kind, round, rules.get(rule), courses.get(course) if kind == BEFORE else None)
        for kind, rule, course, has, first in found
    ]


def kept_out(person: str | int, round: str, at: datetime) -> Func:
    """As a column: whether something keeps the person out of the round of a row."""
    who = Value(person) if isinstance(person, int) else person
    moment = Value(at, output_field=DateTimeField())
    return Func(round, who, moment, function="training_kept_out", output_field=BooleanField())
