"""Doors of the evaluation of training: marks, gain, surveys, follow-ups, the report of a round."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from tests.doors.rows_training import HOLDERS, MANAGERS, READ_BY_MANAGERS, of
from tests.doors.table import GET_CLOSED, Door, owner, signed_in
from tests.factories.centers import RoomFactory
from tests.factories.evaluation import survey_form
from tests.factories.training import a_date, enrol, open_round
from training.actions import attendance, completions, rounds
from training.models import FollowUp, Mark, Meeting, Round, Survey, SurveyText


def furnish(world: Any) -> None:
    """A mark, words of a survey, and a course that the teacher completed and is asked about."""
    world.mark = Mark.objects.create(
        round=world.round, enrolment=world.attendee, kind="before", score=12, of_score=20,
        recorded_by=world.person["clerk"], recorded_at=world.round.starts_at,
    )  # fmt: skip
    form = survey_form()
    world.survey = Survey.objects.create(round=world.round, form=form)
    world.survey_text = SurveyText.objects.create(
        survey=world.survey, item=form.items.get(position=3), words="ห้องร้อน"
    )
    room = RoomFactory(center=world.center)
    over = open_round(room=room, dates=[a_date(room, day=day) for day in (35, 36)], seats=1)
    place, at = enrol(over, world.teacher), over.ends_at
    for meeting in Meeting.objects.filter(round=over).order_by("starts_at"):
        attendance.record(meeting, {place.pk: meeting.minutes}, by=over.created_by, at=at)
    rounds.finish(over, by=None, at=at)
    [completion] = completions.decide(Round.objects.get(pk=over.pk), by=over.created_by, at=at)
    now, day = timezone.now(), timedelta(days=1)  # it was this week, so that its people may be asked
    Round.objects.filter(pk=over.pk).update(
        opens_at=now - 9 * day, closes_at=now - 5 * day, cancel_until=now - 5 * day, starts_at=now - 3 * day,
        ends_at=now - day,
    )  # fmt: skip
    world.completed = place
    world.follow_up = FollowUp.objects.create(
        completion=completion, months=3, asked_at=timezone.now(), use="often", words="ใช้ทุกสัปดาห์",
        evidence=ContentFile(b"%PDF-1.7", name="class.pdf"), sha256="0" * 64, answered_at=timezone.now(),
    )  # fmt: skip


READ_BY_HOLDERS = {"post": HOLDERS}

DOORS = [
    Door("manage-round-marks", MANAGERS, where=of("round")),
    Door("manage-round-marks-table", MANAGERS, where=of("round"), **READ_BY_MANAGERS),
    Door("manage-gains", HOLDERS, **READ_BY_HOLDERS),
    Door("manage-cascade", HOLDERS, **READ_BY_HOLDERS),
    Door("survey", owner("teacher"), where=of("completed")),
    Door("my-ratings", signed_in()),
    Door("manage-surveys", HOLDERS, **READ_BY_HOLDERS),
    Door("manage-round-survey", MANAGERS, where=of("round"), **READ_BY_MANAGERS),
    Door(
        "manage-survey-text",
        GET_CLOSED,
        post=MANAGERS,
        where=of("survey_text"),
        data=lambda world: {"move": "show"},
    ),
    Door("follow-up", owner("teacher"), where=of("follow_up")),
    Door("follow-up-evidence", owner("teacher"), post=signed_in(), where=of("follow_up")),
    Door("manage-follow-ups", HOLDERS, **READ_BY_HOLDERS),
    Door("manage-follow-up", MANAGERS, where=of("follow_up"), **READ_BY_MANAGERS),
    Door("manage-follow-up-evidence", MANAGERS, where=of("follow_up"), **READ_BY_MANAGERS),
    Door("manage-round-report", MANAGERS, where=of("round"), **READ_BY_MANAGERS),
]
