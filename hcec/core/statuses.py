"""One colour, one icon and one word per status, everywhere.

Each app lists its own in `<app>/statuses.py`; that file is found by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules


class Tone(TextChoices):
    """What a colour means. Colour never says anything alone: each tone comes with an icon and a word."""

    QUIET = "quiet"  # not begun, over, of no further concern
    NEWS = "news"  # open, in motion, nothing asked of you
    WAIT = "wait"  # waits for somebody
    GOOD = "good"  # done and valid
    BAD = "bad"  # refused, revoked, late


@dataclass(frozen=True)
class Look:
    """How a status is drawn."""

    tone: str
    icon: str
    word: str | Promise


LOOKS: dict[tuple[str, str], Look] = {}


def looks(name: str, states: Any, table: Mapping[Any, tuple[Tone, str]]) -> None:
    """Give every state of a lifecycle (`testing.session`) its tone and icon; the word is the state's own label."""
    if missing := set(states) - set(table):
        raise ValueError(f"{name} has states without a look: {sorted(missing)}")
    for state, (tone, icon) in table.items():
        LOOKS[name, state.value] = Look(tone.value, icon, states(state).label)


@cache
def discover() -> None:
    """Load every app's statuses once."""
    autodiscover_modules("statuses")


def look_of(name: str, state: str) -> Look:
    """The look of a state; a status nobody gave a look to is a mistake of ours (KeyError)."""
    discover()
    return LOOKS[name, str(state)]
