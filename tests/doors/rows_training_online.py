"""Doors of virtual meetings and of what is learnt online."""

from typing import Any

from tests.doors.rows_training import DESKS, HOLDERS, MANAGERS, of
from tests.doors.table import GET_CLOSED, ROLES, Door, anyone, owner, signed_in
from tests.factories.lessons import a_learning, a_lesson
from tests.factories.lti import a_tool_link
from tests.factories.training import CourseFactory, a_date, enrol, open_round
from training.models import ParticipantList


def furnish(world: Any) -> None:
    """A virtual meeting with the teacher in its round, and a participant list of it."""
    virtual = a_date(None, mode="virtual", day=30, link="https://meet.example.org/x")
    world.virtual_round = open_round(center=world.center, dates=[virtual], course=CourseFactory(hours=6))
    enrol(world.virtual_round, world.teacher)
    world.virtual_meeting = world.virtual_round.meetings.get()
    world.participant_list = ParticipantList.objects.create(
        meeting=world.virtual_meeting, name="zoom.csv", sha256="0" * 64, uploaded_by=world.person["clerk"],
        uploaded_at=world.virtual_meeting.starts_at,
    )  # fmt: skip
    world.participant_list.participants.create(number=1, name="iPad", spans=[], lasted=10)
    learning = a_learning(center=world.center, person=world.teacher, day=40)
    world.learnt_meeting, world.lesson = learning.meeting, learning.version.lesson
    world.draft_lesson = a_lesson(world.center)
    world.quiz_step = world.draft_lesson.versions.get().steps.get(kind="quiz")
    world.quiz_question = world.quiz_step.questions.first()
    world.tool_link = a_tool_link(world.center, day=50)
    world.linked_meeting = world.tool_link.meeting
    enrol(world.linked_meeting.round, world.teacher)


def line_item(world: Any) -> dict[str, Any]:
    return {"key": world.tool_link.key}


# Asked by machines: a session is no token, whoever's it is.
WITHOUT_TOKEN: Any = dict.fromkeys(ROLES, 401)

DOORS = [
    Door("my-meeting", owner("teacher"), where=of("virtual_meeting")),
    Door("manage-participants", DESKS, where=of("virtual_meeting")),
    Door("manage-participant-list", DESKS, where=of("participant_list")),
    Door("my-lesson", owner("teacher"), where=of("learnt_meeting")),
    Door("my-step", owner("teacher"), where=lambda world: {"pk": world.learnt_meeting.pk, "number": 1}),
    Door("manage-lessons", HOLDERS),
    Door("manage-lesson", MANAGERS, where=of("draft_lesson")),
    Door("manage-step-new", MANAGERS, where=of("draft_lesson")),
    Door("manage-step", MANAGERS, where=of("quiz_step")),
    Door("manage-question-new", MANAGERS, where=of("quiz_step")),
    Door("manage-question", MANAGERS, where=of("quiz_question")),
    Door("manage-meeting-lesson", MANAGERS, where=of("learnt_meeting")),
    Door("manage-meeting-tool", MANAGERS, where=of("linked_meeting")),
    Door("lti-launch", owner("teacher"), post=signed_in(), where=of("linked_meeting")),
    Door("lti-authorize", signed_in()),
    Door("lti-keys", anyone()),
    Door("lti-token", GET_CLOSED, post=anyone()),
    Door("lti-line-item", WITHOUT_TOKEN, post=anyone(), where=line_item),
    Door("lti-scores", GET_CLOSED, post=WITHOUT_TOKEN, where=line_item),
]
