"""How each status of this app looks."""

from centers.line import OfferStatus, WishStatus
from hcec.core.statuses import Tone, looks
from training.lifecycles import (
    EnrolmentStatus,
    NominationStatus,
    ObjectionStatus,
    ProposalStatus,
    RoundStatus,
    SkippedStatus,
    SurveyTextStatus,
    VoucherStatus,
    WalkInStatus,
)

looks(
    "training.round",
    RoundStatus,
    {
        RoundStatus.DRAFT: (Tone.QUIET, "pencil-square"),
        RoundStatus.OPEN: (Tone.NEWS, "calendar-event"),
        RoundStatus.CLOSED: (Tone.WAIT, "lock"),
        RoundStatus.HELD: (Tone.WAIT, "hourglass-split"),
        RoundStatus.FINALISED: (Tone.GOOD, "check-circle"),
        RoundStatus.CALLED_OFF: (Tone.BAD, "x-circle"),
    },
)
looks(
    "training.enrolment",
    EnrolmentStatus,
    {
        EnrolmentStatus.HELD: (Tone.WAIT, "hourglass-split"),
        EnrolmentStatus.ENROLLED: (Tone.GOOD, "check-circle"),
        EnrolmentStatus.WAITING: (Tone.WAIT, "clock"),
        EnrolmentStatus.COMPLETED: (Tone.GOOD, "award"),
        EnrolmentStatus.NOT_COMPLETED: (Tone.BAD, "x-circle"),
        EnrolmentStatus.CANCELLED: (Tone.QUIET, "slash-circle"),
        EnrolmentStatus.LAPSED: (Tone.QUIET, "clock"),
        EnrolmentStatus.UNANSWERED: (Tone.QUIET, "hourglass-split"),
    },
)
looks(
    "training.proposal",
    ProposalStatus,
    {
        ProposalStatus.DRAFT: (Tone.QUIET, "pencil-square"),
        ProposalStatus.SUBMITTED: (Tone.WAIT, "hourglass-split"),
        ProposalStatus.RETURNED: (Tone.WAIT, "arrow-counterclockwise"),
        ProposalStatus.RECOGNISED: (Tone.GOOD, "check-circle"),
        ProposalStatus.DECLINED: (Tone.BAD, "x-circle"),
        ProposalStatus.WITHDRAWN: (Tone.QUIET, "slash-circle"),
    },
)
looks(
    "training.skipped_date",
    SkippedStatus,
    {
        SkippedStatus.SKIPPED: (Tone.WAIT, "pause-circle"),
        SkippedStatus.TAKEN: (Tone.GOOD, "check-circle"),
        SkippedStatus.DROPPED: (Tone.QUIET, "slash-circle"),
    },
)
looks(
    "training.objection",
    ObjectionStatus,
    {
        ObjectionStatus.OBJECTED: (Tone.WAIT, "hourglass-split"),
        ObjectionStatus.UPHELD: (Tone.GOOD, "check-circle"),
        ObjectionStatus.DECLINED: (Tone.QUIET, "slash-circle"),
    },
)
looks(
    "training.wish",
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
    "training.offer",
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
    "training.survey_text",
    SurveyTextStatus,
    {
        SurveyTextStatus.WAITING: (Tone.WAIT, "hourglass-split"),
        SurveyTextStatus.SHOWN: (Tone.GOOD, "check-circle"),
        SurveyTextStatus.WITHHELD: (Tone.QUIET, "slash-circle"),
    },
)
looks(
    "training.voucher",
    VoucherStatus,
    {
        VoucherStatus.PREPARED: (Tone.WAIT, "hourglass-split"),
        VoucherStatus.APPROVED: (Tone.GOOD, "check-circle"),
        VoucherStatus.DECLINED: (Tone.BAD, "x-circle"),
    },
)
looks(
    "training.nomination",
    NominationStatus,
    {
        NominationStatus.ASKED: (Tone.WAIT, "hourglass-split"),
        NominationStatus.PASSED_UP: (Tone.WAIT, "arrow-up"),
        NominationStatus.NOMINATED: (Tone.WAIT, "person"),
        NominationStatus.AGREED: (Tone.GOOD, "check-circle"),
        NominationStatus.DECLINED: (Tone.BAD, "x-circle"),
        NominationStatus.WITHDRAWN: (Tone.QUIET, "slash-circle"),
        NominationStatus.LAPSED: (Tone.QUIET, "clock"),
    },
)
looks(
    "training.walk_in",
    WalkInStatus,
    {
        WalkInStatus.KNOWN: (Tone.GOOD, "person-check"),
        WalkInStatus.PROVISIONAL: (Tone.WAIT, "hourglass-split"),
        WalkInStatus.MATCHED: (Tone.GOOD, "check-circle"),
        WalkInStatus.UNCLAIMED: (Tone.QUIET, "slash-circle"),
    },
)
