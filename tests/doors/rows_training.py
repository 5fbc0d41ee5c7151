"""Doors of training: the public search, my courses, the center's rounds, attendance, completions, trainers."""

from typing import Any

from django.core.files.base import ContentFile

from tests.doors.table import GET_CLOSED, Door, anyone, away, only, owner, signed_in
from tests.factories.centers import RoomFactory
from tests.factories.training import (
    TrainerFactory,
    a_date,
    an_objection,
    enrol,
    next_week,
    open_round,
    plan_round,
    qualify,
)
from training.models import AttendanceFile, SignedSheet, SkippedDate

MANAGE = ("manager", "clerk")
DESK = ("manager", "clerk", "ict")


def furnish(world: Any) -> None:
    """An announced round with the teacher in it, a draft, and a trainer of the center."""
    world.round = open_round(room=RoomFactory(center=world.center), seats=5)
    world.enrolment = enrol(world.round, world.teacher)
    world.attendee = enrol(world.round)
    world.meeting = world.round.meetings.order_by("starts_at").first()
    world.draft_round = plan_round(room=RoomFactory(center=world.center))
    world.trainer = TrainerFactory(center=world.center)
    world.qualification = qualify(world.trainer, world.round.course.skill)
    world.signed_sheet = SignedSheet.objects.create(
        meeting=world.meeting, scan=ContentFile(b"%PDF-1.7", name="sheet.pdf"), sha256="0" * 64,
        by=world.person["clerk"], at=world.meeting.ends_at,
    )  # fmt: skip
    world.attendance_file = AttendanceFile.objects.create(
        center=world.center, name="มิถุนายน.xlsx", sha256="0" * 64, rows={}, uploaded_by=world.person["clerk"],
        uploaded_at=world.meeting.starts_at,
    )  # fmt: skip
    room = RoomFactory(center=world.center)
    later = [a_date(room, day=day) for day in (21, 22)]
    world.objection = an_objection(room=room, dates=later, person=world.teacher)
    world.entry = world.objection.attendance
    world.skipped_date = SkippedDate.objects.create(
        round=world.draft_round,
        mode="virtual",
        starts_at=next_week(day=14),
        ends_at=next_week(day=14, hour=12),
        minutes=180,
        why="วันหยุด",
    )


def of(noun: str) -> Any:
    return lambda world: {"pk": getattr(world, noun).pk}


MANAGERS = only(*MANAGE, outside=away(*MANAGE))
HOLDERS = only(*MANAGE, *away(*MANAGE))
DESKS = only(*DESK, outside=away(*DESK))
# Pages that are only read: POST is turned away (405) before anybody's rows are looked for.
READ_BY_MANAGERS, READ_BY_DESKS = {"post": HOLDERS}, {"post": only(*DESK, *away(*DESK))}

READ, FORMS = ("", "-people"), ("-edit", "-call-off", "-completions")
MOVES = ("-open", "-close", "-reopen", "-finish")

DOORS = [
    Door("rounds", anyone()),
    Door("round", anyone(), where=of("round")),
    Door("round-enrol", GET_CLOSED, post=signed_in(), where=of("round")),
    Door("my-enrolments", signed_in()),
    Door("enrolment", owner("teacher"), post=signed_in(), where=of("enrolment")),
    Door("enrolment-cancel", GET_CLOSED, post=owner("teacher"), where=of("enrolment")),
    Door("manage-rounds", HOLDERS),
    Door("manage-round-new", HOLDERS),
    Door("manage-planner", HOLDERS),
    Door("manage-planner-new", HOLDERS),
    Door("manage-skipped-take", GET_CLOSED, post=MANAGERS, where=of("skipped_date")),
    Door("manage-skipped-drop", GET_CLOSED, post=MANAGERS, where=of("skipped_date")),
    Door("manage-trainers", HOLDERS),
    Door(
        "manage-stand-in",
        MANAGERS,
        where=of("meeting"),
        data=lambda world: {"trainer": world.trainer.pk},
    ),
    Door("manage-trainer", MANAGERS, where=of("trainer")),
    Door("manage-qualification-new", MANAGERS, where=of("trainer")),
    Door("manage-qualification-paper", MANAGERS, where=of("qualification"), **READ_BY_MANAGERS),
    Door("manage-qualification-withdraw", MANAGERS, where=of("qualification")),
    Door("manage-trainer-end", GET_CLOSED, post=MANAGERS, where=of("trainer")),
    *(Door(f"manage-round{page}", MANAGERS, where=of("round"), **READ_BY_MANAGERS) for page in READ),
    *(Door(f"manage-round{page}", MANAGERS, where=of("round")) for page in FORMS),
    *(Door(f"manage-round{move}", GET_CLOSED, post=MANAGERS, where=of("round")) for move in MOVES),
    Door("manage-meeting-new", MANAGERS, where=of("round")),
    Door("manage-meeting", MANAGERS, where=of("meeting")),
    Door("manage-meeting-remove", GET_CLOSED, post=MANAGERS, where=of("meeting")),
    Door("manage-enrolment-cancel", MANAGERS, where=of("attendee")),
    Door("manage-door-code", DESKS, where=of("meeting")),
    Door("attend", signed_in(), where=lambda world: {"pk": world.meeting.pk, "token": "0" * 32}),
    Door("attend-here", GET_CLOSED, post=signed_in(), where=of("meeting")),
    Door("manage-attendance-due", only(*DESK, *away(*DESK))),
    Door("manage-round-attendance", DESKS, where=of("round"), **READ_BY_DESKS),
    Door("manage-attendance", DESKS, where=of("meeting")),
    Door("manage-paper", DESKS, where=of("meeting")),
    Door("manage-signed-sheet", DESKS, where=of("signed_sheet"), **READ_BY_DESKS),
    Door("objection-new", owner("teacher"), where=of("entry")),
    Door("manage-objections", HOLDERS),
    Door("manage-objection", MANAGERS, where=of("objection")),
    Door("manage-attendance-file", only(*DESK, *away(*DESK))),
    Door("manage-attendance-file-seen", DESKS, where=of("attendance_file")),
    Door("manage-round-table", DESKS, where=of("round"), **READ_BY_DESKS),
    Door("manage-attendance-sheet", DESKS, where=of("meeting"), **READ_BY_DESKS),
]
