"""The certificates of the demo's year, issued in the order of time; one of them is revoked."""

from datetime import datetime, timedelta

from centers.models import Center
from hcec.demo.staff import Office
from testing.models import Session
from training.models import Round
from verification.actions import issuing, revocations
from verification.models import Certificate, Kind, Reason
from verification.sources import ready

# The last weeks' results still wait for the director, so that there is something to issue.
LEFT = timedelta(days=40)


def issue_year(center: Center, office: Office, *, now: datetime) -> None:
    """Certificates of every session and round that was settled long enough ago, ten days after it."""
    sources: list[tuple[datetime, str, list[int]]] = []
    for session in Session.objects.filter(center=center, ends_at__lt=now - LEFT):
        rows = ready(Kind.TEST_RESULT).filter(booking__session=session)
        sources.append((session.ends_at + timedelta(days=10), Kind.TEST_RESULT, [row.pk for row in rows]))
    for round in Round.objects.filter(center=center, ends_at__lt=now - LEFT):
        rows = ready(Kind.COMPLETION).filter(enrolment__round=round)
        sources.append((round.ends_at + timedelta(days=10), Kind.COMPLETION, [row.pk for row in rows]))
    for at, kind, rows in sorted(sources):
        issuing.issue(kind, rows, by=office.director, at=at)


def revoke_one(center: Center, office: Office, *, now: datetime) -> None:
    """The first certificate of the center was wrong about something."""
    first = (
        Certificate.objects.filter(series__center=center)
        .select_related("series__center")
        .order_by("pk")
        .first()
    )
    if first is not None:
        revocations.revoke(
            first,
            by=office.director,
            at=first.issued_at + timedelta(days=6),
            reason=Reason.WRONG_FACTS,
            explanation="พิมพ์ชื่อหน่วยงานคลาดเคลื่อน ออกฉบับใหม่แทน (ตัวอย่าง)",
        )
