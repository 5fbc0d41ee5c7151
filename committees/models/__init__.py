"""Who and by what right: committees and appointments, and what committees do with their powers."""

from committees.models.directives import Acknowledgement, Directive, DutyProof
from committees.models.minutes import Publication, Reading
from committees.models.orders import AppointmentOrder, OrderLine
from committees.models.posts import Post, PostKind, Tenure
from committees.models.problems import (
    Contact,
    Invitation,
    Partner,
    Problem,
    ProblemStep,
    Support,
)
from committees.models.seats import Appointment, Committee, Level, Position
from committees.models.sittings import (
    ActionItem,
    AgendaItem,
    Presence,
    Resolution,
    Sitting,
)
from committees.models.visits import Finding, Rating, RatingForm, RatingItem, Visit

__all__ = [
    "Acknowledgement",
    "ActionItem",
    "AgendaItem",
    "Appointment",
    "AppointmentOrder",
    "Committee",
    "Contact",
    "Directive",
    "DutyProof",
    "Finding",
    "Invitation",
    "Level",
    "OrderLine",
    "Partner",
    "Position",
    "Post",
    "PostKind",
    "Presence",
    "Problem",
    "ProblemStep",
    "Publication",
    "Rating",
    "RatingForm",
    "RatingItem",
    "Reading",
    "Resolution",
    "Sitting",
    "Support",
    "Tenure",
    "Visit",
]
