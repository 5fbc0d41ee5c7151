"""A calendar as text (RFC 5545): events with their hours in UTC, lines folded at 75 octets, texts escaped."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import HttpResponse

LINE = 75  # octets, RFC 5545 3.1
PRODUCT = "-//HCEC//Portal//TH"


@dataclass(frozen=True)
class Event:
    """One entry. `uid` stays the same while the thing does; `busy` is false for what has no hour of its own."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str = ""
    description: str = ""
    url: str = ""
    busy: bool = True


def text(value: str) -> str:
    """A text with what would end it escaped (RFC 5545 3.3.11)."""
    plain = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def fold(line: str) -> str:
    """A line in pieces of at most 75 octets, never within a character."""
    pieces, piece, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > LINE - bool(pieces):
            pieces.append(piece)
            piece, size = "", 0
        piece, size = piece + letter, size + width
    return "\r\n ".join([*pieces, piece])


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def lines_of(event: Event, at: datetime) -> Iterable[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{text(event.uid)}"
    yield f"DTSTAMP:{stamp(at)}"
    yield f"DTSTART:{stamp(event.starts_at)}"
    yield f"DTEND:{stamp(event.ends_at)}"
    yield f"SUMMARY:{text(event.summary)}"
    for name, value in (("LOCATION", event.location), ("DESCRIPTION", event.description)):
        if value:
            yield f"{name}:{text(value)}"
    if event.url:
        yield f"URL:{event.url}"
    if not event.busy:
        yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def calendar(name: str, events: Iterable[Event], *, at: datetime) -> str:
    """The whole calendar; readers are asked to look again every hour."""
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"),
        *(f"X-WR-CALNAME:{text(name)}", "X-WR-TIMEZONE:Asia/Bangkok", "REFRESH-INTERVAL;VALUE=DURATION:PT1H"),
        *(line for event in events for line in lines_of(event, at)),
        "END:VCALENDAR",
    ]
    return "\r\n".join(fold(line) for line in lines) + "\r\n"


def answer(name: str, events: Iterable[Event], *, at: datetime, private: bool) -> HttpResponse:
    """The calendar as an answer; a private one is kept nowhere on its way and found by no search."""
    response = HttpResponse(calendar(name, events, at=at), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="hcec.ics"'
    if private:
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex"
    return response
