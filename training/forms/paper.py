"""The signed sheet typed by row code, line by line: forty people in one go, every slip beside its line (G5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hcec.core.forms import DocumentField
from training.models import Enrolment, Meeting
from training.queries.entries import Ground, Slip, minutes_between

FEWEST, MOST = 10, 100  # lines on the page; a larger sheet is typed in several goes


@dataclass
class TypedLine:
    """One line as it was typed, whom it means and what is wrong with it."""

    number: int
    code: str = ""
    came: str = ""
    went: str = ""
    person: str = ""
    error: str = ""

    @property
    def empty(self) -> bool:
        return not (self.code or self.came or self.went)


class PaperForm(forms.Form):
    """What goes with the lines: the picture of the sheet and two ticks."""

    scan = DocumentField(
        label=gettext_lazy("Photograph or scan of the sheet"),
        help_text=gettext_lazy(
            "PDF, JPG or PNG, at most 5 MB. It is kept as evidence, also while lines are still wrong."
        ),
        required=False,
    )
    rest = forms.BooleanField(
        label=gettext_lazy("The sheet is complete: whoever is not on record after this did not come"),
        required=False,
    )
    replace = forms.BooleanField(
        label=gettext_lazy("Replace what is on record already with what the sheet says"), required=False
    )


class PaperLines:
    """Reads and shows the lines. Nothing that was typed is lost; a line that is empty says nothing."""

    def __init__(self, meeting: Meeting, ground: Ground, data: Mapping[str, Any] | None = None) -> None:
        self.meeting, self.ground = meeting, ground
        wanted = max(FEWEST, min(MOST, len(ground.places)))
        self.lines = [self.line(number, data) for number in range(1, wanted + 1)]

    def line(self, number: int, data: Mapping[str, Any] | None) -> TypedLine:
        texts = (
            (str(data.get(f"{name}-{number}", "")).strip()[:254] for name in ("code", "came", "went"))
            if data
            else ()
        )
        return TypedLine(number, *texts)

    @property
    def errors(self) -> int:
        return sum(1 for line in self.lines if line.error)

    def marks(self, *, rest: bool, replace: bool) -> dict[int, int]:
        """Minutes by enrolment; wrong lines carry their error. `rest`: those with nothing on record were absent."""
        found: dict[int, int] = {}
        seen: dict[int, int] = {}
        for line in self.lines:
            if line.empty:
                continue
            try:
                place, minutes = self.read(line, seen, replace=replace)
            except Slip as slip:
                line.error = str(slip)
            else:
                found[place.pk] = minutes
        if rest and not self.errors:
            known = {enrolment for _meeting, enrolment in self.ground.on_record} | set(found)
            found |= {
                pk: 0
                for pk, e in self.ground.places.items()
                if pk not in known and e.person_id != self.ground.by.pk
            }
        return found

    def read(self, line: TypedLine, seen: dict[int, int], *, replace: bool) -> tuple[Enrolment, int]:
        if not line.code:
            raise Slip(_("Type the code of the row as well."))
        place = self.ground.place(self.meeting, line.code)
        line.person = place.person.name
        if (first := seen.setdefault(place.pk, line.number)) != line.number:
            raise Slip(_("The same person as in line %(line)s.") % {"line": first})
        minutes = minutes_between(self.meeting, line.came, line.went)
        if not replace:
            self.ground.refuse_other(self.meeting, place, minutes)
        return place, minutes
