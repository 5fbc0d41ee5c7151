"""Participant lists of Zoom, Google Meet and Microsoft Teams, read by the names of their columns in English and Thai (E2)."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import BinaryIO

from dateutil import parser
from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.translation import gettext as _

from hcec.core import thai
from hcec.core.sheets import Problem, Unreadable, read_grid
from training.presence import Span

HEADINGS = {
    "name": (
        *("name (original name)", "name", "full name", "participant", "participant name", "first name"),
        *("ชื่อ (ชื่อเดิม)", "ชื่อ", "ชื่อเต็ม", "ชื่อผู้เข้าร่วม", "ชื่อ-นามสกุล", "ชื่อ นามสกุล"),
    ),
    "last": ("last name", "surname", "นามสกุล"),
    "mail": (
        *("user email", "email", "e-mail", "email address", "participant id (upn)"),
        *("อีเมล", "อีเมลผู้ใช้", "ที่อยู่อีเมล"),
    ),
    "came": (
        *("join time", "time joined", "first join", "first join time", "joined at"),
        *("เวลาเข้าร่วม", "เวลาที่เข้าร่วม", "เข้าร่วมครั้งแรก", "เข้าร่วมเมื่อ"),
    ),
    "went": (
        *("leave time", "time exited", "last leave", "last leave time", "left at"),
        *("เวลาออก", "เวลาที่ออก", "ออกครั้งล่าสุด", "ออกครั้งสุดท้าย", "ออกเมื่อ"),
    ),
    "lasted": (
        *(
            "duration (minutes)",
            "total duration (minutes)",
            "duration",
            "in-meeting duration",
            "time in call",
        ),
        *("ระยะเวลา (นาที)", "ระยะเวลาทั้งหมด (นาที)", "ระยะเวลา", "ระยะเวลาในการประชุม"),
    ),
}
PLACE = {heading: name for name, headings in HEADINGS.items() for heading in headings}
MOST_PEOPLE = 2000
UNITS = (
    (60, r"(\d+)\s*(?:h|hr|hrs|hour|hours|ชม\.?|ชั่วโมง)(?![a-z])"),
    (1, r"(\d+)\s*(?:m|min|mins|minute|minutes|นาที)(?![a-z])"),
)
DAY = timedelta(days=1)


@dataclass
class Person:
    """One name of a list with all its rows: when it was in, or only for how many minutes."""

    name: str
    mail: str
    spans: list[Span] = field(default_factory=list)
    lasted: int | None = 0


@dataclass
class Reading:
    """What a list says, and every problem with the number of its row."""

    people: list[Person] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sha256: str = ""


def read(file: BinaryIO, begins: datetime) -> Reading:
    """The people of an uploaded list (CSV or XLSX) of a meeting that begins then. Bad content never raises."""
    try:
        grid = read_grid(file)
    except Unreadable as refusal:
        return Reading(problems=[Problem(None, "", str(refusal))])
    rows = [
        (number, [cell if isinstance(cell, str) else cell.text for cell in cells])
        for number, cells in grid.rows
    ]
    columns, lines = table_of(rows)
    reading, known = Reading(sha256=grid.sha256), dict[str, Person]()
    if not lines:
        why = _(
            "No table of participants was found: it has a column for the name and one for the time of joining"
            " or for the duration."
        )
        reading.problems.append(Problem(None, "", why))
    for number, cells in lines:
        texts = {name: thai.normalise(cells[place]) for name, place in columns.items() if place < len(cells)}
        try:
            take(texts, known, begins, timed="came" in columns)
        except ValueError as wrong:
            reading.problems.append(Problem(number, "", str(wrong)))
    reading.people = list(known.values())
    if len(reading.people) > MOST_PEOPLE:
        reading.problems.append(Problem(None, "", _("The list names more than 2,000 people.")))
    return reading


def table_of(rows: list[tuple[int, list[str]]]) -> tuple[dict[str, int], list[tuple[int, list[str]]]]:
    """The columns and the lines of the last table with times, or else of the last one: Teams puts several into one file."""
    tables: list[tuple[dict[str, int], list[tuple[int, list[str]]]]] = []
    for number, cells in rows:
        if columns := columns_of(cells):
            tables.append((columns, []))
        elif tables and sum(1 for cell in cells if cell.strip()) > 1:
            tables[-1][1].append((number, cells))
    filled = [table for table in tables if table[1]]
    timed = [table for table in filled if "came" in table[0] and "went" in table[0]]
    return (timed or filled or [({}, [])])[-1]


def columns_of(cells: list[str]) -> dict[str, int]:
    """Where each known column stands, if this row is a heading; nothing otherwise. The first of two alike counts."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = PLACE.get(thai.normalise(cell).strip(" *:").casefold())
        if name:
            found.setdefault(name, place)
    return found if "name" in found and ("came" in found or "lasted" in found) else {}


