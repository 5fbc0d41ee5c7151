"""A paper out of the stencil: only what is new on it is set, and the file is put together from ready bytes.

Three layers: the stencil (one a design), the sheet (the lines that a session or round shares), the paper (the holder's).
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from hcec.core.pdf import Attachment
from verification.paper import cells, code, document, lines, stencil
from verification.paper.cells import Cell
from verification.paper.design import Design, Look
from verification.paper.embedded import COUNT, font_objects
from verification.paper.lines import Line, Mark
from verification.paper.parts import attached, metadata, number, stream, text, written
from verification.paper.smallfont import SmallFont
from verification.paper.stencil import Spot, Stencil
from verification.words import Words

# Glyphs that every sheet's fonts have, so that most papers need a font of their own for the Thai name alone.
ALWAYS = {
    400: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-. ·",
    600: "0123456789ABCDEFGHJKMNPQRSTVWXYZ-",
    700: "ABC12+",
}
OPEN, CLOSE = b"q .75 0 0 .75 0 0 cm /a1.0 gs\n", b"Q"  # WeasyPrint's pixels in points

Fonts = Callable[[int, Line], tuple[bytes, dict[Mark, int]]]


class Sheet(NamedTuple):
    """The stencil with the lines that everyone of a session shares. `content` and what follows it are object numbers."""

    stencil: Stencil
    objects: dict[int, bytes]
    numbers: dict[int, dict[Mark, int]]
    entries: bytes
    content: int
    free: int


def filled_pdf(
    words: Words,
    design: Design,
    *,
    number: str,
    address: str,
    issued_at: datetime,
    more: Sequence[Attachment] = (),
) -> bytes | None:
    """The same paper as `document.plain_pdf` draws; None where a sign is missing in the font and must be borrowed."""
    common = tuple(cell for cell in cells.common(words, document.verify_at(address), design) if cell.text)
    own = [cell for cell in cells.own(words, number, design) if cell.text]
    if not all(lines.can_set(cell.text, 400) for cell in (*common, *own)):
        return None
    sheet = _sheet(design.look, tuple(cells.frames_of(words)), common)
    record = document.attachments(words, number=number, address=address, issued_at=issued_at)
    return _paper(sheet, design.look, words, own, number=number, address=address, files=(*record, *more))


@lru_cache(maxsize=64)
def _sheet(look: Look, frames: tuple[str, ...], common: tuple[Cell, ...]) -> Sheet:
    base = stencil.of(look, frames)
    fonts = {weight: SmallFont(weight) for weight in ALWAYS}

    def shared(weight: int, line: Line) -> tuple[bytes, dict[Mark, int]]:
        fonts[weight].numbers_of(glyph.mark for glyph in line.glyphs)
        return b"/S%d" % weight, fonts[weight].numbers

    for weight, signs in ALWAYS.items():
        shared(weight, lines.line_of(signs, weight, 16 * lines.UNITS))
    body = operators(common, stencil.spots(look, common), shared)
    content = base.free + 3  # the three before it are the paper's own
    objects, entries, free = {content: stream(OPEN + body + CLOSE)}, b"", content + 1
    for weight, font in fonts.items():
        objects |= font_objects(font, free)
        entries += b"/S%d %d 0 R" % (weight, free)
        free += COUNT
    return Sheet(
        base, objects, {weight: font.numbers for weight, font in fonts.items()}, entries, content, free
    )


def _paper(
    sheet: Sheet,
    look: Look,
    words: Words,
    own: list[Cell],
    *,
    number: str,
    address: str,
    files: Sequence[Attachment],
) -> bytes:
    base, first = sheet.stencil, sheet.content - 3
    small: dict[int, SmallFont] = {}

    def fonts(weight: int, line: Line) -> tuple[bytes, dict[Mark, int]]:
        known = sheet.numbers[weight]
        if all(glyph.mark in known for glyph in line.glyphs):
            return b"/S%d" % weight, known
        font = small.setdefault(weight, SmallFont(weight))
        font.numbers_of(glyph.mark for glyph in line.glyphs)
        return b"/H%d" % weight, font.numbers

    body = operators(own, stencil.spots(look, own), fonts)
    title = document.title(words, number)
    objects, entries, free = base.objects | sheet.objects, base.font_entries + sheet.entries, sheet.free
    for weight, font in small.items():
        objects |= font_objects(font, free)
        entries += b"/H%d %d 0 R" % (weight, free)
        free += COUNT
    names = references = b""
    for file in sorted(files, key=lambda file: file.name):  # a tree of names is in order
        objects[free], objects[free + 1] = attached(file, free + 1)
        names += b"(%s)%d 0 R " % (file.name.encode(), free)
        references += b"%d 0 R " % free
        free += 2
    objects |= {
        first: stream(OPEN + body + qr_code(base, address) + CLOSE),
        first + 1: metadata(title, base.producer),
        first + 2: b"<</Producer%s/Title%s>>" % (text(base.producer), text(title)),
        base.page_number: base.page
        + b"/Contents[%d 0 R %d 0 R %d 0 R]>>" % (base.content, sheet.content, first),
        base.fonts: b"<<%s>>" % entries,
        base.catalogue_number: base.catalogue
        + b"/Metadata %d 0 R/AF[%s]/Names<</EmbeddedFiles<</Names[%s]>>>>>>" % (first + 1, references, names),
    }
    return written(objects, root=base.catalogue_number, info=first + 2, identifier=number.encode())


def operators(given: Sequence[Cell], spots: Sequence[Spot], fonts: Fonts) -> bytes:
    """The lines in the operators of a page, each with its exact words for whoever copies or listens (ActualText)."""
    parts, colour = [], b""
    for cell, spot in zip(given, spots, strict=True):
        line = lines.line_of(cell.text, spot.weight, spot.scale)
        name, numbers = fonts(spot.weight, line)
        if colour != spot.colour:
            parts.append(spot.colour)
            colour = spot.colour
        parts.append(
            b"/Span<</ActualText%s>>BDC BT %s %s Tf 1 0 0 -1 %s %s Tm %s ET EMC"
            % (spoken(cell.text), name, number(spot.scale / lines.UNITS), number(spot.start(line.width)), number(spot.y),
               shown(line, numbers))
        )  # fmt: skip
    return b"\n".join([*parts, b""])


def spoken(words: str) -> bytes:
    return b"<feff" + words.encode("utf-16-be").hex().encode() + b">"


def shown(line: Line, numbers: dict[Mark, int]) -> bytes:
    """The glyphs, and where the next one stands closer by how much."""
    parts, run = [], ""
    for mark, closer in line.glyphs:
        run += f"{numbers[mark]:04x}"
        if closer:
            parts.append(f"<{run}>{closer}")
            run = ""
    return ("[" + "".join(parts) + (f"<{run}>" if run else "") + "]TJ").encode()


def qr_code(base: Stencil, address: str) -> bytes:
    """The code's black runs, stroked as WeasyPrint strokes the same path."""
    rows = code.rows_of(address)
    left, top, side = base.code
    scale = number(side / code.side_of(rows))
    runs = b"".join(b"%d %d.5 m %d %d.5 l\n" % (start, y, end, y) for y, start, end in code.runs_of(rows))
    shift = b"1 0 0 1 %s %s cm %s 0 0 %s 0 0 cm" % (number(left), number(top), scale, scale)
    return b"q %s 0 0 0 RG /A1.0 gs 1 w []0 d 0 J 0 j 4 M\n%sS Q\n" % (shift, runs)
