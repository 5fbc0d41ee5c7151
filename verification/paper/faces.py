"""The three weights of Sarabun: how wide a text is, roughly, without asking for Pango or HarfBuzz."""

from functools import lru_cache
from pathlib import Path

import fontpkg_sarabun
from fontTools.ttLib import TTFont

from hcec.core.pdf.fetcher import FONTS


def file_of(weight: int) -> bytes:
    """The TrueType file of a weight."""
    return (Path(fontpkg_sarabun.ROOT) / "files" / FONTS[weight]).read_bytes()


def rough_width(text: str, weight: int) -> float:
    """The width of a line in ems, without the small moves of shaping: enough to choose a size."""
    widths = _widths(weight)
    return sum(widths.get(ord(sign), 0.6) for sign in text)


@lru_cache(maxsize=4)
def _widths(weight: int) -> dict[int, float]:
    with TTFont(Path(fontpkg_sarabun.ROOT) / "files" / FONTS[weight], lazy=True) as font:
        upem, metrics = font["head"].unitsPerEm, font["hmtx"].metrics
        return {code: metrics[name][0] / upem for code, name in font.getBestCmap().items()}
