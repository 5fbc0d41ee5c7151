"""The states of a test session, of a booking and of a result, with every legal move (guideline 1.b, 5.2)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from centers.line import OFFER_MOVES, WISH_MOVES, OfferStatus, WishStatus
from hcec.core.lifecycle import Lifecycle, Move


class SessionStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open for booking")
    CLOSED = "closed", _("Booking closed")
    HELD = "held", _("Held, attendance to be confirmed")
    FINALISED = "finalised", _("Attendance confirmed")
    CALLED_OFF = "called_off", _("Called off")


# "Open" means announced: whether a seat can be booked this minute is the booking window's business.
SESSION = Lifecycle(
    "testing.session",
    SessionStatus,
    {
        "open": Move((SessionStatus.DRAFT,), SessionStatus.OPEN, _("Open for booking")),
        "close": Move((SessionStatus.OPEN,), SessionStatus.CLOSED, _("Close booking")),
        "reopen": Move((SessionStatus.CLOSED,), SessionStatus.OPEN, _("Open booking again")),
        "hold": Move(
            (SessionStatus.OPEN, SessionStatus.CLOSED), SessionStatus.HELD, _("Mark the test as held")
        ),
        "finalise": Move((SessionStatus.HELD,), SessionStatus.FINALISED, _("Confirm attendance")),
        "call_off": Move(
            (SessionStatus.DRAFT, SessionStatus.OPEN, SessionStatus.CLOSED),
            SessionStatus.CALLED_OFF,
            _("Call off"),
        ),
    },
)


class BookingStatus(TextChoices):
    OFFERED = "offered", _("Offered, waits for the answer")
    CONFIRMED = "confirmed", _("Seat confirmed")
    WAITING = "waiting", _("On the waiting list")
    ATTENDED = "attended", _("Attended")
    ABSENT = "absent", _("Absent")
    CANCELLED = "cancelled", _("Cancelled")
    LAPSED = "lapsed", _("No seat came free")


SEATED = (BookingStatus.CONFIRMED, BookingStatus.ATTENDED, BookingStatus.ABSENT)
OVER = (BookingStatus.CANCELLED, BookingStatus.LAPSED)

BOOKING = Lifecycle(
    "testing.booking",
    BookingStatus,
    {
        "accept": Move((BookingStatus.OFFERED,), BookingStatus.CONFIRMED, _("Take the seat")),
        "promote": Move((BookingStatus.WAITING,), BookingStatus.CONFIRMED, _("Give a seat")),
        "check_in": Move(
            (BookingStatus.CONFIRMED, BookingStatus.ABSENT), BookingStatus.ATTENDED, _("Check in")
        ),
        "mark_absent": Move(
            (BookingStatus.CONFIRMED, BookingStatus.ATTENDED), BookingStatus.ABSENT, _("Mark absent")
        ),
        "unmark": Move(
            (BookingStatus.ATTENDED, BookingStatus.ABSENT), BookingStatus.CONFIRMED, _("Undo the mark")
        ),
        "cancel": Move(
            (BookingStatus.CONFIRMED, BookingStatus.WAITING), BookingStatus.CANCELLED, _("Cancel the booking")
        ),
        "lapse": Move((BookingStatus.WAITING,), BookingStatus.LAPSED, _("Close the waiting list")),
    },
)


WISH = Lifecycle("testing.wish", WishStatus, WISH_MOVES)
OFFER = Lifecycle("testing.offer", OfferStatus, OFFER_MOVES)


class NoShowStatus(TextChoices):
    ASKED = "asked", _("Appeal to be decided")
    EXCUSED = "excused", _("Excused, does not count")
    UPHELD = "upheld", _("The absence counts")


NO_SHOW = Lifecycle(
    "testing.no_show",
    NoShowStatus,
    {
        "excuse": Move((NoShowStatus.ASKED,), NoShowStatus.EXCUSED, _("Excuse the absence")),
        "uphold": Move((NoShowStatus.ASKED,), NoShowStatus.UPHELD, _("Let the absence count")),
    },
)


class OutsideStatus(TextChoices):
    SENT = "sent", _("Waits to be checked")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")
    TAKEN_BACK = "taken_back", _("Taken back by the person")
    WITHDRAWN = "withdrawn", _("Withdrawn: proved false")


OUTSIDE = Lifecycle(
    "testing.outside",
    OutsideStatus,
    {
        "accept": Move((OutsideStatus.SENT,), OutsideStatus.ACCEPTED, _("Accept the result")),
        "give_back": Move((OutsideStatus.SENT,), OutsideStatus.RETURNED, _("Return it with a reason")),
        "send_again": Move((OutsideStatus.RETURNED,), OutsideStatus.SENT, _("Send again")),
        "take_back": Move(
            (OutsideStatus.SENT, OutsideStatus.RETURNED), OutsideStatus.TAKEN_BACK, _("Take it back")
        ),
        "withdraw": Move((OutsideStatus.ACCEPTED,), OutsideStatus.WITHDRAWN, _("Withdraw the result")),
    },
)


class SubstitutionStatus(TextChoices):
    ASKED = "asked", _("Waits for an answer")
    TAKEN = "taken", _("Seat taken over")
    DECLINED = "declined", _("Said no")
    WITHDRAWN = "withdrawn", _("Question taken back")
    LAPSED = "lapsed", _("Ended without an answer")


SUBSTITUTION = Lifecycle(
    "testing.substitution",
    SubstitutionStatus,
    {
        "take": Move((SubstitutionStatus.ASKED,), SubstitutionStatus.TAKEN, _("Take the seat over")),
        "decline": Move((SubstitutionStatus.ASKED,), SubstitutionStatus.DECLINED, _("Say no")),
        "withdraw": Move(
            (SubstitutionStatus.ASKED,), SubstitutionStatus.WITHDRAWN, _("Take the question back")
        ),
        "lapse": Move((SubstitutionStatus.ASKED,), SubstitutionStatus.LAPSED, _("End the question")),
    },
)


class WalkInStatus(TextChoices):
    KNOWN = "known", _("Known by her account")
    PROVISIONAL = "provisional", _("Not matched to an account yet")
    MATCHED = "matched", _("Matched to an account")


WALK_IN = Lifecycle(
    "testing.walk_in",
    WalkInStatus,
    {"match": Move((WalkInStatus.PROVISIONAL,), WalkInStatus.MATCHED, _("Match to an account"))},
)


class ResultStatus(TextChoices):
    ENTERED = "entered", _("Waits for release")
    RELEASED = "released", _("Released")


RESULT = Lifecycle(
    "testing.result",
    ResultStatus,
    {"release": Move((ResultStatus.ENTERED,), ResultStatus.RELEASED, _("Release"))},
)


class CorrectionStatus(TextChoices):
    PROPOSED = "proposed", _("Waits for a decision")
    APPROVED = "approved", _("Correction approved")
    DECLINED = "declined", _("Correction declined")


CORRECTION = Lifecycle(
    "testing.correction",
    CorrectionStatus,
    {
        "approve": Move((CorrectionStatus.PROPOSED,), CorrectionStatus.APPROVED, _("Approve the correction")),
        "decline": Move((CorrectionStatus.PROPOSED,), CorrectionStatus.DECLINED, _("Decline the correction")),
    },
)


class DrawStatus(TextChoices):
    OPEN = "open", _("Entries are taken")
    SEALED = "sealed", _("List frozen, draw to come")
    DRAWN = "drawn", _("Drawn")
    CALLED_OFF = "called_off", _("Draw called off")


DRAW = Lifecycle(
    "testing.draw",
    DrawStatus,
    {
        "seal": Move((DrawStatus.OPEN,), DrawStatus.SEALED, _("Freeze the list")),
        "draw": Move((DrawStatus.SEALED,), DrawStatus.DRAWN, _("Draw")),
        "call_off": Move((DrawStatus.OPEN, DrawStatus.SEALED), DrawStatus.CALLED_OFF, _("Call the draw off")),
    },
)


class AccommodationStatus(TextChoices):
    ASKED = "asked", _("Request sent")
    TAKEN = "taken", _("Being decided")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Not granted")
    WITHDRAWN = "withdrawn", _("Taken back")


ACCOMMODATION = Lifecycle(
    "testing.accommodation",
    AccommodationStatus,
    {
        "take": Move((AccommodationStatus.ASKED,), AccommodationStatus.TAKEN, _("Take up")),
        "leave": Move((AccommodationStatus.TAKEN,), AccommodationStatus.ASKED, _("Hand back")),
        "grant": Move((AccommodationStatus.TAKEN,), AccommodationStatus.GRANTED, _("Grant")),
        "refuse": Move((AccommodationStatus.TAKEN,), AccommodationStatus.REFUSED, _("Do not grant")),
        "withdraw": Move(
            (AccommodationStatus.ASKED, AccommodationStatus.TAKEN),
            AccommodationStatus.WITHDRAWN,
            _("Take back"),
        ),
    },
)


class AppealStatus(TextChoices):
    SUBMITTED = "submitted", _("Waits for a second scorer")
    REMARKED = "remarked", _("Marked again, waits for approval")
    UPHELD = "upheld", _("The result stands")
    CHANGED = "changed", _("The result was changed")
    WITHDRAWN = "withdrawn", _("Appeal withdrawn")


APPEAL = Lifecycle(
    "testing.appeal",
    AppealStatus,
    {
        "remark": Move((AppealStatus.SUBMITTED,), AppealStatus.REMARKED, _("Mark again")),
        "uphold": Move(
            (AppealStatus.SUBMITTED, AppealStatus.REMARKED), AppealStatus.UPHELD, _("Let the result stand")
        ),
        "change": Move((AppealStatus.REMARKED,), AppealStatus.CHANGED, _("Change the result")),
        "withdraw": Move((AppealStatus.SUBMITTED,), AppealStatus.WITHDRAWN, _("Withdraw the appeal")),
    },
)


class ConductStatus(TextChoices):
    RUNNING = "running", _("Test under way")
    PAUSED = "paused", _("Test paused")
    ENDED = "ended", _("Test ended, report to be signed")
    SIGNED = "signed", _("Report signed")


CONDUCT = Lifecycle(
    "testing.conduct",
    ConductStatus,
    {
        "pause": Move((ConductStatus.RUNNING,), ConductStatus.PAUSED, _("Pause the test")),
        "resume": Move((ConductStatus.PAUSED,), ConductStatus.RUNNING, _("Go on with the test")),
        "end": Move((ConductStatus.RUNNING, ConductStatus.PAUSED), ConductStatus.ENDED, _("End the test")),
        "sign": Move((ConductStatus.ENDED,), ConductStatus.SIGNED, _("Sign the report")),
    },
)


class ParkedStatus(TextChoices):
    PARKED = "parked", _("Waits to be matched")
    MATCHED = "matched", _("Matched to a person")
    DISCARDED = "discarded", _("Row discarded")


PARKED = Lifecycle(
    "testing.parked",
    ParkedStatus,
    {
        "match": Move((ParkedStatus.PARKED,), ParkedStatus.MATCHED, _("Match it to a person")),
        "discard": Move((ParkedStatus.PARKED,), ParkedStatus.DISCARDED, _("Discard the row")),
    },
)


class PaymentStatus(TextChoices):
    DUE = "due", _("To be paid")
    UPLOADED = "uploaded", _("Proof waits to be checked")
    RETURNED = "returned", _("Proof returned")
    CONFIRMED = "confirmed", _("Paid")
    WAIVED = "waived", _("Fee waived")
    DROPPED = "dropped", _("Nothing to pay any more")
    REFUND_DUE = "refund_due", _("To be paid back")
    REFUNDED = "refunded", _("Paid back")


OPEN_FEE = (PaymentStatus.DUE, PaymentStatus.RETURNED)  # without a proof that waits
UNPAID = (PaymentStatus.DUE, PaymentStatus.UPLOADED, PaymentStatus.RETURNED)

PAYMENT = Lifecycle(
    "testing.payment",
    PaymentStatus,
    {
        "hand_in": Move(OPEN_FEE, PaymentStatus.UPLOADED, _("Send the proof of payment")),
        "confirm": Move((PaymentStatus.UPLOADED,), PaymentStatus.CONFIRMED, _("Confirm the proof")),
        "send_back": Move((PaymentStatus.UPLOADED,), PaymentStatus.RETURNED, _("Return the proof")),
        "take": Move(UNPAID, PaymentStatus.CONFIRMED, _("Paid at the counter")),
        "waive": Move(UNPAID, PaymentStatus.WAIVED, _("Waive the fee")),
        "drop": Move(OPEN_FEE, PaymentStatus.DROPPED, _("Drop the fee")),
        "undo": Move((PaymentStatus.CONFIRMED,), PaymentStatus.RETURNED, _("Take the confirmation back")),
        "owe": Move((PaymentStatus.CONFIRMED,), PaymentStatus.REFUND_DUE, _("Note that it is paid back")),
        "keep": Move((PaymentStatus.REFUND_DUE,), PaymentStatus.CONFIRMED, _("Use it for the new seat")),
        "refund": Move((PaymentStatus.REFUND_DUE,), PaymentStatus.REFUNDED, _("Paid back")),
    },
)
