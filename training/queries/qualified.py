"""Who may train what on which day: on a center's list of trainers, and qualified in the skill (L5, decision 0040)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models import SkillArea
from hcec.accounts.models import User
from hcec.core.thai import thai_date
from training.models import Meeting, Qualification, Round, Trainer, TrainerRule


@dataclass(frozen=True)
class Lack:
    """What a trainer lacks for a day, as a sentence; `refused` where the ministry's rule does not let her train so."""

    sentence: str
    refused: bool


class Ground:
    """What is known of some people and a skill, asked once (three queries) for however many days."""

    def __init__(self, people: Collection[int], skill: SkillArea) -> None:
        self.skill = skill
        self.terms: dict[int, list[Trainer]] = defaultdict(list)
        self.papers: dict[int, list[Qualification]] = defaultdict(list)
        self.rules: list[TrainerRule] = []
        if not people:
            return
        for term in Trainer.objects.filter(person__in=people).order_by("since", "pk"):
            self.terms[term.person_id].append(term)
        rows = Qualification.objects.standing().filter(trainer__person__in=people, skill=skill)
        for paper in rows.select_related("trainer").order_by("since", "pk"):
            self.papers[paper.trainer.person_id].append(paper)
        self.rules = list(TrainerRule.objects.filter(Q(skill=skill) | Q(skill=None)).order_by("pk"))

    def refuses(self, day: date) -> bool:
        """Whether the rule of the day refuses; the skill's own line goes before that of every skill, a later before an
        earlier one. Without any, people are only warned."""
        found = [rule for rule in self.rules if rule.holds_on(day)]
        last = max(found, key=lambda rule: (rule.skill_id is not None, rule.valid_from), default=None)
        return last is not None and last.refuses

    def lack(self, person: User, day: date) -> Lack | None:
        """What stands against the person's training the skill on that day; None where nothing does.

        A guest speaker is invited for what she is: she is warned of, never refused for want of a paper.
        """
        words = {"trainer": person.name, "skill": self.skill.name, "day": thai_date(day)}
        terms = [row for row in self.terms[person.pk] if row.since <= day <= (row.until or day)]
        if not terms:
            ended = max((row.until for row in self.terms[person.pk] if row.until), default=None)
            if ended and ended < day:
                said = _(
                    "%(trainer)s is a trainer only until %(until)s, before %(day)s. Renew her term first."
                )
                return Lack(said % (words | {"until": thai_date(ended)}), self.refuses(day))
            said = _("%(trainer)s is on no center's list of trainers on %(day)s.")
            return Lack(said % words, self.refuses(day))
        papers = self.papers[person.pk]
        if any(paper.since <= day <= (paper.until or day) for paper in papers):
            return None
        guest = all(row.kind == Trainer.Kind.SPEAKER for row in terms)
        ended = max((paper.until for paper in papers if paper.until), default=None)
        if ended and ended < day:
            said = _("What qualified %(trainer)s in %(skill)s counted until %(until)s, before %(day)s.")
            return Lack(said % (words | {"until": thai_date(ended)}), not guest and self.refuses(day))
        said = _("%(trainer)s has no qualification in %(skill)s on record for %(day)s.")
        return Lack(said % words, not guest and self.refuses(day))


def lacks(round: Round, meetings: Iterable[Meeting]) -> list[str]:
    """What the trainers of a round's meetings lack, each sentence once; the meetings bring their teachings and people."""
    taught = [
        (teaching.person, timezone.localdate(meeting.starts_at))
        for meeting in meetings
        for teaching in meeting.teachings.all()
    ]
    ground = Ground({person.pk for person, _day in taught}, round.course.skill)
    found = (ground.lack(person, day) for person, day in taught)
    return list(dict.fromkeys(lack.sentence for lack in found if lack))
