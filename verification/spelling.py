"""One spelling for one value: what is attached, committed to and logged is compared byte by byte."""

import json
from typing import Any


def as_json(value: dict[str, Any]) -> bytes:
    """Sorted names, no spaces, UTF-8 (RFC 8785 for texts, whole numbers, lists and objects, which is all we write)."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
