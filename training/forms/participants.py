"""The forms of a participant list: the file itself, and who its unknown names are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from training.models import Enrolment, Participant

NOBODY = "nobody"
MOST = 50  # unknown names on one page; the next ones come when these are answered


class ParticipantFileForm(forms.Form):
    """A list as the program of the virtual classroom saves it: CSV or XLSX."""

    file = forms.FileField(
        label=_("Participant list"),
        help_text=_(
            "The report of participants or attendance of Zoom, Google Meet or Microsoft Teams, as it is saved:"
            " XLSX or CSV, at most 5 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )  # fmt: skip


class RecordListForm(forms.Form):
    """What recording asks beside the list."""

    rest = forms.BooleanField(
        label=_("The list is complete: whoever is neither in it nor on record did not come"), required=False
    )
    replace = forms.BooleanField(
        label=_("Replace what is on record already with what the list says"), required=False
    )


@dataclass(frozen=True)
class Question:
    """One unknown name with the places that nobody in the list has yet."""

    participant: Participant
    answer: str

    @property
    def name(self) -> str:
        return f"who-{self.participant.number}"


class Questions:
    """Reads and shows who the unknown names are. A question without an answer stays open."""

    def __init__(
        self,
        undecided: Sequence[Participant],
        free: Sequence[Enrolment],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        self.free, self.more = free, max(0, len(undecided) - MOST)
        self.lines = [
            Question(one, str((data or {}).get(f"who-{one.number}", ""))) for one in undecided[:MOST]
        ]

    def answers(self) -> dict[int, int | None]:
        """Number in the list → place, None for nobody of the round."""
        known = {str(place.pk): place.pk for place in self.free}
        found: dict[int, int | None] = {
            line.participant.number: known[line.answer] for line in self.lines if line.answer in known
        }
        return found | {line.participant.number: None for line in self.lines if line.answer == NOBODY}


def wrong_numbers(data: Any) -> list[int]:
    """Numbers of the list whose match somebody ticked as wrong."""
    return [int(typed) for typed in data.getlist("wrong") if typed.isdecimal() and len(typed) < 6]
