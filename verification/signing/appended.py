"""A signature appended to a PDF: what was there stays byte for byte (ISO 32000-1, 7.5.6, 12.7.4.5 and 12.8).

For the files that the paper makes, one section with a plain table of places. A certifying signature: Adobe and others say
who sealed it, and any change but further signatures and time-stamps breaks it (DocMDP 2). PDF/A-3 stays: an invisible
field, nothing encrypted, the whole file covered.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from hcec.core.pdf import PdfError
from verification.paper.parts import moment, text
from verification.signing import container
from verification.signing.keys import Key

_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_TABLE = re.compile(rb"xref\s+0 (\d+)\s*\n")
_TRAILER = re.compile(rb"trailer\s*<<(.*)>>\s*startxref", re.DOTALL)
_ROOT = re.compile(rb"/Root (\d+) 0 R")
_PAGES = re.compile(rb"/Pages (\d+) 0 R")
_FIRST_KID = re.compile(rb"/Kids\s*\[\s*(\d+) 0 R")
_ENTRY = 20  # bytes of a line of the table
FIELD = "Seal"
BLANK = b" ".join([b"*" * 10] * 3)  # three numbers that are known when the file is whole


@dataclass(frozen=True)
class Statement:
    """What the signature says of itself, shown by readers beside it."""

    reason: str
    location: str
    at: datetime


class OtherForm(PdfError):
    """The file is not of the one form that is signed the short way."""


class Draft:
    """A finished file of one section: where its objects are."""

    def __init__(self, document: bytes) -> None:
        self.document = document
        end = _END.search(document, max(0, len(document) - 64))
        table = _TABLE.match(document, int(end[1])) if end else None
        trailer = _TRAILER.search(document, table.end()) if table else None
        if not (end and table and trailer):
            raise OtherForm("a file with one plain table of places is needed")
        self.table_at, self.size, self.first_entry = int(end[1]), int(table[1]), table.end()
        self.trailer = re.sub(rb"/Size \d+", b"", trailer[1])
        self.root = self._number(_ROOT, trailer[1])
        self.page = self._number(_FIRST_KID, self.body(self._number(_PAGES, self.body(self.root))))

    def body(self, number: int) -> bytes:
        """What stands between "n 0 obj" and "endobj"."""
        at = self.first_entry + number * _ENTRY
        place = int(self.document[at : at + 10])
        start = self.document.index(b"obj", place) + 3
        return self.document[start : self.document.index(b"endobj", start)].strip()

    def with_entries(self, number: int, entries: bytes) -> bytes:
        """The dictionary of that number with entries added."""
        return self.body(number).removesuffix(b">>") + entries + b">>"

    @staticmethod
    def _number(pattern: re.Pattern[bytes], where: bytes) -> int:
        found = pattern.search(where)
        if not found:
            raise OtherForm("the file to sign has no such entry: " + pattern.pattern.decode())
        return int(found[1])


def signed(document: bytes, key: Key, says: Statement) -> bytes:
    """The document with its first signature appended. Raises OtherForm where the short way does not lead there."""
    draft, box = Draft(document), container.of(key)
    if b"/Annots" in draft.body(draft.page) or b"/AcroForm" in draft.body(draft.root):
        raise OtherForm("the page has fields or links already")
    field, value = draft.size, draft.size + 1
    catalogue = draft.with_entries(
        draft.root, b"/AcroForm<</Fields[%d 0 R]/SigFlags 3>>/Perms<</DocMDP %d 0 R>>" % (field, value)
    )
    objects = {
        draft.root: catalogue,
        draft.page: draft.with_entries(draft.page, b"/Annots[%d 0 R]" % field),
        field: b"<</Type/Annot/Subtype/Widget/FT/Sig/T(%s)/Rect[0 0 0 0]/F 132/P %d 0 R/V %d 0 R>>"
        % (FIELD.encode(), draft.page, value),
        value: dictionary(key, says) + b"/Contents<" + b"0" * (2 * box.room) + b">>>",
    }
    return sealed(document, _update(draft, objects), box)


def dictionary(key: Key, says: Statement) -> bytes:
    """The signature's entries as far as its bytes; the range is filled in when the file is whole."""
    return b"<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/M%s/Name%s/Reason%s/Location%s%s%s" % (
        moment(says.at.astimezone(UTC)), text(key.name), text(says.reason), text(says.location),
        b"/Reference[<</Type/SigRef/TransformMethod/DocMDP/TransformParams<</Type/TransformParams/P 2/V/1.2>>>>]",
        b"/ByteRange[0 " + BLANK + b"]",
    )  # fmt: skip


def _update(draft: Draft, objects: dict[int, bytes]) -> bytes:
    """The section that is appended: the objects, their places, the trailer that points to the table before."""
    start, parts, table = len(draft.document), [], [b"xref\n"]
    place = start
    for number, body in sorted(objects.items()):
        part = b"%d 0 obj\n%s\nendobj\n" % (number, body)
        table.append(b"%d 1\n%010d 00000 n \n" % (number, place))
        parts.append(part)
        place += len(part)
    end = b"trailer\n<</Size %d/Prev %d%s>>\nstartxref\n%d\n%%%%EOF\n"
    return b"".join([*parts, *table, end % (draft.size + 2, draft.table_at, draft.trailer.strip(), place)])


def sealed(document: bytes, update: bytes, box: container.Container) -> bytes:
    """Fill in the range and, over everything but itself, the signature."""
    opens = update.rindex(b"/Contents<") + len(b"/Contents")
    closes = opens + 2 * box.room + 2
    around = (len(document) + opens, len(document) + closes, len(update) - closes)
    range_at = update.rindex(BLANK)
    numbers = b" ".join(b"%-10d" % number for number in around)
    before = update[:range_at] + numbers + update[range_at + len(numbers) : opens]
    digest = hashlib.sha256(document)
    digest.update(before)
    digest.update(update[closes:])
    contents = box.sealed(digest.digest()).hex().encode().ljust(2 * box.room, b"0")
    return b"".join([document, before, b"<", contents, b">", update[closes:]])
