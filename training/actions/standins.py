"""Put a substitute in at a meeting with one press; everybody concerned is told (L5)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit
from training import trainer_notices
from training.actions import meetings
from training.actions.meetings import MeetingPlan
from training.models import Meeting, Mode, Teaching, Trainer
from training.queries import standins
from training.refusals import Refusal


def put_in(meeting: Meeting, trainer: Trainer, *, instead: User | None, by: User, at: datetime) -> Teaching:
    """The trainer teaches the meeting instead of somebody who was to, or as its first trainer. The same press twice is one.

    Refuses once the meeting has begun or its round was held, somebody who is not free, not qualified or not asked for
    from there (`standins.candidates`), and to replace who does not teach it.
    """
    with transaction.atomic():
        round = meetings.changeable(meeting.round)
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        meeting.round = round
        if same := meeting.teachings.filter(person=trainer.person_id).first():
            return same
        if meeting.starts_at <= at:
            raise Refusal(_("The meeting has begun: its trainer is on record."))
        old = meeting.teachings.select_related("person").filter(person=instead).first() if instead else None
        if instead and old is None:
            raise Refusal(_("%(trainer)s does not teach this meeting.") % {"trainer": instead.name})
        if not standins.candidates(meeting).filter(pk=trainer.pk).exists():
            raise Refusal(
                _("%(trainer)s can no longer stand in. Please look at the list again.")
                % {"trainer": trainer.person.name}
            )
        plan = MeetingPlan(
            meeting.mode, meeting.starts_at, meeting.ends_at, meeting.minutes, trainers=(trainer.person,)
        )
        with meetings.trainer_clash_refused(plan):
            if old:
                old.delete()
            row = Teaching.objects.create(
                meeting=meeting,
                person=trainer.person,
                starts_at=meeting.starts_at,
                ends_at=meeting.ends_at,
                busy=meeting.mode != Mode.ELEARNING,
            )
        audit.record(
            "trainer.stood_in",
            meeting,
            by=by,
            at=at,
            person=trainer.person_id,
            instead=instead.pk if instead else None,
        )
        trainer_notices.stood_in(row, trainer, instead, at)
    return row
