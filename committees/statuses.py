"""How the states of committees' work look."""

from committees.lifecycles import (
    ActionStatus,
    DirectiveStatus,
    OrderStatus,
    ProblemStatus,
    SittingStatus,
    VisitStatus,
)
from hcec.core.statuses import Tone, looks

looks(
    "committees.directive",
    DirectiveStatus,
    {
        DirectiveStatus.DRAFT: (Tone.QUIET, "pencil-square"),
        DirectiveStatus.PUBLISHED: (Tone.NEWS, "send"),
        DirectiveStatus.WITHDRAWN: (Tone.QUIET, "x-circle"),
    },
)
looks(
    "committees.sitting",
    SittingStatus,
    {
        SittingStatus.PLANNED: (Tone.QUIET, "pencil-square"),
        SittingStatus.CALLED: (Tone.NEWS, "envelope"),
        SittingStatus.OPEN: (Tone.NEWS, "people"),
        SittingStatus.CLOSED: (Tone.WAIT, "hourglass-split"),
        SittingStatus.APPROVED: (Tone.GOOD, "check-circle"),
        SittingStatus.CANCELLED: (Tone.QUIET, "x-circle"),
    },
)
looks(
    "committees.actionitem",
    ActionStatus,
    {
        ActionStatus.OPEN: (Tone.WAIT, "hourglass-split"),
        ActionStatus.DONE: (Tone.GOOD, "check-circle"),
        ActionStatus.DROPPED: (Tone.QUIET, "x-circle"),
    },
)
looks(
    "committees.visit",
    VisitStatus,
    {
        VisitStatus.PLANNED: (Tone.NEWS, "calendar-event"),
        VisitStatus.MADE: (Tone.WAIT, "hourglass-split"),
        VisitStatus.FINAL: (Tone.GOOD, "check-circle"),
        VisitStatus.CANCELLED: (Tone.QUIET, "x-circle"),
    },
)
looks(
    "committees.problem",
    ProblemStatus,
    {
        ProblemStatus.OPEN: (Tone.BAD, "exclamation-triangle"),
        ProblemStatus.ASSIGNED: (Tone.WAIT, "person"),
        ProblemStatus.RESOLVED: (Tone.WAIT, "hourglass-split"),
        ProblemStatus.CLOSED: (Tone.GOOD, "check-circle"),
    },
)
looks(
    "committees.appointmentorder",
    OrderStatus,
    {
        OrderStatus.DRAFT: (Tone.QUIET, "pencil-square"),
        OrderStatus.SIGNED: (Tone.GOOD, "check-circle"),
        OrderStatus.DISCARDED: (Tone.QUIET, "x-circle"),
    },
)
