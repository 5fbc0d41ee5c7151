"""The certificates of the demo's year, issued in the order of time; one is revoked, one shown by a link."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from centers.models import Center
from hcec.accounts.models import User
from hcec.demo.staff import Office
from testing.models import Session
from training.models import Round
from verification.actions import bodies, issuing, revocations, shares
from verification.models import Certificate, Channel, Kind, Reason
from verification.queries import my_certificates
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


def show(cast: Mapping[str, User], *, now: datetime) -> None:
    """The teacher shares her newest certificate, and an employer that is registered has looked it up."""
    newest = my_certificates(cast["teacher"]).filter(revocation__isnull=True).first()
    last_day = timezone.localdate(now) + timedelta(days=180)
    body = bodies.admit(
        by=cast["obec"], at=now - timedelta(days=60), name="บริษัท ตัวอย่างการศึกษา จำกัด (ตัวอย่าง)",
        contact=cast["public"], agreement="ศธ 04010/ว1 (ตัวอย่าง)", last_day=last_day, a_day=5000,
    )  # fmt: skip
    if newest is None:
        return
    _share, token = shares.make(
        newest, by=newest.holder, at=now - timedelta(days=5), parts=["time", "signatory"], last_day=last_day
    )
    for days in (4, 1):
        shares.look(token, at=now - timedelta(days=days))
    asked = [(2, newest.number), (3, newest.number[:-1] + ("0" if newest.number[-1] != "0" else "1"))]
    bodies.inquire(body, asked, channel=Channel.PAGE, at=now - timedelta(days=2))


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
