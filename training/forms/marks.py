"""Marks of a round: one box a person, typed or filled from a table; every slip beside its box, nothing typed is lost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hcec.core.sheets import Column, Problem, read_table
from hcec.core.thai import arabic_digits
from training import codes
from training.models import Enrolment, Mark, Round
from training.queries.entries import ABSENT, Slip

LARGEST = Decimal("9999.99")
COLUMNS = (
    Column("who", ("รหัสแถว", "Row code", "row code or mail")),
    Column("points", ("คะแนน", "Points", "score"), required=False, filled=False),
)
HEADINGS = {column.name: column.headings[0] for column in COLUMNS}


class MarksFileForm(forms.Form):
    """A table from a computer: CSV or XLSX."""

    file = forms.FileField(
        label=gettext_lazy("Table of marks"),
        help_text=gettext_lazy("XLSX or CSV, at most 5 MB. It fills the boxes; nothing is saved before you look."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("The file is empty.")},
    )  # fmt: skip


@dataclass
class Line:
    """One person with what was typed and what is wrong with it."""

    enrolment: Enrolment
    typed: str
    error: str = ""

    @property
    def name(self) -> str:
        return f"m{self.enrolment.pk}"


def points_text(value: Decimal | None) -> str:
    """18, or 18.5: no more decimals than there are; somebody who did not take it is a dash."""
    return "-" if value is None else f"{value.normalize():f}"


def read_points(typed: str, most: Decimal) -> Decimal | None:
    """Points that were typed; None for a word that says that she did not take it. Raises Slip."""
    text = arabic_digits(typed).strip().replace(",", ".")
    if text.lower() in ABSENT:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal(-1)
    if not found.is_finite() or not 0 <= found <= most or found != round(found, 2):
        raise Slip(
            _("Write points from 0 to %(most)s, or “-” for did not take it.") % {"most": points_text(most)}
        )
    return found  # fmt: skip


class MarksGrid:
    """Reads and shows the boxes. An empty one leaves what is on record; `rest` says that the empty ones did not take it."""

    def __init__(
        self,
        people: Sequence[Enrolment],
        on_record: Mapping[int, Mark],
        full: Any,
        data: Mapping[str, Any] | None = None,
    ) -> None:
        self.data = data
        self.full = (
            str(data.get("full", "")).strip() if data is not None else (points_text(full) if full else "")
        )
        self.full_error = ""
        self.rest = data is not None and "rest" in data
        self.lines = [self.line(person, on_record.get(person.pk)) for person in people]  # fmt: skip

    def line(self, person: Enrolment, mark: Mark | None) -> Line:
        if self.data is not None:
            return Line(person, str(self.data.get(f"m{person.pk}", "")).strip()[:20])
        return Line(person, points_text(mark.score) if mark else "")

    @property
    def errors(self) -> int:
        return sum(1 for line in self.lines if line.error) + bool(self.full_error)

    @property
    def recorded(self) -> int:
        return sum(1 for line in self.lines if line.typed)

    def fill(self, texts: Mapping[int, str]) -> None:
        """Put the points of a table into the boxes of their people."""
        for line in self.lines:
            line.typed = texts.get(line.enrolment.pk, line.typed)

    def full_points(self) -> Decimal:
        """The full points; 0 with an error beside the box where they cannot be."""
        try:
            found = read_points(self.full, LARGEST)
        except Slip:
            found = None
        if not found:
            self.full_error = _("Write the full points of the test, such as 20.")
        return found or Decimal(0)

    def scores(self, *, by: int) -> dict[int, Decimal | None]:
        """Points by enrolment; wrong boxes carry their error. `by` is who types (primary key): her own box stays out."""
        most, found = self.full_points(), {}
        for line in self.lines:
            if not line.typed and self.rest and line.enrolment.person_id != by:
                found[line.enrolment.pk] = None
            elif line.typed and not self.full_error:
                try:
                    found[line.enrolment.pk] = read_points(line.typed, most)
                except Slip as slip:
                    line.error = str(slip)
        return found


def read_file(
    file: BinaryIO, round: Round, people: Sequence[Enrolment]
) -> tuple[dict[int, str], list[Problem]]:
    """Points as texts by enrolment, out of a table with row codes or mails, and every problem with its row."""
    table = read_table(file, COLUMNS)
    by_mail = {one.person.email.lower(): one.pk for one in people}
    known, found, problems = {one.pk for one in people}, {}, list(table.problems)
    for row in table.rows if table.ok else ():
        who = str(row.values.get("who") or "").strip()
        pk = by_mail.get(who.lower()) if "@" in who else codes.enrolment_of(who, round.pk)
        if pk not in known or pk is None:
            sentence = _("“%(who)s” is nobody with a place in this round: look for a slip of the keyboard.")
            problems.append(Problem(row.number, HEADINGS["who"], sentence % {"who": who}))
        elif pk in found:
            problems.append(Problem(row.number, HEADINGS["who"], _("This person stands in the table twice.")))
        else:
            found[pk] = str(row.values.get("points") or "").strip()
    return found, problems
