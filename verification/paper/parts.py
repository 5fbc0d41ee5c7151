"""The few kinds of PDF object that a filled paper adds, and the file around them (ISO 32000-1, 7)."""

import hashlib
import re
import zlib
from collections.abc import Mapping
from datetime import datetime
from xml.sax.saxutils import escape

from hcec.core.pdf import Attachment

_SPECIAL = re.compile(r"([\\()])")
SMALL = 400  # bytes under which compressing wins little
KINDS = {"json": b"application#2fjson", "xml": b"application#2fxml", "tlog-proof": b"text#2fplain"}
_HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"


def number(value: float) -> bytes:
    """A number with at most six decimals, as WeasyPrint writes it."""
    return f"{value:.6f}".rstrip("0").rstrip(".").encode()


def text(value: str) -> bytes:
    """A text string: plain where ASCII will do, else UTF-16."""
    if value.isascii():
        return b"(" + _SPECIAL.sub(r"\\\1", value).encode() + b")"
    return b"<feff" + value.encode("utf-16-be").hex().encode() + b">"


def stream(content: bytes, extra: bytes = b"") -> bytes:
    """A stream, compressed where that is worth the time."""
    if len(content) < SMALL:
        return b"<<%s/Length %d>>stream\n%s\nendstream" % (extra, len(content), content)
    packed = zlib.compress(content, 6)
    return b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (extra, len(packed), packed)


def moment(at: datetime) -> bytes:
    return at.strftime("(D:%Y%m%d%H%M%SZ)").encode()


def attached(file: Attachment, number: int) -> tuple[bytes, bytes]:
    """The file's specification and, at the given number, its content (PDF/A-3: an associated file)."""
    check = hashlib.md5(file.content, usedforsecurity=False).hexdigest().encode()
    kind = KINDS[file.name.rpartition(".")[2]]
    when = moment(file.at)
    about = b"/Type/EmbeddedFile/Subtype/%s/Params<</CheckSum<%s>/Size %d/CreationDate %s/ModDate %s>>"
    specification = b"<</Type/Filespec/F%s/UF%s/EF<</F %d 0 R>>/Desc%s/AFRelationship/%s>>" % (
        text(file.name), text(file.name), number, text(file.description), file.relationship.encode(),
    )  # fmt: skip
    return specification, stream(file.content, about % (kind, check, len(file.content), when, when))


def metadata(title: str, producer: str) -> bytes:
    """The XMP packet: PDF/A-3b, producer and title, which must agree with the document's information."""
    packet = (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        '<rdf:RDF xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"'
        ' xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" pdfaid:part="3" pdfaid:conformance="B" />'
        f'<rdf:Description rdf:about="" pdf:Producer="{escape(producer)}" /><rdf:Description rdf:about=""><dc:title><rdf:Alt>'
        f'<rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF>\n'
        '</x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()
    return b"<</Type/Metadata/Subtype/XML/Length %d>>stream\n%s\nendstream" % (len(packet), packet)


def written(objects: Mapping[int, bytes], *, root: int, info: int, identifier: bytes) -> bytes:
    """The whole file: the objects 1 to n, their table of places, and the trailer."""
    parts, places, place = [_HEADER], [], len(_HEADER)
    for order in range(1, len(objects) + 1):
        part = b"%d 0 obj\n%s\nendobj\n" % (order, objects[order])
        places.append(b"%010d 00000 n \n" % place)
        parts.append(part)
        place += len(part)
    digest = hashlib.sha256(b"".join(parts)).hexdigest()[:32].encode()
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, b"".join(places)))
    parts.append(
        b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[(%s)<%s>]>>\nstartxref\n%d\n%%%%EOF\n"
        % (len(places) + 1, root, info, identifier, digest, place)
    )
    return b"".join(parts)
