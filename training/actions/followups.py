"""Ask what became of a course three and six months after it was completed, and take the answer with its evidence (H2)."""

import hashlib
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit
from training import survey_notices
from training.models import FollowUp
from training.models.followups import MONTHS, Use
from training.queries.followups import due, own
from training.refusals import Refusal

AT_ONCE = 500


def ask_in_time(*, at: datetime) -> int:
    """Ask everybody who is due, some hundreds in a transaction; returns how many. Run twice it asks nobody again."""
    asked = 0
    for months in MONTHS:
        while some := ask(months, at=at):
            asked += some
            if some < AT_ONCE:
                break
    return asked


@transaction.atomic
def ask(months: int, *, at: datetime) -> int:
    people = list(due(months, timezone.localdate(at)).order_by("completed_on", "pk")[:AT_ONCE])
    FollowUp.objects.bulk_create(
        (FollowUp(completion=completion, months=months, asked_at=at) for completion in people),
        ignore_conflicts=True,
    )
    rows = FollowUp.objects.filter(completion__in=people, months=months)
    survey_notices.followed_up(
        rows.select_related("completion__enrolment__person", "completion__enrolment__round__course")
    )
    return len(people)


def answer(
    follow_up: FollowUp, *, use: str, words: str, evidence: UploadedFile | None, by: User, at: datetime
) -> FollowUp:
    """Take the answer; one that is answered stays as it is. Refuses anybody else's, one without words, and use in class
    without a piece of evidence (a file, checked by the form)."""
    if not words.strip():
        raise Refusal(_("Say what you did and what came of it."))
    if use != Use.NOT_YET and evidence is None:
        raise Refusal(_("Attach one thing that shows it: a picture, a plan, a pupil's work."))
    with transaction.atomic():
        row = own(by).select_for_update(of=("self",)).filter(pk=follow_up.pk).first()
        if row is None:
            raise Refusal(_("Only who completed the course answers here."))
        if row.answered_at:
            return row
        row.use, row.words, row.answered_at = use, words.strip(), at
        if evidence is not None:
            row.sha256 = hashlib.sha256(evidence.read()).hexdigest()
            evidence.seek(0)
            row.evidence = evidence
        row.save()
        audit.record("follow_up.answered", row, by=by, at=at, use=use, sha256=row.sha256)
    return row
