"""The states of a center and the announcements that move it (guideline 6.2.1)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

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
