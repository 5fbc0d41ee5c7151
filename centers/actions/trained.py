"""Keep who trained whom; called by training when a round is decided."""

from collections.abc import Collection
from datetime import date

from django.db import connection

from centers.models import SkillArea

KEEP = """
    INSERT INTO centers_trained (trainer_id, person_id, skill_id, last_on)
    SELECT trainer, person, %s, %s FROM unnest(%s::bigint[], %s::bigint[]) AS pairs (trainer, person)
     WHERE trainer <> person
    ON CONFLICT (trainer_id, skill_id, person_id)
    DO UPDATE SET last_on = greatest(centers_trained.last_on, EXCLUDED.last_on)
"""


def keep(pairs: Collection[tuple[int, int]], *, skill: SkillArea, last_on: date) -> None:
    """Write down that these trainers trained these people (primary keys) until this day; twice is once."""
    if not pairs:
        return
    trainers, people = zip(*sorted(set(pairs)), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [skill.pk, last_on, list(trainers), list(people)])
