"""The forms of the seat plan: how large, filled how, which number where, and how seats are given."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hcec.core import thai
from testing.models import SeatRule
from testing.models.floors import MOST
from testing.queries.floors import Grid, ordered

WAYS = [
    ("rows", gettext_lazy("Row by row")),
    ("snake", gettext_lazy("Row by row, to and fro")),
    ("columns", gettext_lazy("Column by column")),
]


class SizeForm(forms.Form):
    """How many rows and columns, and how the numbers are filled in; asked by GET, nothing is kept by it."""

    rows = forms.IntegerField(label=gettext_lazy("Rows"), min_value=1, max_value=MOST)
    columns = forms.IntegerField(label=gettext_lazy("Columns"), min_value=1, max_value=MOST)
    fill = forms.ChoiceField(label=gettext_lazy("Fill in the numbers"), choices=WAYS)

    def grid(self, seats: int) -> Grid:
        cleaned = self.cleaned_data
        return ordered(cleaned["rows"], cleaned["columns"], seats, cleaned["fill"])


def posted_size(data: QueryDict) -> Grid | None:
    """An empty plan of the size that was posted; None where none was."""
    try:
        rows, columns = (min(MOST, max(1, int(data.get(name, "")))) for name in ("rows", "columns"))
    except ValueError:
        return None
    return Grid(rows, columns, {})


def typed(data: QueryDict) -> Grid:
    """The plan as it was posted: boxes at-<row>-<column>, empty for an aisle.

    Raises ValidationError with a sentence for what is no number and for a number that stands twice.
    """
    plain = posted_size(data)
    if plain is None:
        raise ValidationError(_("A plan has between 1 and 40 rows and columns."))
    spots: dict[int, tuple[int, int]] = {}
    for row in range(1, plain.rows + 1):
        for column in range(1, plain.columns + 1):
            text = thai.arabic_digits(data.get(f"at-{row}-{column}", "")).strip()
            if not text:
                continue
            if not text.isdecimal() or not 1 <= int(text) <= 2000:
                raise ValidationError(
                    _("Row %(row)s, column %(column)s: “%(text)s” is not a seat number.")
                    % {"row": row, "column": column, "text": text[:20]}
                )
            if int(text) in spots:
                raise ValidationError(
                    _("Number %(number)s stands twice on the plan.") % {"number": int(text)}
                )
            spots[int(text)] = (row, column)
    return Grid(plain.rows, plain.columns, spots)


class RuleForm(forms.Form):
    """How the seats of a session are given when booking closes."""

    way = forms.ChoiceField(
        label=gettext_lazy("How seats are given"), choices=SeatRule.Way.choices, widget=forms.RadioSelect
    )
    apart = forms.BooleanField(
        label=gettext_lazy("Keep people of the same school apart"),
        required=False,
        help_text=gettext_lazy(
            "Counts for a lot: nobody next to, before or behind a person of her school, as far as the room allows."
        ),
    )
