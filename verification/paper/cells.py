"""What stands where on the paper: the lines that differ from holder to holder, each fitted to its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import fontpkg_sarabun
from fontTools.ttLib import TTFont

from verification.words import Mark, Words

MM_IN_POINT = 25.4 / 72
NAME_SIZES = ("27", "24", "21", "18", "15", "12")
NAME_EN_SIZES = ("11-5", "9", "7")
LABEL_SIZES = ("8-5", "7", "6")
LEVEL_SIZES = ("15", "12", "9", "7", "6")
FACES = {400: "Sarabun-Regular.ttf", 600: "Sarabun-SemiBold.ttf", 700: "Sarabun-Bold.ttf"}


@dataclass(frozen=True)
class Cell:
    """One line of the paper. `own` is true where it differs from holder to holder; `classes` place and size it."""

    name: str
    text: str
    classes: str
    own: bool = True


def cells_of(words: Words, number: str) -> list[Cell]:
    """Every line that stands alone, in reading order."""
    name_size = fitted(words.holder.th or words.holder.en, 245, NAME_SIZES, weight=700)
    name_en_size = fitted(words.holder.en, 245, NAME_EN_SIZES)
    cells = [Cell("holder", words.holder.th or words.holder.en, f"name s{name_size}")]
    if words.holder.th:
        cells.append(Cell("holder-en", words.holder.en, f"name-en s{name_en_size}"))
    return [*cells, *_marks(words), Cell("number", number, "number")]


def marks_of(words: Words) -> list[Mark]:
    """The parts and, last, the overall mark."""
    return [*words.parts, *([words.overall] if words.overall else [])]


def frames_of(words: Words) -> list[Cell]:
    """The boxes around the marks."""
    marks = marks_of(words)
    return [
        Cell(
            f"box{c}",
            "",
            f"box n{len(marks)} c{c}" + (" overall" if mark is words.overall else ""),
            own=False,
        )
        for c, mark in enumerate(marks)
    ]


def _marks(words: Words) -> Iterator[Cell]:
    marks = marks_of(words)
    width = min(36.0, 239 / max(1, len(marks)) - 3) - 2
    for c, mark in enumerate(marks):
        at = f"n{len(marks)} c{c}"
        label = mark.name.th if mark.name.en in ("", mark.name.th) else f"{mark.name.th} / {mark.name.en}"
        if fitted(label, width, LABEL_SIZES) == LABEL_SIZES[-1]:
            label = mark.name.th
        big = mark.level.th or mark.score
        yield Cell(f"label{c}", label, f"label {at} s{fitted(label, width, LABEL_SIZES)}", own=False)
        yield Cell(f"level{c}", big, f"level {at} s{fitted(big, width, LEVEL_SIZES, weight=700)}")
        small = " · ".join(
            filter(None, [mark.level.en if mark.level.en != mark.level.th else "", mark.score])
        )
        yield Cell(
            f"score{c}", small if mark.level.th else "", f"score {at} s{fitted(small, width, LABEL_SIZES)}"
        )


def fitted(text: str, width: float, sizes: tuple[str, ...], *, weight: int = 400) -> str:
    """The largest of the sizes (points, 8-5 is 8.5) at which the line is no wider than `width` mm, else the smallest."""
    em = ems(text, weight) * MM_IN_POINT
    return next((size for size in sizes if em * float(size.replace("-", ".")) <= width), sizes[-1])


def ems(text: str, weight: int) -> float:
    """How wide a line is at 1 point, without the small moves of shaping."""
    widths, fallback = _widths(weight)
    return sum(widths.get(ord(sign), fallback) for sign in text)


@lru_cache(maxsize=4)
def _widths(weight: int) -> tuple[dict[int, float], float]:
    with TTFont(Path(fontpkg_sarabun.ROOT) / "files" / FACES[weight], lazy=True) as font:
        upem, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
        return {code: metrics[name][0] / upem for code, name in font.getBestCmap().items()}, 0.6
