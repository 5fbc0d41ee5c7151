"""Tables of results: read and checked row by row, kept, and applied whole or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.sheets import Column, Problem, Table, read_table
from testing import numbers
from testing.actions import apart, results
from testing.actions.results import Entry
from testing.lifecycles import BookingStatus, ResultStatus
from testing.marks import OVERALL, TOTAL, MarkScheme
from testing.models import Booking, Duty, ParkedRow, ResultSheet, Session
from testing.queries.results import attended
from testing.refusals import Refusal

CODE = "code"


@dataclass
class Checked:
    """What a table says: entries in the order of its rows, every problem with its row, and rows that match nobody."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    parked: list[Problem] = field(default_factory=list)
    replaced: int = 0
    missing: int = 0


def columns(scheme: MarkScheme) -> list[Column]:
    """The columns that are asked for; marks may be missing, the booking code may not."""
    code = Column(CODE, ("รหัสการจอง", "Booking code", "code"), unique=True)
    parts = [
        Column(part.code, (part.name_th, part.name_en, part.code), required=False, filled=False)
        for part in scheme.parts
    ]
    total = Column(TOTAL, ("คะแนนรวม", "Total score", "total"), required=False, filled=False)
    overall = Column(OVERALL, ("ระดับรวม", "Overall", "overall"), required=False, filled=False)
    return [code, *parts, total, overall]


def read(session: Session, file: BinaryIO) -> tuple[Table, Checked]:
    """Read an uploaded table against the people of a session. Nothing is written."""
    scheme = MarkScheme.of(session.exam)
    table = read_table(file, columns(scheme))
    texts = {row.number: {name: str(value or "") for name, value in row.values.items()} for row in table.rows}
    checked = check(session, scheme, texts) if table.ok else Checked()
    checked.problems = [*table.problems, *checked.problems]
    return table, checked


def check(session: Session, scheme: MarkScheme, rows: Mapping[int, Mapping[str, str]]) -> Checked:
    """Match rows to who attended by booking code, and read their marks; rows that match nobody are to be parked."""
    people = {booking.code: booking for booking in attended(session)}
    others = dict(Booking.objects.filter(session=session).values_list("code", "status"))
    checked, headings = Checked(), {column.name: column.headings[0] for column in columns(scheme)}
    for number, texts in sorted(rows.items()):
        booking = people.get(numbers.clean(texts[CODE]))
        if booking is None:
            why = unmatched(texts[CODE], others)
            checked.parked.append(Problem(number, headings[CODE], why))
            continue
        if result_out(booking):
            checked.problems.append(Problem(number, "", _("The result has already been released.")))
            continue
        entry, wrong = scheme.entry(booking, texts)
        checked.problems += [Problem(number, headings[name], why) for name, why in wrong.items()]
        if entry:
            checked.entries.append(entry)
            checked.replaced += hasattr(booking, "result")
    if not checked.entries:  # a table that matches nobody at all is another session's
        checked.problems, checked.parked = [*checked.parked, *checked.problems], []
    named = {entry.booking.pk for entry in checked.entries}
    checked.missing = sum(b.pk not in named and not hasattr(b, "result") for b in people.values())
    return checked


def result_out(booking: Booking) -> bool:
    return hasattr(booking, "result") and booking.result.status == ResultStatus.RELEASED


def unmatched(typed: str, others: Mapping[str, str]) -> str:
    """Why a booking code names nobody who attended."""
    if not numbers.is_code(typed):
        return _("“%(code)s” is not a booking code: look for a slip of the keyboard.") % {"code": typed}
    status = others.get(numbers.clean(typed))
    if status is None:
        return _("No booking of this session has the code %(code)s.") % {
            "code": numbers.shown(numbers.clean(typed))
        }
    return _("%(code)s did not attend: “%(state)s”.") % {
        "code": numbers.shown(numbers.clean(typed)),
        "state": BookingStatus(status).label,
    }


@apart.noticed
def keep(session: Session, table: Table, *, name: str, by: User, at: datetime) -> ResultSheet:
    """Keep a table that has no problem, to be looked at and applied. Refuses one that was applied before, and who
    invigilated the session or trained people of it."""
    apart.refuse(session, Duty.ENTER, by)
    if ResultSheet.objects.filter(session=session, sha256=table.sha256, applied_at__isnull=False).exists():
        raise Refusal(_("This very file has already been applied to this session."))
    rows = {str(row.number): {k: str(v or "") for k, v in row.values.items()} for row in table.rows}
    return ResultSheet.objects.create(
        session=session, name=name[:200], sha256=table.sha256, rows=rows, uploaded_by=by, uploaded_at=at
    )


def recheck(sheet: ResultSheet) -> Checked:
    """Read a kept table again, against the people as they stand now."""
    scheme = MarkScheme.of(sheet.session.exam)
    return check(sheet.session, scheme, {int(number): texts for number, texts in sheet.rows.items()})


@apart.noticed
@transaction.atomic
def apply(sheet: ResultSheet, *, by: User, at: datetime) -> int:
    """Enter every result of a kept table and park the rows that match nobody; returns how many were entered.

    Twice is once; refuses when a row no longer fits.
    """
    sheet = (
        ResultSheet.objects.select_for_update(of=("self",))
        .select_related("session__exam__scale")
        .get(pk=sheet.pk)
    )
    if sheet.applied_at:
        return len(sheet.rows) - sheet.parked.count()
    checked = recheck(sheet)
    if checked.problems:
        raise Refusal(_("Something changed since the upload. %(problem)s") % {"problem": checked.problems[0]})
    results.enter(checked.entries, by=by, at=at)
    ParkedRow.objects.bulk_create(
        ParkedRow(sheet=sheet, number=row.row, texts=sheet.rows[str(row.row)], why=row.message)
        for row in checked.parked
    )
    sheet.applied_by, sheet.applied_at = by, at
    sheet.save(update_fields=["applied_by", "applied_at"])
    audit.record(
        "apply",
        sheet,
        by=by,
        at=at,
        results=len(checked.entries),
        parked=len(checked.parked),
        sha256=sheet.sha256,
    )
    return len(checked.entries)
