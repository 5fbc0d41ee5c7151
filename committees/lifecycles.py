"""The states of what committees do: directives, meetings, actions, visits, findings and problems."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hcec.core.lifecycle import Lifecycle, Move


class DirectiveStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


DIRECTIVE = Lifecycle(
    "committees.directive",
    DirectiveStatus,
    {
        "publish": Move((DirectiveStatus.DRAFT,), DirectiveStatus.PUBLISHED, _("Publish")),
        "withdraw": Move((DirectiveStatus.PUBLISHED,), DirectiveStatus.WITHDRAWN, _("Withdraw")),
    },
)


class SittingStatus(TextChoices):
    PLANNED = "planned", _("Planned")
    CALLED = "called", _("Called")
    OPEN = "open", _("In session")
    CLOSED = "closed", _("Minutes being written")
    APPROVED = "approved", _("Minutes approved")
    CANCELLED = "cancelled", _("Cancelled")


SITTING = Lifecycle(
    "committees.sitting",
    SittingStatus,
    {
        "call": Move((SittingStatus.PLANNED,), SittingStatus.CALLED, _("Send the notice")),
        "open": Move((SittingStatus.CALLED,), SittingStatus.OPEN, _("Open the meeting")),
        "close": Move((SittingStatus.OPEN,), SittingStatus.CLOSED, _("Close the meeting")),
        "approve": Move((SittingStatus.CLOSED,), SittingStatus.APPROVED, _("Approve the minutes")),
        "cancel": Move(
            (SittingStatus.PLANNED, SittingStatus.CALLED),
            SittingStatus.CANCELLED,
            _("Cancel the meeting"),
        ),
    },
)


class ActionStatus(TextChoices):
    OPEN = "open", _("To do")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


ACTION = Lifecycle(
    "committees.actionitem",
    ActionStatus,
    {
        "finish": Move((ActionStatus.OPEN,), ActionStatus.DONE, _("Mark as done")),
        "drop": Move((ActionStatus.OPEN,), ActionStatus.DROPPED, _("Drop")),
        "reopen": Move((ActionStatus.DONE,), ActionStatus.OPEN, _("Reopen")),
    },
)


class VisitStatus(TextChoices):
    PLANNED = "planned", _("Planned")
    MADE = "made", _("Visited, findings with the center")
    FINAL = "final", _("Final")
    CANCELLED = "cancelled", _("Cancelled")


VISIT = Lifecycle(
    "committees.visit",
    VisitStatus,
    {
        "submit": Move(
            (VisitStatus.PLANNED,),
            VisitStatus.MADE,
            _("Send the findings to the center"),
        ),
        "finalise": Move((VisitStatus.MADE,), VisitStatus.FINAL, _("Make the findings final")),
        "cancel": Move((VisitStatus.PLANNED,), VisitStatus.CANCELLED, _("Cancel the visit")),
    },
)


class ProblemStatus(TextChoices):
    OPEN = "open", pgettext_lazy("problem", "Open")
    ASSIGNED = "assigned", _("Someone is on it")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed by the one who raised it")


PROBLEM = Lifecycle(
    "committees.problem",
    ProblemStatus,
    {
        "assign": Move(
            (ProblemStatus.OPEN, ProblemStatus.ASSIGNED),
            ProblemStatus.ASSIGNED,
            _("Assign"),
        ),
        "escalate": Move(
            (ProblemStatus.OPEN, ProblemStatus.ASSIGNED),
            ProblemStatus.OPEN,
            _("Pass one level up"),
        ),
        "resolve": Move(
            (ProblemStatus.OPEN, ProblemStatus.ASSIGNED),
            ProblemStatus.RESOLVED,
            _("Resolve"),
        ),
        "reopen": Move((ProblemStatus.RESOLVED,), ProblemStatus.OPEN, _("Not solved: reopen")),
        "close": Move((ProblemStatus.RESOLVED,), ProblemStatus.CLOSED, _("Solved: close")),
    },
)


class OrderStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    SIGNED = "signed", pgettext_lazy("order", "Signed and in force")
    DISCARDED = "discarded", pgettext_lazy("order", "Discarded")


APPOINTMENT_ORDER = Lifecycle(
    "committees.appointmentorder",
    OrderStatus,
    {
        "sign": Move((OrderStatus.DRAFT,), OrderStatus.SIGNED, _("Put the order in force")),
        "discard": Move((OrderStatus.DRAFT,), OrderStatus.DISCARDED, _("Discard the draft")),
    },
)
