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
