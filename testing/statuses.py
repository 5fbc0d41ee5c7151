"""How each status of this app looks."""

from hcec.core.statuses import Tone, looks
from testing.lifecycles import (
    AccommodationStatus,
    AppealStatus,
    BookingStatus,
    ConductStatus,
    CorrectionStatus,
    DrawStatus,
    NoShowStatus,
    OfferStatus,
    OutsideStatus,
    ParkedStatus,
    PaymentStatus,
    ResultStatus,
    SessionStatus,
    SubstitutionStatus,
    WalkInStatus,
    WishStatus,
)

looks(
    "testing.session",
    SessionStatus,
    {
        SessionStatus.DRAFT: (Tone.QUIET, "pencil-square"),
        SessionStatus.OPEN: (Tone.NEWS, "calendar-event"),
        SessionStatus.CLOSED: (Tone.NEWS, "lock"),
        SessionStatus.HELD: (Tone.WAIT, "clipboard-check"),
        SessionStatus.FINALISED: (Tone.GOOD, "check-circle"),
        SessionStatus.CALLED_OFF: (Tone.BAD, "x-circle"),
    },
)
looks(
    "testing.booking",
    BookingStatus,
    {
        BookingStatus.OFFERED: (Tone.WAIT, "bell"),
        BookingStatus.CONFIRMED: (Tone.GOOD, "check-circle"),
        BookingStatus.WAITING: (Tone.WAIT, "hourglass-split"),
        BookingStatus.ATTENDED: (Tone.GOOD, "person-check"),
        BookingStatus.ABSENT: (Tone.BAD, "x-circle"),
        BookingStatus.CANCELLED: (Tone.QUIET, "x-circle"),
        BookingStatus.LAPSED: (Tone.QUIET, "slash-circle"),
    },
)
looks(
    "testing.wish",
    WishStatus,
    {
        WishStatus.OPEN: (Tone.NEWS, "hourglass-split"),
        WishStatus.OFFERED: (Tone.WAIT, "bell"),
        WishStatus.TAKEN: (Tone.GOOD, "check-circle"),
        WishStatus.DECLINED: (Tone.QUIET, "x-circle"),
        WishStatus.LAPSED: (Tone.QUIET, "slash-circle"),
        WishStatus.WITHDRAWN: (Tone.QUIET, "trash"),
    },
)
looks(
    "testing.offer",
    OfferStatus,
    {
        OfferStatus.OPEN: (Tone.WAIT, "bell"),
        OfferStatus.TAKEN: (Tone.GOOD, "check-circle"),
        OfferStatus.DECLINED: (Tone.QUIET, "x-circle"),
        OfferStatus.LAPSED: (Tone.QUIET, "slash-circle"),
        OfferStatus.RECALLED: (Tone.BAD, "x-circle"),
    },
)
looks(
    "testing.no_show",
    NoShowStatus,
    {
        NoShowStatus.ASKED: (Tone.WAIT, "hourglass-split"),
        NoShowStatus.EXCUSED: (Tone.GOOD, "check-circle"),
        NoShowStatus.UPHELD: (Tone.QUIET, "x-circle"),
    },
)
looks(
    "testing.outside",
    OutsideStatus,
    {
        OutsideStatus.SENT: (Tone.WAIT, "hourglass-split"),
        OutsideStatus.ACCEPTED: (Tone.GOOD, "check-circle"),
        OutsideStatus.RETURNED: (Tone.BAD, "arrow-counterclockwise"),
        OutsideStatus.TAKEN_BACK: (Tone.QUIET, "slash-circle"),
        OutsideStatus.WITHDRAWN: (Tone.BAD, "x-circle"),
    },
)
looks(
    "testing.substitution",
    SubstitutionStatus,
    {
        SubstitutionStatus.ASKED: (Tone.WAIT, "hourglass-split"),
        SubstitutionStatus.TAKEN: (Tone.GOOD, "check-circle"),
        SubstitutionStatus.DECLINED: (Tone.QUIET, "x-circle"),
        SubstitutionStatus.WITHDRAWN: (Tone.QUIET, "arrow-counterclockwise"),
        SubstitutionStatus.LAPSED: (Tone.QUIET, "slash-circle"),
    },
)
looks(
    "testing.walk_in",
    WalkInStatus,
    {
        WalkInStatus.KNOWN: (Tone.GOOD, "person-check"),
        WalkInStatus.PROVISIONAL: (Tone.WAIT, "hourglass-split"),
        WalkInStatus.MATCHED: (Tone.GOOD, "check-circle"),
    },
)
looks(
    "testing.result",
    ResultStatus,
    {
        ResultStatus.ENTERED: (Tone.WAIT, "hourglass-split"),
        ResultStatus.RELEASED: (Tone.GOOD, "check-circle"),
    },
)
looks(
    "testing.correction",
    CorrectionStatus,
    {
        CorrectionStatus.PROPOSED: (Tone.WAIT, "hourglass-split"),
        CorrectionStatus.APPROVED: (Tone.GOOD, "check-circle"),
        CorrectionStatus.DECLINED: (Tone.QUIET, "x-circle"),
    },
)
looks(
    "testing.draw",
    DrawStatus,
    {
        DrawStatus.OPEN: (Tone.NEWS, "pencil-square"),
        DrawStatus.SEALED: (Tone.WAIT, "lock"),
        DrawStatus.DRAWN: (Tone.GOOD, "check-circle"),
        DrawStatus.CALLED_OFF: (Tone.QUIET, "x-circle"),
    },
)
looks(
    "testing.accommodation",
    AccommodationStatus,
    {
        AccommodationStatus.ASKED: (Tone.WAIT, "hourglass-split"),
        AccommodationStatus.TAKEN: (Tone.WAIT, "person-check"),
        AccommodationStatus.GRANTED: (Tone.GOOD, "check-circle"),
        AccommodationStatus.REFUSED: (Tone.BAD, "x-circle"),
        AccommodationStatus.WITHDRAWN: (Tone.QUIET, "slash-circle"),
    },
)
looks(
    "testing.appeal",
    AppealStatus,
    {
        AppealStatus.SUBMITTED: (Tone.WAIT, "hourglass-split"),
        AppealStatus.REMARKED: (Tone.WAIT, "clipboard-check"),
        AppealStatus.UPHELD: (Tone.QUIET, "check-circle"),
        AppealStatus.CHANGED: (Tone.GOOD, "check-circle"),
        AppealStatus.WITHDRAWN: (Tone.QUIET, "x-circle"),
    },
)
looks(
    "testing.conduct",
    ConductStatus,
    {
        ConductStatus.RUNNING: (Tone.NEWS, "clock"),
        ConductStatus.PAUSED: (Tone.WAIT, "pause-circle"),
        ConductStatus.ENDED: (Tone.WAIT, "clipboard-check"),
        ConductStatus.SIGNED: (Tone.GOOD, "check-circle"),
    },
)
looks(
    "testing.parked",
    ParkedStatus,
    {
        ParkedStatus.PARKED: (Tone.WAIT, "hourglass-split"),
        ParkedStatus.MATCHED: (Tone.GOOD, "check-circle"),
        ParkedStatus.DISCARDED: (Tone.QUIET, "x-circle"),
    },
)
looks(
    "testing.payment",
    PaymentStatus,
    {
        PaymentStatus.DUE: (Tone.WAIT, "cash-stack"),
        PaymentStatus.UPLOADED: (Tone.NEWS, "clipboard-check"),
        PaymentStatus.RETURNED: (Tone.BAD, "x-circle"),
        PaymentStatus.CONFIRMED: (Tone.GOOD, "check-circle"),
        PaymentStatus.WAIVED: (Tone.GOOD, "shield-check"),
        PaymentStatus.DROPPED: (Tone.QUIET, "slash-circle"),
        PaymentStatus.REFUND_DUE: (Tone.WAIT, "arrow-counterclockwise"),
        PaymentStatus.REFUNDED: (Tone.QUIET, "check-circle"),
    },
)
