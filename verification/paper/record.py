"""The record of a certificate: one value, written as JSON and as XML inside the PDF and answered at /verify/<number>."""

from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from verification.moments import instant
from verification.spelling import as_json
from verification.words import Words

__all__ = ["as_json", "as_xml", "record"]

NAMESPACE = "urn:hcec:certificate:1"


def record(words: Words, *, number: str, address: str, issued_at: datetime) -> dict[str, Any]:
    """Number, address, instant of issue (UTC) and every printed word."""
    return {
        "number": number,
        "verify": address,
        "issued_at": instant(issued_at),
        "facts": words.as_facts(),
    }


def as_xml(value: dict[str, Any]) -> bytes:
    """The same record as XML: an element for each name, an <item> for each member of a list, nothing for null."""
    inside = "".join(_element(name, part) for name, part in value.items())
    return f'<?xml version="1.0" encoding="utf-8"?>\n<certificate xmlns="{NAMESPACE}">{inside}</certificate>'.encode()


def _element(name: str, value: Any) -> str:
    """The names are ours; only the texts can hold what must be escaped."""
    if value is None:
        return ""
    if isinstance(value, dict):
        inside = "".join(_element(each, part) for each, part in value.items())
    elif isinstance(value, list):
        inside = "".join(_element("item", part) for part in value)
    else:
        inside = escape(str(value))
    return f"<{name}>{inside}</{name}>" if inside else f"<{name}/>"
