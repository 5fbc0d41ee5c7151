"""One province with two centers and one elsewhere, with activity of which every number is known."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from centers.models import Center
from hcec.core import thai
from hcec.reports.periods import Period
from testing.lifecycles import BookingStatus, SessionStatus
from tests.factories.centers import CenterFactory, RoomFactory
from tests.factories.testing import BookingFactory, SessionFactory
from tests.factories.verification import director_of, issue_results, results_of, session_with_results


@dataclass(frozen=True)
class Scene:
    """`here` and `beside` share a province; `away` has its own. All tests took place a week ago."""

    here: Center
    beside: Center
    away: Center
    period: Period


def a_week_ago() -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=7)


def lay() -> Scene:
    """Here 3 results (one certified), beside 1, away 2; beside one absent, one who waited and one draft session."""
    here = CenterFactory()
    beside, away = CenterFactory(province=here.province), CenterFactory()
    issue_results(results_of(session_with_results(3, center=here))[0], by=director_of(here))
    session = session_with_results(1, center=beside)
    BookingFactory(session=session, status=BookingStatus.ABSENT)
    BookingFactory(session=session, status=BookingStatus.LAPSED)
    BookingFactory(session=session, status=BookingStatus.CANCELLED)
    SessionFactory(room=RoomFactory(center=beside), status=SessionStatus.DRAFT)
    session_with_results(2, center=away)
    return Scene(here, beside, away, Period(thai.fiscal_year(timezone.localdate(a_week_ago()))))
