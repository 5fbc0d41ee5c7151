"""The states of a center (guideline 6.2.1), of its assessments, and of the uses that people ask its rooms for."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hcec.core.lifecycle import Lifecycle, Move


class CenterStatus(TextChoices):
    ANNOUNCED = "announced", _("Announced")
    OPEN = "open", _("Open")
    SUSPENDED = "suspended", _("Suspended")
    CLOSED = "closed", _("Closed")


CENTER = Lifecycle(
    "centers.center",
    CenterStatus,
    {
        "open": Move(
            (CenterStatus.ANNOUNCED, CenterStatus.SUSPENDED), CenterStatus.OPEN, _("Open the center")
        ),
        "suspend": Move((CenterStatus.OPEN,), CenterStatus.SUSPENDED, _("Suspend the center")),
        "close": Move(
            (CenterStatus.OPEN, CenterStatus.SUSPENDED), CenterStatus.CLOSED, _("Close the center")
        ),
    },
)


class AssessmentStatus(TextChoices):
    DRAFT = "draft", _("Being filled in")
    SIGNED = "signed", _("Signed by the center")
    CONFIRMED = "confirmed", _("Confirmed by the province")
    OVERTURNED = "overturned", _("Overturned by OBEC's sample")


ASSESSMENT = Lifecycle(
    "centers.assessment",
    AssessmentStatus,
    {
        "sign": Move((AssessmentStatus.DRAFT,), AssessmentStatus.SIGNED, _("Sign for the center")),
        "return": Move((AssessmentStatus.SIGNED,), AssessmentStatus.DRAFT, _("Return to the center")),
        "confirm": Move((AssessmentStatus.SIGNED,), AssessmentStatus.CONFIRMED, _("Confirm")),
        "overturn": Move(
            (AssessmentStatus.CONFIRMED,), AssessmentStatus.OVERTURNED, _("Overturn after a sample")
        ),
    },
)


class RoomUseStatus(TextChoices):
    ASKED = "asked", _("Waits for an answer")
    APPROVED = "approved", _("Room is held")
    DECLINED = "declined", _("Turned down")
    WITHDRAWN = "withdrawn", _("Taken back")
    LAPSED = "lapsed", _("Released, not confirmed again")


ROOM_USE = Lifecycle(
    "centers.room_use",
    RoomUseStatus,
    {
        "approve": Move((RoomUseStatus.ASKED,), RoomUseStatus.APPROVED, _("Approve and hold the room")),
        "decline": Move((RoomUseStatus.ASKED,), RoomUseStatus.DECLINED, _("Turn down")),
        "withdraw": Move(
            (RoomUseStatus.ASKED, RoomUseStatus.APPROVED), RoomUseStatus.WITHDRAWN, _("Take back")
        ),
        "lapse": Move((RoomUseStatus.APPROVED,), RoomUseStatus.LAPSED, _("Release the room")),
    },
)


class UseDateStatus(TextChoices):
    PLANNED = "planned", _("Requested")
    HELD = "held", _("Room held")
    SKIPPED = "skipped", _("Skipped")
    GIVEN_BACK = "given_back", _("Given back")
    DROPPED = "dropped", _("Let go")


USE_DATE = Lifecycle(
    "centers.use_date",
    UseDateStatus,
    {
        "hold": Move((UseDateStatus.PLANNED, UseDateStatus.SKIPPED), UseDateStatus.HELD, _("Take this date")),
        "skip": Move((UseDateStatus.PLANNED,), UseDateStatus.SKIPPED, _("Skip")),
        "give_back": Move((UseDateStatus.HELD,), UseDateStatus.GIVEN_BACK, _("Give this date back")),
        "drop": Move((UseDateStatus.PLANNED, UseDateStatus.SKIPPED), UseDateStatus.DROPPED, _("Let go")),
    },
)


class DryRunStatus(TextChoices):
    RUNNING = "running", _("Under way")
    FINISHED = "finished", pgettext_lazy("dry run", "Finished")


DRY_RUN = Lifecycle(
    "centers.dry_run",
    DryRunStatus,
    {"finish": Move((DryRunStatus.RUNNING,), DryRunStatus.FINISHED, _("Finish the dry run"))},
)
