"""The states of a proposed course, a training round, an enrolment and a wish, with every legal move (guideline 6.4.6)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from centers.line import OFFER_MOVES, WISH_MOVES, OfferStatus, WishStatus
from hcec.core.lifecycle import Lifecycle, Move


class RoundStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open for enrolment")
    CLOSED = "closed", _("Enrolment closed")
    HELD = "held", _("Held, completions to be decided")
    FINALISED = "finalised", _("Decided")
    CALLED_OFF = "called_off", _("Called off")


# "Open" means announced: whether a place can be had this minute is the enrolment window's business.
ROUND = Lifecycle(
    "training.round",
    RoundStatus,
    {
        "open": Move((RoundStatus.DRAFT,), RoundStatus.OPEN, _("Open for enrolment")),
        "close": Move((RoundStatus.OPEN,), RoundStatus.CLOSED, _("Close enrolment")),
        "reopen": Move((RoundStatus.CLOSED,), RoundStatus.OPEN, _("Open enrolment again")),
        "finish": Move((RoundStatus.OPEN, RoundStatus.CLOSED), RoundStatus.HELD, _("Mark as held")),
        "finalise": Move((RoundStatus.HELD,), RoundStatus.FINALISED, _("Decide completions")),
        "call_off": Move(
            (RoundStatus.DRAFT, RoundStatus.OPEN, RoundStatus.CLOSED), RoundStatus.CALLED_OFF, _("Call off")
        ),
    },
)


class EnrolmentStatus(TextChoices):
    HELD = "held", _("Place held until the answer")
    ENROLLED = "enrolled", _("Place confirmed")
    WAITING = "waiting", _("On the waiting list")
    COMPLETED = "completed", _("Completed")
    NOT_COMPLETED = "not_completed", _("Not completed")
    CANCELLED = "cancelled", _("Cancelled")
    LAPSED = "lapsed", _("No place came free")
    UNANSWERED = "unanswered", _("Nobody answered in time")


SEATED = (EnrolmentStatus.ENROLLED, EnrolmentStatus.COMPLETED, EnrolmentStatus.NOT_COMPLETED)
COMING = (EnrolmentStatus.HELD, EnrolmentStatus.ENROLLED)  # has a seat in what is still to come
OVER = (EnrolmentStatus.CANCELLED, EnrolmentStatus.LAPSED, EnrolmentStatus.UNANSWERED)

ENROLMENT = Lifecycle(
    "training.enrolment",
    EnrolmentStatus,
    {
        "promote": Move((EnrolmentStatus.WAITING,), EnrolmentStatus.ENROLLED, _("Give a place")),
        "hold": Move((EnrolmentStatus.WAITING,), EnrolmentStatus.HELD, _("Hold a place")),
        "confirm": Move((EnrolmentStatus.HELD,), EnrolmentStatus.ENROLLED, _("Confirm the place")),
        "complete": Move((EnrolmentStatus.ENROLLED,), EnrolmentStatus.COMPLETED, _("Complete")),
        "fail": Move((EnrolmentStatus.ENROLLED,), EnrolmentStatus.NOT_COMPLETED, _("Mark as not completed")),
        "cancel": Move(
            (EnrolmentStatus.HELD, EnrolmentStatus.ENROLLED, EnrolmentStatus.WAITING),
            EnrolmentStatus.CANCELLED,
            _("Cancel the enrolment"),
        ),
        "lapse": Move((EnrolmentStatus.WAITING,), EnrolmentStatus.LAPSED, _("Close the waiting list")),
        "expire": Move(
            (EnrolmentStatus.HELD, EnrolmentStatus.WAITING),
            EnrolmentStatus.UNANSWERED,
            _("Let the place go without an answer"),
        ),
    },
)


class NominationStatus(TextChoices):
    ASKED = "asked", _("Waits for the head of the school")
    PASSED_UP = "passed_up", _("Waits for the service area")
    NOMINATED = "nominated", _("Waits for the teacher")
    AGREED = "agreed", _("Agreed")
    DECLINED = "declined", _("Said no")
    WITHDRAWN = "withdrawn", _("Taken back")
    LAPSED = "lapsed", _("Nobody answered in time")


OPEN_NOMINATIONS = (NominationStatus.ASKED, NominationStatus.PASSED_UP, NominationStatus.NOMINATED)
TO_APPROVE = (NominationStatus.ASKED, NominationStatus.PASSED_UP)

NOMINATION = Lifecycle(
    "training.nomination",
    NominationStatus,
    {
        "approve": Move(TO_APPROVE, NominationStatus.AGREED, _("Approve")),
        "accept": Move((NominationStatus.NOMINATED,), NominationStatus.AGREED, _("Yes, I take part")),
        "decline": Move(OPEN_NOMINATIONS, NominationStatus.DECLINED, _("Say no")),
        "withdraw": Move(OPEN_NOMINATIONS, NominationStatus.WITHDRAWN, _("Take back")),
        "pass_up": Move(
            (NominationStatus.ASKED,), NominationStatus.PASSED_UP, _("Pass up to the service area")
        ),
        "lapse": Move(OPEN_NOMINATIONS, NominationStatus.LAPSED, _("Let it lapse")),
    },
)


class WalkInStatus(TextChoices):
    KNOWN = "known", _("Known by her account")
    PROVISIONAL = "provisional", _("Not matched to an account yet")
    MATCHED = "matched", _("Matched to an account")
    UNCLAIMED = "unclaimed", _("Set aside: nobody knows whose account it is")


WALK_IN = Lifecycle(
    "training.walk_in",
    WalkInStatus,
    {
        "match": Move(
            (WalkInStatus.PROVISIONAL, WalkInStatus.UNCLAIMED), WalkInStatus.MATCHED, _("Match to an account")
        ),
        "set_aside": Move((WalkInStatus.PROVISIONAL,), WalkInStatus.UNCLAIMED, _("Set aside")),
    },
)
UNKNOWN_WALK_INS = (WalkInStatus.PROVISIONAL, WalkInStatus.UNCLAIMED)


WISH = Lifecycle("training.wish", WishStatus, WISH_MOVES)
OFFER = Lifecycle("training.offer", OfferStatus, OFFER_MOVES)


class ProposalStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Being reviewed")
    RETURNED = "returned", _("Sent back for changes")
    RECOGNISED = "recognised", _("Recognised")
    DECLINED = "declined", _("Not recognised")
    WITHDRAWN = "withdrawn", _("Taken back")


PROPOSAL = Lifecycle(
    "training.proposal",
    ProposalStatus,
    {
        "submit": Move(
            (ProposalStatus.DRAFT, ProposalStatus.RETURNED), ProposalStatus.SUBMITTED, _("Send for review")
        ),
        "recognise": Move((ProposalStatus.SUBMITTED,), ProposalStatus.RECOGNISED, _("Recognise the course")),
        "return": Move((ProposalStatus.SUBMITTED,), ProposalStatus.RETURNED, _("Send back for changes")),
        "decline": Move((ProposalStatus.SUBMITTED,), ProposalStatus.DECLINED, _("Do not recognise")),
        "withdraw": Move(
            (ProposalStatus.DRAFT, ProposalStatus.SUBMITTED, ProposalStatus.RETURNED),
            ProposalStatus.WITHDRAWN,
            _("Take back"),
        ),
    },
)


class SkippedStatus(TextChoices):
    SKIPPED = "skipped", _("Skipped")
    TAKEN = "taken", _("Taken after all")
    DROPPED = "dropped", _("Let go")


SKIPPED_DATE = Lifecycle(
    "training.skipped_date",
    SkippedStatus,
    {
        "take": Move((SkippedStatus.SKIPPED,), SkippedStatus.TAKEN, _("Take this date")),
        "drop": Move((SkippedStatus.SKIPPED,), SkippedStatus.DROPPED, _("Let go")),
    },
)


class ObjectionStatus(TextChoices):
    OBJECTED = "objected", _("Waits for an answer")
    UPHELD = "upheld", _("Found right, the record was changed")
    DECLINED = "declined", _("The record stands")


OBJECTION = Lifecycle(
    "training.objection",
    ObjectionStatus,
    {
        "uphold": Move((ObjectionStatus.OBJECTED,), ObjectionStatus.UPHELD, _("Change the record")),
        "decline": Move(
            (ObjectionStatus.OBJECTED,), ObjectionStatus.DECLINED, _("Leave the record as it is")
        ),
    },
)


class SurveyTextStatus(TextChoices):
    WAITING = "waiting", _("Not read yet")
    SHOWN = "shown", _("Passed on to the trainer")
    WITHHELD = "withheld", _("Not passed on")


SURVEY_TEXT = Lifecycle(
    "training.survey_text",
    SurveyTextStatus,
    {
        "show": Move((SurveyTextStatus.WAITING,), SurveyTextStatus.SHOWN, _("Pass on")),
        "withhold": Move((SurveyTextStatus.WAITING,), SurveyTextStatus.WITHHELD, _("Do not pass on")),
    },
)


class VoucherStatus(TextChoices):
    PREPARED = "prepared", _("Waits for approval")
    APPROVED = "approved", _("Approved, to be signed")
    DECLINED = "declined", _("Not approved")


VOUCHER = Lifecycle(
    "training.voucher",
    VoucherStatus,
    {
        "approve": Move((VoucherStatus.PREPARED,), VoucherStatus.APPROVED, _("Approve the voucher")),
        "decline": Move((VoucherStatus.PREPARED,), VoucherStatus.DECLINED, _("Do not approve")),
    },
)
