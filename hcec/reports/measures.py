"""What is counted, exactly: each measure with its definition and the rows that it counts.

A number and its rows come from the same function here, so that they cannot disagree.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hcec.reports.periods import Period
from hcec.reports.scopes import Scope
from testing.lifecycles import SEATED as SEATED_IN_TESTS
from testing.lifecycles import BookingStatus, ResultStatus, SessionStatus
from testing.models import Booking, Result, Session
from training.lifecycles import SEATED as SEATED_IN_ROUNDS
from training.lifecycles import EnrolmentStatus, RoundStatus
from training.models import Enrolment, Round
from verification.models import Certificate

Rows = Callable[[Scope, Period], QuerySet[Any]]
NOT_HELD = (SessionStatus.DRAFT, SessionStatus.CALLED_OFF)
NOT_RUN = (RoundStatus.DRAFT, RoundStatus.CALLED_OFF)


def within(field: str, period: Period) -> dict[str, Any]:
    """The condition that an instant lies in the period."""
    return {f"{field}__gte": period.starts_at, f"{field}__lt": period.ends_before}


def sessions(scope: Scope, period: Period) -> QuerySet[Session]:
    rows = Session.objects.filter(scope.holds("center"), **within("starts_at", period))
    return rows.exclude(status__in=NOT_HELD)


def bookings(scope: Scope, period: Period) -> QuerySet[Booking]:
    rows = Booking.objects.filter(scope.holds("session__center"), **within("starts_at", period))
    return rows.filter(status__in=SEATED_IN_TESTS).exclude(session__status__in=NOT_HELD)


def attended(scope: Scope, period: Period) -> QuerySet[Booking]:
    return bookings(scope, period).filter(status=BookingStatus.ATTENDED)


def results(scope: Scope, period: Period) -> QuerySet[Result]:
    rows = Result.objects.filter(
        scope.holds("booking__session__center"), **within("booking__starts_at", period)
    )
    return rows.filter(status=ResultStatus.RELEASED)


def rounds(scope: Scope, period: Period) -> QuerySet[Round]:
    rows = Round.objects.filter(scope.holds("center"), **within("starts_at", period))
    return rows.exclude(status__in=NOT_RUN)


def enrolments(scope: Scope, period: Period) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.filter(scope.holds("round__center"), **within("round__starts_at", period))
    return rows.filter(status__in=SEATED_IN_ROUNDS).exclude(round__status__in=NOT_RUN)


def completions(scope: Scope, period: Period) -> QuerySet[Enrolment]:
    return enrolments(scope, period).filter(status=EnrolmentStatus.COMPLETED)


def certificates(scope: Scope, period: Period) -> QuerySet[Certificate]:
    rows = Certificate.objects.filter(scope.holds("series__center"), **within("issued_at", period))
    return rows.filter(revocation__isnull=True)


@dataclass(frozen=True)
class Measure:
    """One number of a place and a period. `key` is its name in `Counts` and in addresses."""

    key: str
    label: str | Promise
    definition: str | Promise
    rows: Rows


MEASURES = (
    Measure(
        "sessions",
        _("Test sessions begun"),
        _("Sessions that begin in the period, without drafts and those called off."),
        sessions,
    ),
    Measure("seats", _("Seats offered"), _("The seats of these sessions."), sessions),
    Measure(
        "booked",
        _("People booked"),
        _("People with a seat in these sessions; who cancelled or only waited is not counted."),
        bookings,
    ),
    Measure("attended", _("People who attended"), _("Those of the booked who were checked in."), attended),
    Measure("results", _("Results"), _("Released results of these sessions."), results),
    Measure(
        "rounds",
        _("Training rounds begun"),
        _("Rounds that begin in the period, without drafts and those called off."),
        rounds,
    ),
    Measure(
        "enrolled",
        _("People enrolled"),
        _("People with a place in these rounds; who cancelled or only waited is not counted."),
        enrolments,
    ),
    Measure(
        "completed",
        _("People who completed"),
        _("Those of the enrolled who completed the round."),
        completions,
    ),
    Measure(
        "certificates",
        _("Certificates"),
        _("Certificates issued in the period and not revoked since."),
        certificates,
    ),
)
BY_KEY = {measure.key: measure for measure in MEASURES}
