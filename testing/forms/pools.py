"""The form that says which seats are accessible and which stand by."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centers.forms.pools import MOST
from hcec.core import thai
from hcec.core.forms import ThaiDateTimeField


def numbers_of(text: str) -> set[int]:
    """The seat numbers of a text such as “1-3, 7”. Raises ValidationError with a sentence for anything else."""
    found: set[int] = set()
    for piece in thai.arabic_digits(text).replace("–", "-").replace(" ", "").split(","):
        first, _dash, last = piece.partition("-")
        if not piece:
            continue
        if not first.isdecimal() or not (last or first).isdecimal() or not 1 <= int(last or first) <= MOST:
            raise ValidationError(
                _("Write seat numbers like 1-3, 7; “%(text)s” is none.") % {"text": piece[:20]}
            )
        found.update(range(int(first), int(last or first) + 1))
    return found


class NumbersField(forms.CharField):
    """Seat numbers as people write them: 1-3, 7."""

    def clean(self, value: Any) -> Any:
        return numbers_of(super().clean(value))


def shown(numbers: list[int]) -> str:
    """Numbers as the field takes them, runs drawn together: 1-3, 7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in runs)


class KindsForm(forms.Form):
    """Which seats are accessible, and which stand by."""

    accessible = NumbersField(
        label=gettext_lazy("Accessible seats"), required=False, max_length=400,
        help_text=gettext_lazy("Seat numbers, such as 1-3, 7. Given to people who say that they need one."),
    )  # fmt: skip
    accessible_until = ThaiDateTimeField(
        label=gettext_lazy("Accessible seats open to everyone from"), required=False,
        help_text=gettext_lazy("Left empty: kept until booking closes."),
    )  # fmt: skip
    standby = NumbersField(
        label=gettext_lazy("Standby seats"), required=False, max_length=400,
        help_text=gettext_lazy("Nobody books them: they are for people whose workstation fails."),
    )  # fmt: skip
