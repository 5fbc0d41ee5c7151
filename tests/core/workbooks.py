"""Workbooks, decent and hostile, as bytes."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from openpyxl import Workbook

PEOPLE = [["เลขประจำตัว", "ชื่อ"], ["1234567890121", "สมชาย"], ["1101700230708", "น้ำใจ"]]


def workbook(rows: Iterable[Iterable[Any]] = PEOPLE, *, hidden_first: bool = False) -> bytes:
    """A workbook of these rows as openpyxl writes it."""
    book = Workbook()
    sheet = book.active
    if hidden_first:
        sheet.sheet_state = "hidden"
        sheet.append(["hidden"])
        sheet = book.create_sheet("shown")
    for row in rows:
        sheet.append(list(row))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def with_members(content: bytes, members: Mapping[str, bytes]) -> bytes:
    """The archive with these members put in or exchanged."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in members:
                new.writestr(name, old.read(name))
        for name, body in members.items():
            new.writestr(name, body)
    return written.getvalue()


def with_sheet(xml: str) -> bytes:
    """A workbook whose first sheet is this XML."""
    return with_members(workbook(), {"xl/worksheets/sheet1.xml": xml.encode()})


SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "{dimension}<sheetData>{rows}</sheetData></worksheet>"
)


def inline(place: str, text: str) -> str:
    """A cell that holds its text itself."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


HEADING = f'<row r="1">{inline("A1", "เลขประจำตัว")}{inline("B1", "ชื่อ")}</row>'


STRINGS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
STRINGS_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"


def with_strings(strings: str) -> bytes:
    """A workbook as Excel writes it: the texts of its cells stand in one list of their own, which is this XML."""
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    rows += '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2" t="s"><v>3</v></c></row>'
    content = with_sheet(SHEET.format(dimension="", rows=rows))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        types = archive.read("[Content_Types].xml").decode()
        links = archive.read("xl/_rels/workbook.xml.rels").decode()
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{STRINGS_TYPE}"/></Types>'
    link = f'<Relationship Id="rId99" Type="{STRINGS_LINK}" Target="sharedStrings.xml"/></Relationships>'
    return with_members(
        content,
        {
            "[Content_Types].xml": types.replace("</Types>", override).encode(),
            "xl/_rels/workbook.xml.rels": links.replace("</Relationships>", link).encode(),
            "xl/sharedStrings.xml": strings.encode(),
        },
    )


STRINGS = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}</sst>'
FOUR_STRINGS = STRINGS.format(
    "".join(f"<si><t>{text}</t></si>" for text in ("ID", "ชื่อ", "1234567890121", "สมชาย"))
)
