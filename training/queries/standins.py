"""Who may stand in at a meeting: free at that time, qualified in its skill, asked for from there; nearest first (L5)."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from centers.queries.near import nearest_first
from training.models import Enrolment, Meeting, Mode, Qualification, Teaching, Trainer
from training.queries.trainers import with_load

SHOWN = 20


def candidates(meeting: Meeting) -> QuerySet[Trainer]:
    """Trainers on a list that day who may be asked for from the meeting's center, are qualified in the skill of its
    course that day, and neither teach at that time nor sit in the round themselves. A person of two centers has two rows."""
    day, round = timezone.localdate(meeting.starts_at), meeting.round
    lent = Q(lends=Trainer.Lends.NATION) | Q(
        lends=Trainer.Lends.PROVINCE, center__province=round.center.province_id
    )
    lasts = Q(until__isnull=True) | Q(until__gte=day)
    paper = Qualification.objects.standing().filter(
        lasts, trainer__person=OuterRef("person"), skill=round.course.skill_id, since__lte=day
    )
    hers = Teaching.objects.filter(person=OuterRef("person"))
    taken = Q(meeting=meeting)
    if meeting.mode != Mode.ELEARNING:
        taken |= Q(busy=True, starts_at__lt=meeting.ends_at, ends_at__gt=meeting.starts_at)
    sits = Enrolment.objects.live().filter(round=round, person=OuterRef("person"))
    rows = Trainer.objects.filter(lasts, lent | Q(center=round.center_id), since__lte=day)
    return rows.filter(Exists(paper), ~Exists(hers.filter(taken)), ~Exists(sits))


def nearest(meeting: Meeting) -> list[Trainer]:
    """At most twenty of them, each person once, with `distance` (km, to 10) from the meeting's center and their load; the
    nearest first, and of those equally far whoever has the fewest dates to come."""
    rows = with_load(nearest_first(candidates(meeting), meeting.round.center.province), timezone.now())
    rows = rows.select_related("person", "center__province")
    found: dict[int, Trainer] = {}
    for row in rows.order_by(F("distance").asc(nulls_last=True), "planned", "person__name_sort", "pk")[:100]:
        known = found.get(row.person_id)
        if known is None or (row.center_id == meeting.round.center_id and known.distance == row.distance):
            found[row.person_id] = row
    return list(found.values())[:SHOWN]
