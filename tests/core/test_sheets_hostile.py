"""Hostile uploads: bombs, entities, lies and noise are refused, quickly and without an exception (reliability G15)."""

import io
import os
import random
import time
import zipfile

import pytest

from hcec.core.sheets import limits, read_table
from tests.core.test_sheets_read import COLUMNS, CSV
from tests.core.workbooks import (
    FOUR_STRINGS,
    HEADING,
    SHEET,
    STRINGS,
    inline,
    with_members,
    with_sheet,
    with_strings,
    workbook,
)


def read(content: bytes):
    return read_table(io.BytesIO(content), COLUMNS)


def bomb(megabytes: int) -> bytes:
    return with_members(workbook(), {"xl/worksheets/sheet1.xml": b" " * (megabytes * 1024 * 1024)})


def many_members() -> bytes:
    return with_members(workbook(), {f"xl/media/{number}.txt": b"x" for number in range(300)})


def lying_about_its_size() -> bytes:
    """The directory declares 10 bytes for a member that unpacks to 30 MB."""
    content = bytearray(bomb(30))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        real = archive.getinfo("xl/worksheets/sheet1.xml").file_size.to_bytes(4, "little")
    return bytes(content.replace(real, (10).to_bytes(4, "little")))


def overlapping() -> bytes:
    """Every entry of the directory points at the first member."""
    content = bytearray(workbook())
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        content[place + 42 : place + 46] = bytes(4)
        place = content.find(b"PK\x01\x02", place + 4)
    return bytes(content)


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ENTITY_BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{LAUGHS}]>'
EXTERNAL = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY % e SYSTEM "http://127.0.0.1:9/x.dtd"> %e;]>'
ROW = f'<row r="2">{inline("A2", "1")}{inline("B2", "&{};")}</row>'


def sheet(prologue: str, entity: str) -> bytes:
    return with_sheet(prologue + SHEET.format(dimension="", rows=HEADING + ROW.replace("{}", entity)))


HOSTILE = {
    "bomb of 60 MB": bomb(60),
    "bomb of 40 MB": bomb(40),
    "300 members": many_members(),
    "a size that lies": lying_about_its_size(),
    "overlapping members": overlapping(),
    "nested archive": with_members(workbook(), {"xl/embeddings/x.zip": b"PK\x03\x04"}),
    "macros": with_members(workbook(), {"xl/vbaProject.bin": b"x"}),
    "a way out": with_members(workbook(), {"../../etc/cron.d/x": b"x"}),
    "an absolute path": with_members(workbook(), {"/etc/x": b"x"}),
    "a drive": with_members(workbook(), {"C:\\x.xml": b"x"}),
    "entity bomb": sheet(ENTITY_BOMB, "l9"),
    "entity bomb among the strings": with_strings(ENTITY_BOMB + STRINGS.format("<si><t>&l9;</t></si>" * 4)),
    "external entity among the strings": with_strings(EXTERNAL + STRINGS.format("<si><t>&e;</t></si>" * 4)),
    "dimension of nonsense": with_sheet(SHEET.format(dimension='<dimension ref="nonsense"/>', rows=HEADING)),
    "external entity": sheet(EXTERNAL, "e"),
    "external definition": sheet(PARAMETER, "x"),
    "no XML at all": with_sheet("nonsense"),
    "no sheet": with_members(workbook(), {"xl/workbook.xml": b"<workbook/>"}),
    "cut in half": workbook()[: len(workbook()) // 2],
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_one_sentence(name):
    table = read(HOSTILE[name])
    assert not table.ok
    assert table.rows == []
    assert "root:" not in str(table.problems)


@pytest.mark.parametrize("name", ["bomb of 60 MB", "bomb of 40 MB", "300 members", "nested archive"])
def test_a_bomb_is_refused_before_it_is_unpacked(name):
    started = time.perf_counter()
    read(HOSTILE[name])
    assert time.perf_counter() - started < 0.1


def test_many_empty_rows_are_passed_over():
    far = f'<row r="200000">{inline("A200000", "1")}{inline("B200000", "ก")}</row>'
    table = read(with_sheet(SHEET.format(dimension="", rows=HEADING + far)))
    assert table.ok
    assert table.rows[0].number == 200_000


@pytest.mark.parametrize("dimension", ["A1:XFD1048576", "A1:A1", "B5:A1", "A0"])
def test_a_sheet_that_lies_about_its_size_is_read_as_it_is(dimension):
    row = f'<row r="2">{inline("A2", "1")}{inline("B2", "ก")}</row>'
    tag = f'<dimension ref="{dimension}"/>'
    assert len(read(with_sheet(SHEET.format(dimension=tag, rows=HEADING + row))).rows) == 1


def test_a_workbook_that_takes_too_much_memory_dies_alone():
    cell = inline("A2", "x" * 32_000)
    wide = "".join(f'<row r="{n}">{cell.replace("A2", f"A{n}")}</row>' for n in range(2, 1_200))
    assert not read(with_sheet(SHEET.format(dimension="", rows=HEADING + wide))).ok


def test_twenty_thousand_rows_are_read_in_time():
    started = time.perf_counter()
    table = read(workbook([["ID", "Name"], *([str(number), "น้ำใจ"] for number in range(limits.ROWS))]))
    assert table.ok
    assert len(table.rows) == limits.ROWS
    assert time.perf_counter() - started < 20


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The file with a piece flipped, cut, doubled, or exchanged for something unpleasant."""
    noise = [
        b"\x00",
        b"\xff\xfe",
        b"\r",
        b'"',
        b",",
        "๛".encode(),
        b"\xe0\xb8",
        b"=1",
        b"PK",
        b"\x1a",
        "\u202e".encode(),
    ]
    body = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(body))
        match chance.randrange(4):
            case 0:
                body[place] ^= 1 << chance.randrange(8)
            case 1:
                del body[place : place + chance.randint(1, 40)]
            case 2:
                body[place:place] = chance.choice(noise) * chance.randint(1, 5)
            case 3:
                body[place:place] = body[place : place + chance.randint(1, 60)]
        body = body or bytearray(b"x")
    return bytes(body)


def sheets_xml(chance: random.Random) -> bytes:
    """A workbook whose packing is whole but whose sheet or strings are mutated."""
    content = with_strings(FOUR_STRINGS)
    name = chance.choice(
        ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"]
    )
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return with_members(content, {name: mutated(archive.read(name), chance)})


def test_mutated_files_are_tables_or_problems_and_never_exceptions():
    chance = random.Random(int(os.environ.get("MUTATION_SEED", "2569")))
    rounds = int(os.environ.get("MUTATED_FILES", "400"))
    texts = [CSV.encode(encoding) for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp874")]
    for number in range(rounds):
        if number % 20 == 0:
            content = sheets_xml(chance)
        elif number % 5 == 0:
            content = mutated(workbook(), chance)
        else:
            content = mutated(chance.choice(texts), chance)
        table = read(content)
        assert all(str(problem) for problem in table.problems)
        for row in table.rows:
            "".join(
                str(value) for value in row.values.values()
            ).encode()  # nothing that a database would choke on
