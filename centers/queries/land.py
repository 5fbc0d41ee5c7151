"""The map of Thailand as data: the outline of each province and where its middle lies (centers/data/map.svg)."""

import re
from dataclasses import dataclass
from functools import cache
from math import hypot
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "data" / "map.svg"
PATH = re.compile(r'<path id="(\w+)" data-x="([\d.]+)" data-y="([\d.]+)" d="([^"]+)"/>')
VIEW = re.compile(r'viewBox="([^"]+)"')
# One unit of the map in kilometres: Chiang Mai to Narathiwat is 867 units and about 1,390 km.
KM_PER_UNIT = 1.6


@dataclass(frozen=True)
class Outline:
    """A province (or the lake of Songkhla) on the map. `x` and `y` are the middle of its largest part."""

    map_id: str
    x: float
    y: float
    path: str


@cache
def outlines() -> dict[str, Outline]:
    """Every outline by its id on the map (`Province.map_id`)."""
    found = PATH.findall(FILE.read_text(encoding="utf-8"))
    return {name: Outline(name, float(x), float(y), path) for name, x, y, path in found}


@cache
def view_box() -> str:
    """The map's own measures, for the `viewBox` of the picture."""
    found = VIEW.search(FILE.read_text(encoding="utf-8"))
    return found[1] if found else ""


def distance_km(one: str, other: str) -> int | None:
    """The straight way between the middles of two provinces by their map ids, to 10 km; None where one is unknown."""
    here, there = outlines().get(one), outlines().get(other)
    if here is None or there is None:
        return None
    return round(hypot(here.x - there.x, here.y - there.y) * KM_PER_UNIT / 10) * 10


def ways_km(one: str) -> dict[str, int]:
    """The straight ways from the middle of a province to that of every other, to 10 km; nothing where it is unknown."""
    found = {other: distance_km(one, other) for other in outlines()}
    return {other: km for other, km in found.items() if km is not None}
