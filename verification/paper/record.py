"""The record of a certificate: one value, written as JSON and as XML inside the PDF and answered at /verify/<number>."""

import json
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

from verification.words import Words

NAMESPACE = "urn:hcec:certificate:1"


def record(words: Words, *, number: str, address: str, issued_at: datetime) -> dict[str, Any]:
    """Number, address, instant of issue (UTC) and every printed word."""
    return {
        "number": number,
        "verify": address,
        "issued_at": issued_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "facts": words.as_facts(),
    }


def as_json(value: dict[str, Any]) -> bytes:
    """One spelling for one record: sorted names, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def as_xml(value: dict[str, Any]) -> bytes:
    """The same record as XML: an element for each name, a <item> for each member of a list, nothing for null."""
    root = ElementTree.Element("certificate", {"xmlns": NAMESPACE})
    _fill(root, value)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _fill(element: ElementTree.Element, value: Any) -> None:
    if isinstance(value, dict):
        for name, part in value.items():
            if part is not None:
                _fill(ElementTree.SubElement(element, name), part)
    elif isinstance(value, list):
        for part in value:
            _fill(ElementTree.SubElement(element, "item"), part)
    else:
        element.text = str(value)
