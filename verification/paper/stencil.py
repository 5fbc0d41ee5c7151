"""The design as WeasyPrint lays it out, once for each process: its objects kept as bytes, its places measured.

Two drawings of the same template: one without the lines that change from paper to paper (the stencil), one with a
probe in each of their places, from whose PDF the places are read. So the style sheet is the only source of the design.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from hcec.core import pdf
from verification.paper import lines
from verification.paper.cells import Cell
from verification.paper.design import Look, images_of
from verification.paper.document import TEMPLATE

WEIGHTS = {b"Semi-Bold": 600, b"Bold": 700}  # as Pango names them
PROBE = "A"
PROBE_ROWS = {"side": 1, "path": "M0 0.5H1"}
_TM = re.compile(rb"1 0 0 -1 (\S+) (\S+) Tm")
_TF = re.compile(rb"/(\S+) (\S+) Tf")
_CM = re.compile(rb"(\S+) 0 0 (\S+) (\S+) (\S+) cm")


class Spot(NamedTuple):
    """Where a line stands: `x` of its middle or its right end, the baseline, in pixels from the upper left corner."""

    x: float
    y: float
    centred: bool
    weight: int
    scale: int
    colour: bytes

    def start(self, width: int) -> float:
        """Where a line of this width (Pango's units) begins."""
        return self.x - width / lines.UNITS / (2 if self.centred else 1)


@dataclass(frozen=True)
class Stencil:
    """The objects of the empty paper by number, and what the papers need to know of them."""

    objects: dict[int, bytes]
    page: bytes  # the page object as far as its contents
    content: int  # the numbers of the page's content, the fonts and the catalogue
    fonts: int
    page_number: int
    catalogue_number: int
    font_entries: bytes
    catalogue: bytes
    producer: str
    free: int  # the first number that no object has
    code: tuple[float, float, float]  # the QR code's left, top and side


def spots(look: Look, cells: Iterable[Cell]) -> list[Spot]:
    """Where each of the lines stands; the classes that are new here are measured by one drawing."""
    known = _spots(look)
    wanted = [cell.classes for cell in cells]
    if missing := [classes for classes in dict.fromkeys(wanted) if classes not in known]:
        known |= _measured(look, missing)
    return [known[classes] for classes in wanted]


@lru_cache(maxsize=32)
def _spots(look: Look) -> dict[str, Spot]:
    return {}


@lru_cache(maxsize=64)
def of(look: Look, frames: tuple[str, ...]) -> Stencil:
    """The stencil of a look and its boxes, drawn on first asking; nothing but bytes and numbers is kept."""
    drawn: list[Any] = []
    _draw(look, frames, [], None, lambda document, file: drawn.append(file))
    [file] = drawn
    page: Any = next(each for each in file.objects if isinstance(each, dict) and each.get("Type") == "/Page")
    content, resources = (int(page[name].split()[0]) for name in ("Contents", "Resources"))
    fonts = int(file.objects[resources]["Font"].split()[0])
    metadata = int(file.catalog["Metadata"].split()[0])
    left_out = {0, page.number, fonts, metadata, file.catalog.number}
    del page["Contents"], file.catalog["Metadata"]
    return Stencil(
        objects={each.number: each.data for each in file.objects if each.number not in left_out},
        page=page.data.removesuffix(b">>"),
        content=content,
        fonts=fonts,
        page_number=page.number,
        catalogue_number=file.catalog.number,
        font_entries=file.objects[fonts].data.removeprefix(b"<<").removesuffix(b">>"),
        catalogue=file.catalog.data.removesuffix(b">>"),
        producer=file.info["Producer"].string,
        code=_measured_code(look),
        free=metadata,  # WeasyPrint writes it last, and each paper writes its own
    )


def _draw(look: Look, frames: Iterable[str], cells: Iterable[Cell], code: Any, finish: Any) -> None:
    context = {"look": look, "frames": frames, "cells": cells, "code": code, "specimen": False}
    pdf.render(TEMPLATE, context, title="", finish=finish, images=images_of(look))


def _content_of(file: Any) -> list[bytes]:
    """The operators of the page, one by one."""
    page: Any = next(each for each in file.objects if isinstance(each, dict) and each.get("Type") == "/Page")
    stream = file.objects[int(page["Contents"].split()[0])].stream
    return [part if isinstance(part, bytes) else str(part).encode() for part in stream]


def _weights(file: Any) -> dict[bytes, int]:
    """The weight of each font name of the page."""
    found = {}
    for each in file.objects:
        if isinstance(each, dict) and each.get("Subtype") == "/Type0":
            tag, _, family = bytes(each["BaseFont"]).removeprefix(b"/").partition(b"+")
            found[tag] = next((weight for end, weight in WEIGHTS.items() if family.endswith(end)), 400)
    return found


def _measured(look: Look, classes: list[str]) -> dict[str, Spot]:
    """A probe in each place; what the page's operators say of it."""
    found: list[Spot] = []

    def read(document: Any, file: Any) -> None:
        weights = _weights(file)
        colour, font, scale = b"", 400, 0
        for part in _content_of(file):
            if part.endswith(b" rg"):
                colour = part
            elif matched := _TF.fullmatch(part):
                font, scale = weights[matched[1]], round(float(matched[2]) * lines.UNITS)
            elif matched := _TM.fullmatch(part):
                found.append(Spot(float(matched[1]), float(matched[2]), True, font, scale, colour))
            # a font that does not change is not named again: what was read before holds
            if found and part.endswith(b"TJ"):
                found[-1] = found[-1]._replace(weight=font, scale=scale)

    probes = [Cell(PROBE, each.rpartition(" s")[0], each.rpartition(" s")[2]) for each in classes]
    _draw(look, (), probes, None, read)
    return {name: _anchored(spot, name) for name, spot in zip(classes, found, strict=True)}


def _anchored(spot: Spot, classes: str) -> Spot:
    """The spot by the middle or the right end of its line instead of by the start of the probe."""
    width = lines.line_of(PROBE, spot.weight, spot.scale).width / lines.UNITS
    centred = classes.split()[0] not in RIGHT
    return spot._replace(x=spot.x + width / (2 if centred else 1), centred=centred)


RIGHT = {"number", "number-label", "check", "check-label"}  # the roles that the style sheet sets to the right


def _measured_code(look: Look) -> tuple[float, float, float]:
    """Where the QR code stands: the shift and the scale before its one probe module is drawn."""
    found: list[tuple[float, float, float]] = []

    def read(document: Any, file: Any) -> None:
        parts = _content_of(file)
        end = parts.index(b"1 0.5 l")
        matrices = [[float(n) for n in m.groups()] for part in parts[:end] if (m := _CM.fullmatch(part))]
        (_, _, left, top), (scale, *_rest) = matrices[-3], matrices[-1]
        found.append((left, top, scale))

    _draw(look, (), [], PROBE_ROWS, read)
    return found[0]
