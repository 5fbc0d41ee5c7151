"""How the states of centers look."""

from centers.lifecycles import AssessmentStatus, CenterStatus
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
