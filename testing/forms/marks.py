"""The grid of marks of one session, and the upload of a table of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from testing.actions.results import Entry
from testing.lifecycles import ResultStatus
from testing.marks import OVERALL, TOTAL, MarkScheme, written
from testing.models import Booking


@dataclass
class Box:
    """One input of the grid."""

    name: str
    label: Any
    value: str
    error: str = ""
    options: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Line:
    """One person of the grid."""

    booking: Booking
    status: str
    boxes: list[Box] = field(default_factory=list)
    locked: bool = False
    changed: bool = False


class Grid:
    """Marks of everyone who attended: what was entered, what was just typed, what is wrong with it."""

    def __init__(
        self, scheme: MarkScheme, bookings: Iterable[Booking], typed: Mapping[str, str] | None
    ) -> None:
        self.scheme, self.entries, self.mistakes = scheme, [], 0
        self.lines = [self.line(booking, typed) for booking in bookings]

    def line(self, booking: Booking, typed: Mapping[str, str] | None) -> Line:
        before = written(booking, self.scheme)
        result = getattr(booking, "result", None)
        locked = result is not None and result.status == ResultStatus.RELEASED
        now = before
        if typed is not None and not locked:
            now = {name: typed.get(f"{booking.pk}-{name}", "").strip() for name in self.scheme.columns}
        changed = now != {name: before.get(name, "") for name in self.scheme.columns} and now is not before
        wrong = self.read(booking, now) if changed else {}
        boxes = [
            Box(
                f"{booking.pk}-{name}", label, now.get(name, ""), wrong.get(name, ""), self.options(name, now)
            )
            for name, label in self.heads()
        ]
        return Line(booking, result.status if result else "", boxes, locked, changed)

    def options(self, name: str, now: Mapping[str, str]) -> list[tuple[str, str]]:
        """The levels to choose from, where the box is the overall one; something else that was typed stays there."""
        if name != OVERALL:
            return []
        levels = [(band.code, band.name) for band in self.scheme.bands]
        typed = now.get(name, "")
        strange = [(typed, typed)] if typed and typed not in dict(levels) else []
        return [("", "–"), *levels, *strange]

    def read(self, booking: Booking, texts: Mapping[str, str]) -> dict[str, str]:
        entry, wrong = self.scheme.entry(booking, texts)
        if entry:
            self.entries.append(entry)
        self.mistakes += len(wrong)
        return wrong

    def heads(self) -> list[tuple[str, Any]]:
        heads: list[tuple[str, Any]] = [(part.code, part.name) for part in self.scheme.parts]
        return [*heads, (TOTAL, _("Total score")), (OVERALL, _("Overall"))]

    @property
    def ok(self) -> bool:
        return not self.mistakes

    entries: list[Entry]


class SheetForm(forms.Form):
    """A table of results from a computer: CSV or XLSX."""

    file = forms.FileField(
        label=_("Table of results"),
        help_text=_("XLSX or CSV, at most 5 MB. Download the template first: it holds the booking codes."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )
