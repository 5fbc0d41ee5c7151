"""One spelling for one value: what is attached, committed to and logged is compared byte by byte."""

import json
from datetime import UTC, datetime
from typing import Any


def as_json(value: dict[str, Any]) -> bytes:
    """Sorted names, no spaces, UTF-8 (RFC 8785 for texts, whole numbers, lists and objects, which is all we write)."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def instant(at: datetime) -> str:
    """UTC, to the second: 2027-02-03T04:05:06Z."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
