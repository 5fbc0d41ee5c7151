"""The small values that pages hand to components: tabs, steps, bars, crumbs."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True)
class Tab:
    """One of several views of the same thing, each with its own address."""

    label: Text
    href: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Step:
    """One step of a longer task; `state` is "done", "current" or "todo"."""

    label: Text
    state: str = "todo"
    href: str = ""


@dataclass(frozen=True)
class Bar:
    """One bar of a chart; `href` opens the rows behind it."""

    label: Text
    value: int | float | Decimal
    href: str = ""


@dataclass(frozen=True)
class DrawnBar:
    """A bar with its length in hundredths of the longest one."""

    bar: Bar
    length: float


def draw_bars(bars: Iterable[Bar]) -> list[DrawnBar]:
    """Each bar against the longest; a negative one has no length."""
    bars = list(bars)
    longest = max((float(bar.value) for bar in bars), default=0) or 1
    return [DrawnBar(bar, round(max(float(bar.value), 0) / longest * 100, 1)) for bar in bars]
