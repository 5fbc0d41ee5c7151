"""Which rules keep a person out of a session, her own value, and the first day on which she may sit (5.2.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import BooleanField, DateTimeField, Func, Q, QuerySet, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import rowguard, verdicts
from hcec.core.thai import thai_date
from testing.models import Band, EligibilityRule, Session

IN_THE_WAY = "SELECT rule_id, has, first_day FROM testing_rules_in_the_way(%s, %s, %s) ORDER BY rule_id"


@dataclass(frozen=True)
class Verdict(verdicts.Verdict):
    """A rule of eligibility that says no to a test on a day."""

    rule: EligibilityRule

    def stated(self) -> str:
        return stated(self.rule)

    def from_then_on(self) -> str:
        if not self.first_day:
            return ""
        return _("You may sit a test on %(day)s or later.") % {"day": thai_date(self.first_day)}

    def hers(self) -> str:
        if self.rule.kind == EligibilityRule.Kind.REST:
            return _("This one would be %(has)s days from another test of yours.") % {"has": self.has}
        if self.rule.kind == EligibilityRule.Kind.ATTEMPTS:
            return _("You have %(has)s in the fiscal year of this test.") % {"has": self.has}
        if self.has is None or self.rule.level is None:
            return _("You have no result of this scale yet.")
        best = Band.objects.filter(scale__code=self.rule.level.scale.code, rank=self.has).order_by(
            "-scale__version"
        )
        return _("Your best result so far is %(level)s.") % {"level": best.first()}


def stated(rule: EligibilityRule) -> str:
    """The rule itself as a sentence."""
    what = rule.exam or rule.skill
    if rule.kind == EligibilityRule.Kind.REST:
        return _("Between two tests of “%(what)s” lie at least %(value)s days.") % {
            "what": what,
            "value": rule.value,
        }
    if rule.kind == EligibilityRule.Kind.ATTEMPTS:
        return _("“%(what)s” may be sat at most %(value)s times in a fiscal year.") % {
            "what": what,
            "value": rule.value,
        }
    return _("“%(what)s” asks for the level %(level)s or better, reached before.") % {
        "what": what,
        "level": rule.level,
    }


def in_force(session: Session, at: datetime) -> QuerySet[EligibilityRule]:
    """The rules that judge whoever books this session now."""
    day = timezone.localdate(at)
    rules = EligibilityRule.objects.filter(Q(exam=session.exam_id) | Q(skill=session.exam.skill_id))
    return rules.in_force(day).select_related("exam", "skill", "level__scale").order_by("kind", "pk")


def in_the_way(session: Session, person: User | int, at: datetime) -> Sequence[Verdict]:
    """The rules that keep this person out of this session now; what the booking statement itself asks. Two queries."""
    who = person.pk if isinstance(person, User) else person
    with rowguard.lifted("her tests at other centers count"), connection.cursor() as cursor:
        cursor.execute(IN_THE_WAY, [session.pk, who, at])
        found = cursor.fetchall()
    if not found:
        return []
    rules = EligibilityRule.objects.select_related("exam", "skill", "level__scale").in_bulk(
        [rule for rule, _has, _first in found]
    )
    return [Verdict(has, first, rules[rule]) for rule, has, first in found]


def kept_out(person: str, session: str, at: datetime) -> Func:
    """As a column: whether a rule keeps the person of a row out of its session."""
    moment = Value(at, output_field=DateTimeField())
    return Func(session, person, moment, function="testing_kept_out", output_field=BooleanField())
