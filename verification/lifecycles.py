"""The states of a run of issuing and of a holder's request, with every legal move (guideline 5.3.1)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from hcec.core.lifecycle import Lifecycle, Move


class NameChangeStatus(TextChoices):
    ASKED = "asked", _("Asked, waits for an officer")
    GRANTED = "granted", _("Granted: a new certificate is issued")
    DECLINED = "declined", _("Declined")


NAME_CHANGE = Lifecycle(
    "verification.namechange",
    NameChangeStatus,
    {
        "grant": Move((NameChangeStatus.ASKED,), NameChangeStatus.GRANTED, _("Issue a new certificate")),
        "decline": Move((NameChangeStatus.ASKED,), NameChangeStatus.DECLINED, _("Decline")),
    },
)


class RunStatus(TextChoices):
    PREPARED = "prepared", _("Prepared, waits for approval")
    APPROVED = "approved", _("Approved and issued")
    DECLINED = "declined", _("Sent back, nothing issued")
    UNDONE = "undone", _("Undone before it was public")
    SINGLE = "single", _("Issued by one person, before approval was asked for")


ISSUING = (RunStatus.APPROVED, RunStatus.SINGLE)

RUN = Lifecycle(
    "verification.issuerun",
    RunStatus,
    {
        "approve": Move((RunStatus.PREPARED,), RunStatus.APPROVED, _("Approve and issue")),
        "decline": Move((RunStatus.PREPARED,), RunStatus.DECLINED, _("Send back")),
        "undo": Move((RunStatus.APPROVED,), RunStatus.UNDONE, _("Undo the run")),
    },
)