def take(texts: dict[str, str], known: dict[str, Person], begins: datetime, *, timed: bool) -> None:
    """Add a row to its person. Raises ValueError with the sentence."""
    name = f"{texts.get('name', '')} {texts.get('last', '')}".strip()[:255]
    mail = texts.get("mail", "").lower()
    mail = mail[:254] if "@" in mail else ""
    if not name and not mail:
        raise ValueError(_("The row names nobody."))
    lasted = minutes_of(texts.get("lasted", ""))
    person = known.setdefault(mail or "".join(name.split()).casefold(), Person(name, mail))
    if timed:
        came = moment(texts.get("came", ""), begins)
        typed = texts.get("went", "")
        if not typed and lasted is None:
            raise ValueError(_("The row has no time of leaving and no duration."))
        went = moment(typed, begins) if typed else came + timedelta(minutes=lasted or 0)
        if went < came:
            raise ValueError(_("The time of leaving must come after the time of coming."))
        person.spans.append((came, went))
    elif lasted is None:
        raise ValueError(_("The row has no duration."))
    person.lasted = None if lasted is None or person.lasted is None else person.lasted + lasted


def minutes_of(text: str) -> int | None:
    """Minutes from 62, 1:02:00, 1h 2m 3s, 1 hr 2 min or 1 ชม. 2 นาที; None where nothing is said."""
    plain = thai.arabic_digits(text).lower().strip()
    if not plain:
        return None
    if plain.isdecimal():
        return min(int(plain), 100_000)
    if clock := re.fullmatch(r"(\d{1,3}):(\d{2})(?::\d{2})?", plain):
        return int(clock[1]) * 60 + int(clock[2])
    parts = [(factor, re.search(unit, plain)) for factor, unit in UNITS]
    found = [factor * int(part[1][:5]) for factor, part in parts if part]
    if not found and not re.search(r"\d+\s*(?:s|sec|วินาที)", plain):
        raise ValueError(_("“%(text)s” is no duration.") % {"text": text[:40]})
    return sum(found)


def moment(text: str, begins: datetime) -> datetime:
    """The moment that is written there, in Bangkok where no zone stands beside it. Of the two ways to read 3/4/2569 the
    one nearer to the meeting counts; a time of day alone is of the meeting's day. Raises ValueError with the sentence."""
    plain = thai.arabic_digits(text).replace("น.", "").strip()
    plain = re.sub(r"(^|\s)(\d{1,2})\.(\d{2})(?:\.(\d{2}))?$", r"\1\2:\3", plain)
    plain = re.sub(r"\b(2[45]\d\d)\b", lambda year: str(int(year[1]) - 543), plain)
    day = timezone.localtime(begins).replace(hour=0, minute=0, second=0, microsecond=0)
    near = sorted(readings(plain, day), key=lambda at: abs(at - begins))
    if not plain or not near:
        raise ValueError(_("“%(text)s” is no time.") % {"text": text[:40]})
    if abs(near[0] - begins) > 2 * DAY:
        raise ValueError(_("“%(text)s” is of another day than the meeting.") % {"text": text[:40]})
    return near[0]


def readings(plain: str, day: datetime) -> list[datetime]:
    """Every way to read it: the day first, the month first, and a year of the Buddhist era in two digits."""
    found: list[datetime] = []
    try:
        zoned = datetime.fromisoformat(plain)
        if zoned.tzinfo:
            return [zoned]
    except ValueError:
        pass
    for first in (True, False):
        try:
            one = parser.parse(plain, default=day.replace(tzinfo=None), dayfirst=first, ignoretz=True)
        except (ValueError, OverflowError):
            continue
        found += [timezone.make_aware(at) for at in (one, one - relativedelta(years=43)) if at.year > 1970]
    return found
