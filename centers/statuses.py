"""How the states of centers, assessments and uses of rooms look."""

from centers.lifecycles import AssessmentStatus, CenterStatus, DryRunStatus, RoomUseStatus, UseDateStatus
from hcec.core.statuses import Tone, looks

looks(
    "centers.center",
    CenterStatus,
    {
        CenterStatus.ANNOUNCED: (Tone.WAIT, "clock"),
        CenterStatus.OPEN: (Tone.GOOD, "check-circle"),
        CenterStatus.SUSPENDED: (Tone.WAIT, "pause-circle"),
        CenterStatus.CLOSED: (Tone.QUIET, "x-circle"),
    },
)

looks(
    "centers.assessment",
    AssessmentStatus,
    {
        AssessmentStatus.DRAFT: (Tone.QUIET, "pencil-square"),
        AssessmentStatus.SIGNED: (Tone.WAIT, "hourglass-split"),
        AssessmentStatus.CONFIRMED: (Tone.GOOD, "check-circle"),
        AssessmentStatus.OVERTURNED: (Tone.BAD, "x-circle"),
    },
)

looks(
    "centers.room_use",
    RoomUseStatus,
    {
        RoomUseStatus.ASKED: (Tone.WAIT, "hourglass-split"),
        RoomUseStatus.APPROVED: (Tone.GOOD, "check-circle"),
        RoomUseStatus.DECLINED: (Tone.BAD, "x-circle"),
        RoomUseStatus.WITHDRAWN: (Tone.QUIET, "arrow-counterclockwise"),
        RoomUseStatus.LAPSED: (Tone.QUIET, "clock"),
    },
)

looks(
    "centers.use_date",
    UseDateStatus,
    {
        UseDateStatus.PLANNED: (Tone.WAIT, "hourglass-split"),
        UseDateStatus.HELD: (Tone.GOOD, "check-circle"),
        UseDateStatus.SKIPPED: (Tone.BAD, "exclamation-circle"),
        UseDateStatus.GIVEN_BACK: (Tone.QUIET, "arrow-counterclockwise"),
        UseDateStatus.DROPPED: (Tone.QUIET, "x-circle"),
    },
)

looks(
    "centers.dry_run",
    DryRunStatus,
    {
        DryRunStatus.RUNNING: (Tone.NEWS, "hourglass-split"),
        DryRunStatus.FINISHED: (Tone.GOOD, "check-circle"),
    },
)
