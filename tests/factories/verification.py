"""Certificates, issued by the real action from a result or a completion."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

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
from verification.actions import issuing, log, occasions, runs
from verification.kinds import SOURCES
from verification.models import Certificate, CertificateFile, Citation, IssueRun, Kind, Occasion
from verification.sources import ready
from verification.words import Pair

NAMES = {
    "results": Kind.TEST_RESULT,
    "completions": Kind.COMPLETION,
    "recognitions": Kind.RECOGNITION,
    "attestations": Kind.ATTESTATION,
}


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
    """A run that waits for approval, over `results`, `completions`, `recognitions` or `attestations`; prepared by an officer
    of the nation."""
    by = by or person_with(Position.OBEC_OFFICER)
    [(name, pks)] = sources.items()
    kind = NAMES[name]
    rows = ready(kind).filter(pk__in=pks).order_by()
    centers = sorted(set(rows.values_list(f"{SOURCES[kind].group}__center", flat=True)))
    return runs.prepare(
        by=by, at=at or timezone.now(), key=key, title=Pair("ทดสอบ"), centers=centers, kind=kind, sources=pks
    )


def an_occasion(
    *people: User, kind: str = Kind.RECOGNITION, center: Center | None = None, by: User | None = None,
    role: str = "", **about: object,
) -> Occasion:  # fmt: skip
    """An occasion of last week in which these people are named; put on record by somebody of no further part."""
    by, at = by or PersonFactory(), timezone.now()
    day = timezone.localdate(at) - timedelta(days=7)
    fields = {
        "name_th": "วิทยากรแกนนำดีเด่น ประจำปี ๒๕๖๙", "name_en": "Outstanding core trainer 2569", "skill": None,
        "starts_on": day, "ends_on": day, "hours": Decimal(12) if kind == Kind.ATTESTATION else None,
    }  # fmt: skip
    center = center or CenterFactory()
    occasion = occasions.record(center, kind, fields | about, by=by, at=at, key=uuid4().hex)
    occasions.cite(occasion, people, by=by, at=at, role_th=role)
    return occasion


def citations_of(occasion: Occasion) -> list[Citation]:
    return list(occasion.citations.order_by("pk"))


def issue_citations(
    *citations: Citation, by: User | None = None, at: datetime | None = None
) -> list[Certificate]:
    """Certificates of these citations of one occasion, issued by the director of its center, in a log that is signed."""
    occasion, at = citations[0].occasion, at or timezone.now()
    by = by or director_of(occasion.center)
    certificates = issuing.issue(occasion.kind, [each.pk for each in citations], by=by, at=at)
    log.sign(at=at)
    return certificates


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


def a_file(certificate: Certificate, sha256: str = "0" * 64, size: int = 1) -> CertificateFile:
    """A file to be put on record, of whatever bytes, made at the certificate's own moment and not sealed."""
    return CertificateFile(certificate=certificate, sha256=sha256, size=size, made_at=certificate.issued_at)
