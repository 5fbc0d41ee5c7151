"""Compiles translations in pure Python; nobody needs gettext installed. `python -m hcec.translations`. No Django."""

import os
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PATTERNS = ("*/locale/*/LC_MESSAGES/*.po", "hcec/*/locale/*/LC_MESSAGES/*.po")


def compile_all(root: Path = ROOT) -> list[Path]:
    """Write the .mo beside every .po that is newer, and return those written."""
    written = []
    for pattern in PATTERNS:
        for po in sorted(root.glob(pattern)):
            mo = po.with_suffix(".mo")
            if not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns:
                _write(polib.pofile(str(po)), mo)
                written.append(mo)
    return written


def _write(catalogue: polib.POFile, mo: Path) -> None:
    """Beside, then renamed: two test runs may compile at the same moment."""
    handle, beside = tempfile.mkstemp(dir=mo.parent, suffix=".mo.new")
    os.close(handle)
    catalogue.save_as_mofile(beside)
    os.chmod(beside, 0o644)
    os.replace(beside, mo)


if __name__ == "__main__":
    print(f"{len(compile_all())} catalogues compiled", file=sys.stderr)
