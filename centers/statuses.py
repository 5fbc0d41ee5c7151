"""How the states of centers look."""

from centers.lifecycles import CenterStatus
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
