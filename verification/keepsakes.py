"""The checkers that anyone may download and keep, with the log's public keys of the day written into them."""

import json
from collections.abc import Sequence
from pathlib import Path

FOLDER = Path(__file__).parent / "offline"
# The line of each that the keys take the place of.
EMPTY = {
    "check_certificate.py": ("KEYS: list[str] = []", "KEYS: list[str] = {}"),
    "check_certificate.html": ("const KEYS = [];", "const KEYS = {};"),
}


def content(name: str, keys: Sequence[str]) -> bytes | None:
    """The checker of that name; None where there is none."""
    if name not in EMPTY:
        return None
    line, filled = EMPTY[name]
    text = (FOLDER / name).read_text(encoding="utf-8")
    if text.count(line) != 1:
        raise ValueError(f"{name} has no place for the keys")
    # `<` spelt out: no name of a key can end the script of the page.
    written = json.dumps(list(keys)).replace("<", "\\u003c")
    return text.replace(line, filled.format(written)).encode()
