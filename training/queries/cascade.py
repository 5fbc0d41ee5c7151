"""The reach of the cascade: whom a master trainer trained, and whom those of them trained who became trainers (3.2.1, L6)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import connection

from centers.models import Center
from hcec.accounts.models import User
from hcec.core.access import Access, Permission
from training.models import Trainer
from training.models.courses import hours_text
from training.queries.surveys import ratings_of
from training.statistics import Gain, Rating, gain_of

DEEPEST = 4  # steps below the master trainer; guideline 3.2.1 knows core trainers and those whom they train
NAMED = 50  # people of one step that are named; the others are counted

# A fact: somebody completed a round and was at a meeting of it that the trainer taught. Only what a trainer taught after she
# had completed with the one above her belongs to the branch, so that a tree runs forward in time and ends.
REACHED = """
WITH RECURSIVE fact AS MATERIALIZED (
    SELECT DISTINCT g.person_id AS trainer_id, e.person_id, e.id AS enrolment_id, e.round_id, c.completed_on, c.hours
      FROM training_completion c
      JOIN training_enrolment e ON e.id = c.enrolment_id
      JOIN training_round r ON r.id = e.round_id
      JOIN training_attendance a ON a.enrolment_id = e.id AND a.present
      JOIN training_teaching g ON g.meeting_id = a.meeting_id AND g.person_id <> e.person_id
     WHERE r.center_id = ANY(%(centers)s)
), step AS MATERIALIZED (
    SELECT trainer_id, person_id, completed_on FROM fact WHERE person_id IN (SELECT trainer_id FROM fact)
), tree AS (
    SELECT DISTINCT ARRAY[trainer_id::bigint] AS path, NULL::date AS since FROM fact WHERE trainer_id = ANY(%(masters)s)
    UNION ALL
    SELECT tree.path || next.person_id, next.since
      FROM tree
      CROSS JOIN LATERAL (
        SELECT s.person_id::bigint, min(s.completed_on) AS since
          FROM step s
         WHERE s.trainer_id = tree.path[cardinality(tree.path)] AND (tree.since IS NULL OR s.completed_on > tree.since)
         GROUP BY s.person_id
      ) next
     WHERE cardinality(tree.path) <= %(deepest)s AND NOT next.person_id = ANY(tree.path)
)
SELECT tree.path, tree.path[1], count(DISTINCT f.round_id), count(DISTINCT f.person_id), sum(f.hours),
       count(tests.change), avg(tests.before), avg(tests.after), avg(tests.change), stddev_samp(tests.change),
       (array_agg(DISTINCT f.person_id) FILTER (WHERE %(named)s))[1:%(most)s]
  FROM tree
  JOIN fact f ON f.trainer_id = tree.path[cardinality(tree.path)] AND (tree.since IS NULL OR f.completed_on > tree.since)
  LEFT JOIN LATERAL (
    SELECT b.score * 100 / b.of_score AS before, a.score * 100 / a.of_score AS after,
           a.score * 100 / a.of_score - b.score * 100 / b.of_score AS change
      FROM training_mark b
      JOIN training_mark a ON a.enrolment_id = b.enrolment_id AND a.kind = 'after' AND a.score IS NOT NULL
     WHERE b.enrolment_id = f.enrolment_id AND b.kind = 'before' AND b.score IS NOT NULL
  ) tests ON true
 GROUP BY GROUPING SETS ((tree.path), (tree.path[1]))
"""


@dataclass
class Step:
    """A trainer and what she reached: rounds, people and their hours, the gain where both tests were taken, her rating.

    `reached` are the different people of the whole branch, of a master trainer only; `people_named` the first of them.
    """

    trainer: User
    rounds: int
    people: int
    hours: Decimal
    gain: Gain | None
    rating: Rating | None
    people_named: list[User]
    reached: int = 0
    below: list["Step"] = field(default_factory=list)

    @property
    def hours_text(self) -> str:
        return hours_text(self.hours)

    @property
    def more(self) -> int:
        """How many people of the step are not named."""
        return self.people - len(self.people_named)


def masters(only: int | None) -> list[int]:
    """Everybody who is or was a master trainer of any center (keys of people): she may have taught at another one."""
    rows = Trainer.objects.filter(kind=Trainer.Kind.MASTER, **({"person": only} if only else {}))
    return list(rows.values_list("person", flat=True).distinct())


def trees(access: Access, at: datetime, *, master: int | None = None) -> list[Step]:
    """The master trainers by name, each with her branch over the rounds of the centers whose rounds the person runs.

    Counted anew at each call, as of `at`; with `master` (the person's key) only hers, and with people's names. Five queries,
    however many steps. Somebody on two ways below one master stands on both and counts once in `reached`.
    """
    centers = Center.objects.within(access, Permission.ROUND_MANAGE).values_list("pk", flat=True)
    rows = counted(list(centers), masters(master), named=master is not None)
    whole = {root: people for path, root, _rounds, people, *_rest in rows if path is None}
    nodes = sorted((row for row in rows if row[0] is not None), key=lambda row: len(row[0]))
    keys = {pk for row in nodes for pk in (row[0][-1], *(row[-1] or ()))}
    users, ratings = User.objects.in_bulk(keys), ratings_of({row[0][-1] for row in nodes}, at)
    placed: dict[tuple[int, ...], Step] = {}
    for path, _root, rounds, people, hours, both, before, after, change, spread, names in nodes:
        named = by_name(users[pk] for pk in names or () if pk in users)
        gain = gain_of(both, before, after, change, spread)
        step = Step(users[path[-1]], rounds, people, hours, gain, ratings.get(path[-1]), named)
        placed[tuple(path)] = step
        if len(path) > 1:
            placed[tuple(path[:-1])].below.append(step)
        else:
            step.reached = whole[path[-1]]
    for step in placed.values():
        step.below.sort(key=lambda below: (below.trainer.name_sort, below.trainer.pk))
    found = [step for path, step in placed.items() if len(path) == 1]
    return sorted(found, key=lambda step: (step.trainer.name_sort, step.trainer.pk))


def by_name(people: Iterable[User]) -> list[User]:
    return sorted(people, key=lambda person: (person.name_sort, person.pk))


def counted(centers: list[int], roots: list[int], *, named: bool) -> list[tuple]:
    values = {"centers": centers, "masters": roots, "deepest": DEEPEST, "named": named, "most": NAMED}
    with connection.cursor() as cursor:
        cursor.execute(REACHED, values)
        return cursor.fetchall()
