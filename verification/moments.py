"""Instants as everything that leaves the portal writes them: in UTC, to the second."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

BANGKOK = ZoneInfo("Asia/Bangkok")


def instant(at: datetime) -> str:
    """2027-02-03T04:05:06Z (RFC 3339)."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def end_of(day: date) -> datetime:
    """The last second of a day in Bangkok."""
    return datetime.combine(day, time(23, 59, 59), BANGKOK)


def start_of(day: date) -> datetime:
    """The first second of a day in Bangkok."""
    return datetime.combine(day, time(), BANGKOK)
