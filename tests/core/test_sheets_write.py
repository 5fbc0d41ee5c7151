"""Exports: nothing in them runs, and what goes out comes back (reliability G41)."""

import csv
import io
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from hcec.core.sheets import (
    Column,
    csv_bytes,
    csv_response,
    download,
    escape_cell,
    read_table,
    unescape_cell,
    xlsx_bytes,
    xlsx_response,
)

DANGER = tuple("=+-@\t\r\n")
HOSTILE = [
    "=1+1",
    "==1+1",
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    '"=1',
    ' "=1',
    "\u00a0=1",
    "＝1+1",
    '=HYPERLINK("http://127.0.0.1","x")',
    "=cmd|'/C calc'!A0",
    "-2-3",
    "+66-81-234-5678",
]
HARMLESS = [
    "-5",
    "+66812345678",
    "1,234.50",
    "-0.5",
    "12%",
    "0812345678",
    "1-2345-67890-12-1",
    "สมชาย ใจดี",
    "a=b",
    "",
    "'",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_that_a_spreadsheet_would_run_is_written_to_be_read(text):
    escaped = escape_cell(text)
    assert not escaped.lstrip(' "\u00a0').startswith(DANGER)
    assert unescape_cell(escaped) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_numbers_and_plain_words_are_left_alone(text):
    assert escape_cell(text) == text == unescape_cell(text)


CELLS = st.text(alphabet=st.sampled_from(list("=+-@\t\r\n '\"＝|,;19กำa!\u00a0")), max_size=8)


@given(CELLS)
def test_whatever_is_escaped_comes_back_and_starts_with_nothing_live(text):
    escaped = escape_cell(text)
    assert unescape_cell(escaped) == text
    if escaped != text or not text.strip(' "\u00a0'):
        return
    live = text.lstrip(' "\u00a0').startswith(DANGER)
    assert not live or text.replace(",", "").replace("%", "").lstrip("+-").replace(".", "", 1).isdigit()


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_a_csv_of_any_text_holds_no_live_cell_and_has_its_shape(cells):
    rows = list(
        csv.reader(io.StringIO(csv_bytes(["a"] * len(cells), [cells]).decode("utf-8-sig"), newline=""))
    )
    assert len(rows) == 2
    assert len(rows[1]) == len(cells)
    for cell in rows[1]:
        number = cell.lstrip("+-").replace(",", "").replace(".", "").rstrip("%").isdigit()
        assert number or not cell.lstrip(' "').startswith(DANGER)


def test_a_workbook_of_hostile_text_holds_no_formula():
    book = load_workbook(io.BytesIO(xlsx_bytes(["=heading", "x"], [[text, text] for text in HOSTILE])))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert len(cells) == 2 * len(HOSTILE) + 2
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(str(cell.value).lstrip(' "').startswith(DANGER) for cell in cells)


def test_hostile_text_written_and_read_again_is_unharmed():
    columns = (Column("text", ("ข้อความ",), max_length=100), Column("phone", ("โทรศัพท์",)))
    rows = [["-2+3", "+66812345678"], ["@ครู", "081-234-5678"]]
    for written in (csv_bytes(["ข้อความ", "โทรศัพท์"], rows), xlsx_bytes(["ข้อความ", "โทรศัพท์"], rows)):
        table = read_table(io.BytesIO(written), columns)
        assert table.problems == []
        assert [[row["text"], row["phone"]] for row in table.rows] == rows


ROW = [
    date(2026, 11, 21),
    datetime(2026, 11, 21, 1, 30, tzinfo=UTC),
    time(8, 30),
    Decimal("1234.50"),
    7,
    True,
    None,
    gettext_lazy("No"),
    "น้ำใจ\x00\ud800",
]


def test_csv_shows_thai_dates_and_opens_as_thai_in_excel():
    with translation.override("th"):
        written = csv_bytes([str(number) for number in range(9)], [ROW])
    assert written.startswith(b"\xef\xbb\xbf")
    line = written.decode("utf-8-sig").split("\r\n")[1]
    assert line == "21/11/2569,21/11/2569 08:30,08:30,1234.50,7,ใช่,,ไม่ใช่,น้ำใจ"


def test_csv_in_english_uses_the_common_era():
    with translation.override("en"):
        line = csv_bytes([str(number) for number in range(9)], [ROW]).decode("utf-8-sig").split("\r\n")[1]
    assert line == "2026-11-21,2026-11-21 08:30,08:30,1234.50,7,Yes,,No,น้ำใจ"


@pytest.mark.parametrize(("language", "form"), [("th", "[$-107041E]dd/mm/yyyy"), ("en", "yyyy-mm-dd")])
def test_a_workbook_keeps_dates_and_sums_as_such(language, form):
    with translation.override(language):
        made = xlsx_bytes(
            [str(number) for number in range(9)], [ROW], sheet="ผลสอบ: [รอบ 1/2569] " + "ก" * 60
        )
    sheet = load_workbook(io.BytesIO(made)).active
    day, instant, hour, amount, count, _yes, empty, _no, name = sheet[2]
    assert (day.value.date(), day.number_format, day.is_date) == (date(2026, 11, 21), form, True)
    assert instant.value == datetime(2026, 11, 21, 8, 30)
    assert (amount.value, amount.number_format, count.value) == (1234.5, "#,##0.00", 7)
    assert (hour.value, empty.value, name.value) == ("08:30", None, "น้ำใจ")
    assert sheet.freeze_panes == "A2"
    assert len(sheet.title) <= 31


def test_a_long_number_is_written_as_text_so_that_no_digit_is_lost():
    sheet = load_workbook(io.BytesIO(xlsx_bytes(["x"], [[12345678901234567890], [float("nan")]]))).active
    assert sheet["A2"].value == "12345678901234567890"


def test_downloads_keep_their_thai_names():
    response = xlsx_response("ผลสอบ รอบ 1/2569.xlsx", ["a"], [["b"]])
    assert response["Content-Disposition"] == (
        'attachment; filename="1_2569.xlsx"; '
        "filename*=UTF-8''%E0%B8%9C%E0%B8%A5%E0%B8%AA%E0%B8%AD%E0%B8%9A%20%E0%B8%A3%E0%B8%AD%E0%B8%9A%201_2569.xlsx"
    )
    assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert response["Cache-Control"] == "private, no-store"
    assert csv_response("x.csv", ["a"], []).content == b"\xef\xbb\xbfa\r\n"


@pytest.mark.parametrize(
    "name",
    [
        'a"b\r\nSet-Cookie: x.pdf',
        "../../etc/passwd",
        "",
        "...",
        "\u202efdp.exe",
        "ก" * 500 + ".pdf",
        "\ud800.pdf",
    ],
)
def test_a_hostile_file_name_stays_in_its_header(name):
    header = download(b"x", name, "application/pdf", inline=True)["Content-Disposition"]
    assert header.startswith('inline; filename="')
    assert header.isascii()
    assert not set("\r\n/\\") & set(header)
    assert header.count('"') == 2
