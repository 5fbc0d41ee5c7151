"""Certificates, issued by the real action from a result or a completion."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from centers.models import Center
from committees.models import Position
from hcec.accounts.models import User
from testing.lifecycles import BookingStatus, ResultStatus
from testing.models import Result, Session
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory, RoomFactory
from tests.factories.committees import person_with
from tests.factories.testing import BookingFactory, ResultFactory, finalised_session
from tests.factories.training import a_completion
from training.models import Completion
from verification.actions import issuing, log, runs
from verification.models import Certificate, IssueRun, Kind
from verification.queries.ready import GROUP
from verification.sources import ready
from verification.words import Pair


def director_of(center: Center) -> User:
    """The director in office of a center: signs its certificates and may issue and revoke them."""
    return person_with(Position.SCHOOL_DIRECTOR, center=center)


def session_with_results(
    people: int | Iterable[User] = 1, *, center: Center | None = None, **about: object
) -> Session:
    """A session of last week at the center, with a released result for each of so many people (or for these)."""
    people = [PersonFactory() for _ in range(people)] if isinstance(people, int) else list(people)
    room = RoomFactory(center=center or CenterFactory(), seats=max(40, len(people)))
    session = finalised_session(room=room)
    entered_by = about.pop("entered_by", None) or PersonFactory()
    released_by = None if about.get("status") == ResultStatus.ENTERED else PersonFactory()
    for person in people:
        booking = BookingFactory(session=session, person=person, status=BookingStatus.ATTENDED)
        ResultFactory(booking=booking, entered_by=entered_by, released_by=released_by, **about)
    return session


def results_of(session: Session) -> list[Result]:
    return list(Result.objects.filter(booking__session=session).order_by("pk"))


def completion_of(**about: object) -> Completion:
    """A completion of a round of the past."""
    return a_completion(**about).completion


def issue_results(*results: Result, by: User | None = None, at: datetime | None = None) -> list[Certificate]:
    """Certificates for these results, issued by the director of their center, in a log that is signed."""
    by, at = by or director_of(results[0].booking.session.center), at or timezone.now()
    certificates = issuing.issue(Kind.TEST_RESULT, [result.pk for result in results], by=by, at=at)
    log.sign(at=at)
    return certificates


def a_certificate(
    *, holder: User | None = None, center: Center | None = None, by: User | None = None
) -> Certificate:
    """One certificate of a test result."""
    session = session_with_results([holder or PersonFactory()], center=center)
    return issue_results(*results_of(session), by=by)[0]


def prepared_run(
    *, key: str, by: User | None = None, at: datetime | None = None, **sources: list[int]
) -> IssueRun:
    """A run that waits for approval, over `results` or `completions`; prepared by an officer of the nation."""
    by = by or person_with(Position.OBEC_OFFICER)
    centers = set()
    for kind, name in ((Kind.TEST_RESULT, "results"), (Kind.COMPLETION, "completions")):
        rows = ready(kind).filter(pk__in=sources.get(name, []))
        centers |= set(rows.order_by().values_list(f"{GROUP[kind]}__center", flat=True))
    return runs.prepare(
        by=by, at=at or timezone.now(), key=key, title=Pair("ทดสอบ"), centers=sorted(centers), **sources
    )


def approved_run(
    *,
    key: str,
    by: User,
    at: datetime | None = None,
    public_from: datetime | None = None,
    **sources: list[int],
) -> IssueRun:
    """The same, approved by `by`; its jobs are not done yet."""
    run = prepared_run(key=key, at=at, **sources)
    return runs.approve(run, by=by, at=at or timezone.now(), public_from=public_from)
