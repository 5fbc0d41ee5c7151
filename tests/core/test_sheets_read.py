"""Uploaded tables: read whole or refused with numbered problems, and never an exception."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation
from openpyxl import load_workbook

from hcec.core.sheets import Column, limits, read_table
from tests.core.workbooks import (
    FOUR_STRINGS,
    HEADING,
    PEOPLE,
    SHEET,
    inline,
    with_sheet,
    with_strings,
    workbook,
)

ID = Column("id_number", ("เลขประจำตัว", "ID"), kind="digits", unique=True)
NAME = Column("name", ("ชื่อ", "Name"), max_length=40)
COLUMNS = (ID, NAME)
CSV = "เลขประจำตัว,ชื่อ\r\n1234567890121,สมชาย\r\n1101700230708,น้ำใจ\r\n"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def read(content: bytes | str, columns=COLUMNS):
    return read_table(io.BytesIO(content.encode() if isinstance(content, str) else content), columns)


def said(content: bytes | str, columns=COLUMNS) -> list[str]:
    return [str(problem) for problem in read(content, columns).problems]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (CSV.encode(), "utf-8"),
        (CSV.encode("utf-8-sig"), "utf-8-sig"),
        (CSV.encode("utf-16"), "utf-16"),
        (CSV.encode("utf-16-le"), "utf-16-le"),
        (CSV.encode("utf-16-be"), "utf-16-be"),
        (CSV.encode("cp874"), "cp874"),
        (CSV.replace(",", ";").encode(), "utf-8"),
        (CSV.replace(",", "\t").encode("utf-16"), "utf-16"),
        (CSV.replace("\r\n", "\n").encode(), "utf-8"),
        (CSV.replace("\r\n", "\r").encode(), "utf-8"),
        (CSV.replace("1234567890121", "๑-๒๓๔๕-๖๗๘๙๐-๑๒-๑").encode(), "utf-8"),
        (CSV.replace("น้ำใจ", "นํ้าใจ ").encode(), "utf-8"),
        (("\n\n" + CSV + "\n,\n").encode(), "utf-8"),
        (workbook(), "xlsx"),
        (workbook(hidden_first=True), "xlsx"),
        (
            workbook([[" ชื่อ* ", "ID", None], ["สมชาย", 1234567890121, None], [], ["น้ำใจ", 1101700230708.0]]),
            "xlsx",
        ),
    ],
)
def test_a_decent_table_is_read_whatever_saved_it(content, encoding):
    table = read(content)
    assert table.problems == []
    assert [row.values for row in table.rows] == [
        {"id_number": "1234567890121", "name": "สมชาย"},
        {"id_number": "1101700230708", "name": "น้ำใจ"},
    ]
    assert table.encoding == encoding
    assert len(table.sha256) == 64


def test_a_workbook_with_its_texts_in_a_list_of_their_own_is_read():
    table = read(with_strings(FOUR_STRINGS))
    assert table.problems == []
    assert table.rows[0].values == {"id_number": "1234567890121", "name": "สมชาย"}


def test_rows_carry_the_numbers_that_the_spreadsheet_shows():
    table = read(workbook([*PEOPLE, [], ["3", ""]]))
    assert [row.number for row in table.rows] == [2, 3, 5]
    assert [str(problem) for problem in table.problems] == ["Row 5, column “ชื่อ”: The cell is empty."]
    assert said("เลขประจำตัว,ชื่อ\n\n1,ก\n\n2,\n") == ["Row 5, column “ชื่อ”: The cell is empty."]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b" \r\n ", "The file is empty."),
        (b"x" * (limits.FILE_BYTES + 1), "larger than 5 MB"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel file (.xls)"),
        (b"%PDF-1.7\n", "This is not a table"),
        (b"\x89PNG\r\n", "This is not a table"),
        (b"\xff\xfe\x00", "neither an Excel workbook"),
        ("ID,Name\n1,Gérard\n".encode("latin-1"), "neither an Excel workbook"),
        (bytes(range(256)) * 20, "neither an Excel workbook"),
        (b"PK\x03\x04 not a zip at all", "damaged"),
        (workbook()[:900], "damaged"),
        ("ID,Name\n", "There is a heading but no row below it."),
        ("ID\n1\n", "These columns are missing: ชื่อ."),
        ("a,b\n1,2\n", "These columns are missing: เลขประจำตัว, ชื่อ."),
        ("ID,Name,ชื่อ\n1,ก,ข\n", "Row 1, column “ชื่อ”: This heading comes twice."),
        ("ID,Name\n1,ก,ข\n2\n3,ค\n", "Row 2: The row has 3 cells, the heading has 2."),
        ("ID,Name\n1,ก\n1,ข\n", "Row 3, column “เลขประจำตัว”: The same as in row 2."),
        ("ID,Name\n1,ก\x00\n", "characters that cannot be printed"),
        ("ID,Name\n1," + "ก" * 41 + "\n", "Longer than 40 characters."),
        ("ID,Name\n1," + "ก" * 40_000 + "\n", "far too many"),
        ("ID,Name\n1,=1+1\n", "The cell holds a formula."),
        ("ID,Name\n1.10E+12,ก\n", "shortened this number to 1.10E+12"),
        ('ID,Name\n1,"' + "ก" * 140_000, "a quotation mark is not closed"),
        (
            ",".join(["ID", "Name"] + [f"c{n}" for n in range(60)]) + "\n1,ก" + "," * 60 + "\n",
            "more than 50 columns",
        ),
        ("ID,Name\n" + "1,ก\n" * 20_001, "more than 20,000 rows"),
    ],
)
def test_bad_content_is_a_sentence_not_an_exception(content, sentence):
    assert sentence in "\n".join(said(content))


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("=HYPERLINK(0)", "Row 2, column “ชื่อ”: The cell holds a formula."),
        (1e15, None),
        (True, None),
    ],
)
def test_a_workbook_cell_without_an_honest_value_is_named(cell, sentence):
    got = said(workbook([["ID", "Name"], ["1", cell]]))
    assert sentence in got[0] if sentence else len(got) <= 1


def test_a_formula_an_error_and_a_shortened_number_in_a_workbook_are_told_apart():
    rows = '<row r="2"><c r="A2"><v>1.1007001234567891E+18</v></c><c r="B2" t="e"><v>#REF!</v></c></row>'
    rows += f'<row r="3"><c r="A3"><f>1+1</f><v>2</v></c>{inline("B3", "ก")}</row>'
    assert [
        str(problem)[:60]
        for problem in read(with_sheet(SHEET.format(dimension="", rows=HEADING + rows))).problems
    ] == [
        "Row 2, column “เลขประจำตัว”: The spreadsheet has shortened t",
        "Row 2, column “ชื่อ”: The cell holds the error #REF! of the ",
        "Row 3, column “เลขประจำตัว”: The cell holds a formula. Copy ",
    ]


def test_every_bad_cell_of_a_file_is_named_at_once():
    assert len(said("ID,Name\n" + "".join(f"{n},\n" for n in range(30)))) == 30


def test_problems_are_cut_at_a_number_that_people_can_read():
    problems = said("ID,Name\n" + "".join(f"{n},\n" for n in range(2_000)))
    assert len(problems) == limits.PROBLEMS + 1
    assert problems[-1].startswith("There are more problems.")


def test_dates_are_understood_in_both_eras_and_from_excel():
    columns = (Column("day", ("วันที่",), kind="date"),)
    cells = ["21/11/2569", "๒๑ พ.ย. ๒๕๖๙", "2026-11-21", date(2026, 11, 21), date(2569, 11, 21)]
    table = read(workbook([["วันที่"], *([cell] for cell in cells)]), columns)
    assert table.problems == []
    assert {row["day"] for row in table.rows} == {date(2026, 11, 21)}
    assert "There is no day 31" in said("วันที่\n31/4/2569\n", columns)[0]


def test_numbers_are_decimals():
    columns = (Column("score", ("คะแนน",), kind="number", filled=False), Column("name", ("ชื่อ",)))
    table = read('คะแนน,ชื่อ\n๘๗.๕,ก\n"1,234.50",ข\n,ค\n', columns)
    assert [row["score"] for row in table.rows] == [Decimal("87.5"), Decimal("1234.50"), None]
    for wrong in ("NaN", "Infinity", "1e99", "ขาดสอบ", "--1"):
        assert "is not a number" in said(f"คะแนน,ชื่อ\n{wrong},ก\n", columns)[0]
    assert read(workbook([["คะแนน", "ชื่อ"], [87.1, "ก"]]), columns).rows[0]["score"] == Decimal("87.1")


def test_zeros_in_front_that_a_format_shows_are_kept():
    book = load_workbook(io.BytesIO(workbook([["ID", "Name"], [42, "ก"]])))
    book.active["A2"].number_format = "0000000000000"
    written = io.BytesIO()
    book.save(written)
    assert read(written.getvalue()).rows[0]["id_number"] == "0000000000042"


def test_columns_that_nobody_asked_for_are_named_and_left_out():
    table = read("ID,หมายเหตุ,Name,\n1,x,ก,\n")
    assert table.ignored == ["หมายเหตุ"]
    assert table.rows[0].values == {"id_number": "1", "name": "ก"}


def test_an_optional_column_may_be_missing():
    columns = (ID, Column("phone", ("โทรศัพท์",), required=False, filled=False))
    assert read("ID\n1\n", columns).rows[0].values == {"id_number": "1", "phone": ""}


def test_an_escaped_cell_of_our_own_export_comes_back_as_it_was():
    assert read("ID,Name\n1,'+66 81\n2,'=1+1\n").rows[1]["name"] == "=1+1"


def test_problems_speak_thai_by_default():
    with translation.override("th"):
        assert said("ID\n1\n") == ["ไม่พบคอลัมน์ต่อไปนี้: ชื่อ"]
