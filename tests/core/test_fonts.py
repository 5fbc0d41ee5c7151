"""The web's subsets of Sarabun: fresh, small, licensed, and with all that Thai needs."""

import io
from pathlib import Path

import fontpkg_sarabun
import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from hcec.core.management.commands.make_fonts import woff2
from hcec.core.pdf.fetcher import FONTS

FOLDER = settings.BASE_DIR / "static" / "fonts"


@pytest.mark.parametrize(("weight", "name"), FONTS.items())
def test_the_committed_subset_is_what_the_command_makes(weight, name):
    made = woff2(Path(fontpkg_sarabun.ROOT) / "files" / name)
    assert made == (FOLDER / f"sarabun-{weight}.woff2").read_bytes()
    assert len(made) < 20_000


@pytest.mark.parametrize("weight", FONTS)
def test_the_subset_holds_every_thai_letter_and_sets_its_marks(weight):
    font = TTFont(io.BytesIO((FOLDER / f"sarabun-{weight}.woff2").read_bytes()))
    letters = {*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C), *map(ord, "AZaz09–“”…é฿")}
    assert letters <= set(font.getBestCmap())
    assert {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord} >= {"mark", "mkmk"}
    assert "ccmp" in {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}


def test_the_licence_lies_beside_the_fonts():
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FOLDER / "OFL.txt").read_text()
