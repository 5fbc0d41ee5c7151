"""The invigilator's screen: who is there, until when each may work, what happened, and the report of it all."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from testing.lifecycles import BookingStatus
from testing.models import Booking, Conduct, DutyWaiver, Incident, Session
from testing.queries import day
from testing.queries.accommodations import Measures, with_measures


@dataclass(frozen=True)
class Line:
    """One person in the room: her measures and when her time ends (None before the start)."""

    booking: Booking
    measures: Measures
    ends_at: datetime | None


def usual(session: Session) -> timedelta:
    return timedelta(minutes=session.exam.duration_minutes)


def end_of(conduct: Conduct, at: datetime) -> datetime:
    """When the usual time is over, pauses counted; while it is paused the end moves with the clock."""
    running = at - conduct.paused_at if conduct.paused_at else timedelta()
    return conduct.started_at + usual(conduct.session) + conduct.paused_for + running


def lines(session: Session, conduct: Conduct | None, at: datetime) -> list[Line]:
    """Everybody with a seat, by seat; two queries."""
    end = end_of(conduct, at) if conduct else None
    return [
        Line(b, b.measures, end + b.measures.extra_of(usual(session)) if end else None)  # type: ignore[attr-defined]
        for b in with_measures(day.seated(session))
    ]


def conduct_of(session: Session) -> Conduct | None:
    rows = Conduct.objects.filter(session=session).select_related("started_by", "ended_by", "signed_by")
    found = rows.first()
    if found:
        found.session = session
    return found


def incidents(conduct: Conduct | None) -> list[Incident]:
    """In the order in which they happened."""
    if conduct is None:
        return []
    rows = conduct.incidents.select_related("code", "booking__person", "by")
    return list(rows.order_by("at", "pk"))


def report(
    conduct: Conduct, people: Iterable[Line], happened: Iterable[Incident], waived: Iterable[DutyWaiver]
) -> dict[str, Any]:
    """What the invigilator signs: who was there, what happened, the times, and which duties were not kept apart;
    measures without why."""
    rows = list(people)
    here = [line for line in rows if line.booking.status == BookingStatus.ATTENDED]
    return {
        "session": conduct.session.pk,
        "exam": conduct.session.exam.name_th,
        "center": conduct.session.center.name_th,
        "room": conduct.session.reservation.room.name_th,
        "planned": [conduct.session.starts_at.isoformat(), conduct.session.ends_at.isoformat()],
        "started_at": conduct.started_at.isoformat(),
        "ended_at": conduct.ended_at.isoformat() if conduct.ended_at else None,
        "paused_seconds": int(conduct.paused_for.total_seconds()),
        "seated": len(rows),
        "present": len(here),
        "people": [
            {"seat": line.booking.seat_no, "code": line.booking.code, "status": line.booking.status,
             "extra_percent": line.measures.extra}
            for line in rows
        ],
        "incidents": [
            {"at": i.at.isoformat(), "code": i.code.code, "seat": i.booking.seat_no if i.booking else None,
             "words": i.words}
            for i in happened
        ],
        "waivers": [
            {"person": w.person_id, "duty": w.duty, "reason": w.reason, "granted_by": w.granted_by_id} for w in waived
        ],
    }  # fmt: skip


def digest(report: dict[str, Any]) -> str:
    """SHA-256 of the report in its one canonical writing."""
    text = json.dumps(report, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
