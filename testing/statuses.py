"""How each status of this app looks."""

from hcec.core.statuses import Tone, looks
from testing.lifecycles import BookingStatus, ResultStatus, SessionStatus

looks(
    "testing.session",
    SessionStatus,
    {
        SessionStatus.DRAFT: (Tone.QUIET, "pencil"),
        SessionStatus.OPEN: (Tone.NEWS, "door"),
        SessionStatus.CLOSED: (Tone.WAIT, "lock"),
        SessionStatus.HELD: (Tone.WAIT, "clock"),
        SessionStatus.FINALISED: (Tone.GOOD, "check"),
        SessionStatus.CALLED_OFF: (Tone.BAD, "cross"),
    },
)
looks(
    "testing.booking",
    BookingStatus,
    {
        BookingStatus.CONFIRMED: (Tone.GOOD, "check"),
        BookingStatus.WAITING: (Tone.WAIT, "clock"),
        BookingStatus.ATTENDED: (Tone.GOOD, "check"),
        BookingStatus.ABSENT: (Tone.BAD, "cross"),
        BookingStatus.CANCELLED: (Tone.QUIET, "cross"),
        BookingStatus.LAPSED: (Tone.QUIET, "clock"),
    },
)
looks(
    "testing.result",
    ResultStatus,
    {
        ResultStatus.ENTERED: (Tone.WAIT, "clock"),
        ResultStatus.RELEASED: (Tone.GOOD, "check"),
    },
)
