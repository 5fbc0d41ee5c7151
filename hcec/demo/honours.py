"""Whom the demo's center honours and what it attests: one issued, one prepared and waiting for approval, one just put on record.

Here too is the certificate that was replaced by a new one.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from centers.models import Center, SkillArea
from hcec.accounts.models import User
from hcec.demo.staff import Office
from training.models import Completion
from verification.actions import issuing, occasions, reissues, runs
from verification.models import Certificate, Citation, Kind, Occasion
from verification.queries import ready as reads
from verification.queries.ready import Scope

# Days before today, kind, words of the paper, hours, role of those who are named.
HONOURED = (
    (60, Kind.RECOGNITION, ("วิทยากรแกนนำดีเด่น ประจำปี ๒๕๖๙", "Outstanding core trainer of 2569"), None, ("", "")),
    (
        20, Kind.ATTESTATION,
        ("การอบรมเชิงปฏิบัติการการจัดการเรียนรู้ด้วยปัญญาประดิษฐ์", "Workshop on teaching with artificial intelligence"),
        Decimal(12), ("วิทยากร", "speaker"),
    ),
    (
        6, Kind.ATTESTATION, ("การทดสอบทักษะภาษาอังกฤษ HCEC", "HCEC English Test"), Decimal(6),
        ("กรรมการคุมสอบ", "invigilator"),
    ),
)  # fmt: skip


def keep(center: Center, cast: Mapping[str, User], office: Office, *, now: datetime) -> None:
    """Three occasions of the center, each a step further back: ready, prepared, issued."""
    issued, waits, _ready = [_put_on_record(center, cast, office, now, *about) for about in HONOURED]
    rows = [citation.pk for citation in _named(issued)]
    issuing.issue(issued.kind, rows, by=office.director, at=issued.entered_at + timedelta(days=4))
    scope = Scope(waits.kind, waits.pk)
    runs.prepare(
        by=office.manager, at=now - timedelta(days=1), key=f"demo-{center.code}", title=reads.title(scope),
        centers=[center.pk], kind=waits.kind, sources=[citation.pk for citation in _named(waits)],
    )  # fmt: skip


def replace_one(center: Center, cast: Mapping[str, User], office: Office, *, now: datetime) -> None:
    """A certificate of the teacher's bore a name that was not spelt right, and has a new one in its place."""
    rows = Certificate.objects.filter(series__center=center, holder=cast["teacher"], revocation__isnull=True)
    wrong = rows.select_related("series__center").order_by("pk").first()
    if wrong is not None:
        reissues.reissue(
            wrong,
            by=office.director,
            at=now - timedelta(days=15),
            explanation="พิมพ์ชื่อภาษาอังกฤษคลาดเคลื่อน (ตัวอย่าง)",
        )


def _put_on_record(
    center: Center, cast: Mapping[str, User], office: Office, now: datetime, ago: int, kind: str,
    name: tuple[str, str], hours: Decimal | None, role: tuple[str, str],
) -> Occasion:  # fmt: skip
    """One occasion with the teacher and three people who completed a round at the center."""
    at, day = now - timedelta(days=ago - 2), timezone.localdate(now) - timedelta(days=ago)
    words: dict[str, Any] = {
        "name_th": name[0], "name_en": name[1], "skill": SkillArea.objects.order_by("sort_order", "pk").first(),
        "starts_on": day - timedelta(days=1), "ends_on": day, "hours": hours,
    }  # fmt: skip
    occasion = occasions.record(
        center, kind, words, by=office.manager, at=at, key=f"demo-{center.code}-{ago}"
    )
    found = Completion.objects.filter(enrolment__round__center=center).order_by("pk")
    trained = [row.enrolment.person for row in found.select_related("enrolment__person")[ago : ago + 3]]
    people = list(dict.fromkeys([cast["teacher"], *trained]))
    occasions.cite(occasion, people, by=office.manager, at=at, role_th=role[0], role_en=role[1])
    return occasion


def _named(occasion: Occasion) -> list[Citation]:
    return list(occasion.citations.order_by("pk"))
