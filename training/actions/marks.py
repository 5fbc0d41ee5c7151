"""Put marks on record: the course's own assessment, and the tests before and after it."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.thai import thai_datetime
from training.actions import seats
from training.lifecycles import SEATED, RoundStatus
from training.models import Enrolment, Mark, Round
from training.refusals import Refusal

Scores = Mapping[int, Decimal | None]


def record(round: Round, kind: str, scores: Scores, *, of_score: Decimal, by: User, at: datetime) -> int:
    """Points by enrolment (its primary key), out of `of_score`; None: did not take it. Returns how many rows are new or
    changed.

    Refuses a round that is not announced or was called off, any but the test before while it has not begun, the assessment
    once completions are decided, points beyond the full ones, people without a place, and one's own. All or nothing.
    """
    with transaction.atomic():
        round = seats.locked(round)
        refuse_the_time(round, kind, at)
        known = dict(Enrolment.objects.filter(round=round, status__in=SEATED).values_list("pk", "person_id"))
        refuse_wrong(scores, of_score, known, by)
        before = {
            pk: (score, full)
            for pk, score, full in Mark.objects.filter(round=round, kind=kind).values_list(
                "enrolment_id", "score", "of_score"
            )
        }
        changed = {pk: new for pk, new in sorted(scores.items()) if before.get(pk) != (new, of_score)}
        write(round, kind, changed, of_score=of_score, by=by, at=at)
        if changed:
            audit.record(
                "marks.recorded", round, by=by, at=at, kind=kind, of_score=str(of_score),
                points={str(pk): None if new is None else str(new) for pk, new in changed.items()},
                before={str(pk): [str(part) for part in before[pk]] for pk in changed if pk in before},
            )  # fmt: skip
    return len(changed)


def refuse_the_time(round: Round, kind: str, at: datetime) -> None:
    if round.status in (RoundStatus.DRAFT, RoundStatus.CALLED_OFF):
        raise Refusal(_("This round takes no marks: %(state)s.") % {"state": round.get_status_display()})
    if kind != Mark.Kind.BEFORE and at < round.starts_at:
        raise Refusal(_("The round begins %(when)s.") % {"when": thai_datetime(round.starts_at)})
    if kind == Mark.Kind.ASSESSMENT and round.status == RoundStatus.FINALISED:
        raise Refusal(_("Completions are decided: the results of the assessment stand."))


def refuse_wrong(scores: Scores, of_score: Decimal, known: Mapping[int, int], by: User) -> None:
    """`known` is who has a place: enrolment → person."""
    if of_score <= 0:
        raise Refusal(_("The full points are more than 0."))
    if set(scores) - set(known):
        raise Refusal(_("Somebody in the list has no place in this round any more. Load the page again."))
    if any(score is not None and not 0 <= score <= of_score for score in scores.values()):
        raise Refusal(_("Points lie between 0 and the full points."))
    if any(known[pk] == by.pk for pk in scores):
        raise Refusal(_("Nobody records their own mark. Ask a colleague."))


def write(round: Round, kind: str, scores: Scores, *, of_score: Decimal, by: User, at: datetime) -> None:
    """The rows by one statement; only those that changed keep the new who and when."""
    Mark.objects.bulk_create(
        [
            Mark(
                round=round, enrolment_id=pk, kind=kind, score=score, of_score=of_score,
                recorded_by=by, recorded_at=at,
            )
            for pk, score in scores.items()
        ],
        update_conflicts=True,
        unique_fields=["enrolment", "kind"],
        update_fields=["score", "of_score", "recorded_by", "recorded_at"],
    )  # fmt: skip
