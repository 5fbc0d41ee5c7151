"""Make the web's subsets of Sarabun (Thai, Latin-1, common signs) from the full fonts; their output is committed."""

import io
from pathlib import Path
from typing import Any

import fontpkg_sarabun
from django.conf import settings
from django.core.management.base import BaseCommand
from fontTools import subset
from fontTools.ttLib import TTFont

from hcec.core.pdf.fetcher import FONTS

LETTERS = [*range(0x20, 0x7F), *range(0xA0, 0x100), *range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C)]
SIGNS = [0x200B, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x20AC, 0x2122, 0x2212]
FEATURES = [
    "ccmp",
    "locl",
    "mark",
    "mkmk",
    "kern",
    "liga",
]  # what Thai marks and Latin pairs need to sit right


def woff2(font_file: Path) -> bytes:
    """The subset as WOFF2: the same bytes on every run."""
    options = subset.Options(layout_features=FEATURES, flavor="woff2", hinting=False, desubroutinize=True)
    options.name_IDs = [0, 1, 2, 4, 6, 13, 14]  # the licence travels with the file
    font = TTFont(io.BytesIO(font_file.read_bytes()), recalcTimestamp=False)
    worker = subset.Subsetter(options)
    worker.populate(unicodes=LETTERS + SIGNS)
    worker.subset(font)
    written = io.BytesIO()
    subset.save_font(font, written, options)
    return written.getvalue()


class Command(BaseCommand):
    """bin/manage make_fonts: write static/fonts/sarabun-{400,600,700}.woff2 and the licence beside them."""

    help = "Make the web's subsets of Sarabun in static/fonts."

    def handle(self, *_args: Any, **_options: Any) -> None:
        folder, source = settings.BASE_DIR / "static" / "fonts", Path(fontpkg_sarabun.ROOT)
        folder.mkdir(parents=True, exist_ok=True)
        for weight, name in FONTS.items():
            made = woff2(source / "files" / name)
            (folder / f"sarabun-{weight}.woff2").write_bytes(made)
            glyphs = len(TTFont(io.BytesIO(made)).getGlyphOrder())
            self.stdout.write(f"sarabun-{weight}.woff2: {len(made):,} bytes, {glyphs} glyphs")
        (folder / "OFL.txt").write_bytes((source / "LICENSE").read_bytes())
