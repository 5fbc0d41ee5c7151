"""Read a list of centers from a file, and compare it with what stands: every problem by row, every change by field."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from centers.models import Center, Province, ServiceArea
from hcec.core import thai
from hcec.core.sheets import Column, Row, Table, read_table

COLUMNS = (
    Column("code", ("รหัสศูนย์", "center_code", "code"), unique=True, max_length=12),
    Column("province", ("จังหวัด", "province", "province_th", "province_code")),
    Column("number", ("แห่งที่", "number", "seq"), kind="number"),
    Column("name_th", ("ชื่อศูนย์", "name", "name_th", "center_name_th"), max_length=200),
    Column("name_en", ("ชื่อศูนย์ (อังกฤษ)", "name_en"), required=False, filled=False, max_length=200),
    Column("host_school", ("โรงเรียนที่ตั้ง", "host_school", "host_school_th"), filled=False, max_length=200),
    Column("host_area", ("รหัสเขตพื้นที่ที่ตั้ง", "host_area", "host_esa_code"), required=False, filled=False),
    Column("areas_served", ("รหัสเขตพื้นที่บริการ", "areas_served", "assumed_service_primary_esa"), required=False, filled=False),
    Column("host_verified", ("ยืนยันแล้ว", "host_verified", "hcec_host_verified"), required=False, filled=False),
    Column("address", ("ที่อยู่", "address"), required=False, filled=False, max_length=500),
    Column("phone", ("โทรศัพท์", "phone"), required=False, filled=False, max_length=40),
    Column("email", ("อีเมล", "email"), required=False, filled=False, max_length=254),
)  # fmt: skip
HEADINGS = {column.name: column.headings[0] for column in COLUMNS}
CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,11}")
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
YES, NO = {"yes", "y", "true", "1", "ใช่", "ยืนยันแล้ว"}, {"no", "n", "false", "0", "ไม่", "ยังไม่ยืนยัน", ""}
# What a row says about the center itself; places are compared by their names.
PLAIN = ("name_th", "name_en", "address", "phone", "email")


@dataclass(frozen=True)
class Difference:
    """One field that would change."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """What one row would do: add a center, change it, or nothing."""

    code: str
    name: str
    new: bool
    differences: list[Difference] = field(default_factory=list)


@dataclass(frozen=True)
class Plan:
    """What a list would do as a whole. `absent` counts centers that it does not name; they stay as they are."""

    changes: list[Change]
    absent: int

    @property
    def added(self) -> list[Change]:
        return [change for change in self.changes if change.new]

    @property
    def changed(self) -> list[Change]:
        return [change for change in self.changes if not change.new and change.differences]

    @property
    def same(self) -> int:
        return len(self.changes) - len(self.added) - len(self.changed)


def known_provinces() -> dict[str, Province]:
    """Provinces by code and by either name."""
    found: dict[str, Province] = {}
    for province in Province.objects.order_by("pk"):
        for key in (province.code, province.name_th, f"จังหวัด{province.name_th}", province.name_en.lower()):
            found[key] = province
    return found


def read_centers(file: BinaryIO) -> Table:
    """The table in the file with every problem that its rows have among themselves and with the house."""
    table = read_table(file, COLUMNS)
    centers = Center.objects.select_related("province").order_by("pk")
    known = Known(
        known_provinces(),
        set(ServiceArea.objects.values_list("code", flat=True)),
        {center.code: center for center in centers},
    )
    for row in table.rows:
        for column in COLUMNS:
            row.values.setdefault(column.name, "")
        check_row(table, row, known)
    if table.ok:
        check_numbers(table, known.centers)
    return table


@dataclass(frozen=True)
class Known:
    """What stands in the house, to check rows against."""

    provinces: dict[str, Province]
    areas: set[str]
    centers: dict[str, Center]


def complaints(values: dict[str, Any], known: Known) -> Iterator[tuple[str, str]]:
    """What is wrong in one row: the column and the sentence."""
    if not CODE.fullmatch(values["code"]):
        yield "code", _("a code has 2 to 12 capital letters, digits and dashes")
    province, center = province_of(values, known), known.centers.get(values["code"])
    if province is None:
        yield "province", _("“%(value)s” is none of the 77 provinces") % {"value": values["province"]}
    elif center and center.province != province:
        stands = {"province": center.province.name}
        yield (
            "province",
            _("the center stands in %(province)s; a center does not change its province") % stands,
        )
    place = values["number"]
    if not isinstance(place, Decimal) or place != int(place) or not 1 <= place <= 99:
        yield "number", _("a whole number from 1 to 99 is needed")
    for name, codes in (
        ("host_area", [values["host_area"]]),
        ("areas_served", codes_in(values["areas_served"])),
    ):
        for code in codes:
            if code and code not in known.areas:
                yield name, _("“%(value)s” is no code of a service area") % {"value": code}
    verified = values["host_verified"].lower()
    if verified not in YES | NO:
        yield "host_verified", _("write yes or no")
    elif verified in YES and not values["host_school"]:
        yield "host_school", _("a confirmed host needs the name of its school")
    if values["email"] and not EMAIL.fullmatch(values["email"]):
        yield "email", _("“%(value)s” is no e-mail address") % {"value": values["email"]}


def province_of(values: dict[str, Any], known: Known) -> Province | None:
    return known.provinces.get(values["province"]) or known.provinces.get(values["province"].lower())


def codes_in(text: str) -> list[str]:
    return [code for code in re.split(r"[;,\s]+", text) if code]


def check_row(table: Table, row: Row, known: Known) -> None:
    """Check one row, one sentence a cell at most, and bring its values into the form that is kept."""
    said = {problem.column for problem in table.problems if problem.row == row.number}
    for name, sentence in complaints(row.values, known):
        if HEADINGS[name] not in said:
            table.complain(row.number, HEADINGS[name], sentence)
    values, province = row.values, province_of(row.values, known)
    values["province"] = province.code if province else ""
    values["number"] = int(values["number"]) if isinstance(values["number"], Decimal) else 0
    values["host_verified"] = values["host_verified"].lower() in YES
    values["areas_served"] = sorted({*codes_in(values["areas_served"]), values["host_area"]} - {""})
    values["name_th"] = thai.normalise(values["name_th"])


def check_numbers(table: Table, standing: dict[str, Center]) -> None:
    """Two centers of a province never have one number: neither within the list nor with a center it leaves out."""
    named = {row["code"] for row in table.rows}
    taken = {(c.province.code, c.number): c.code for c in standing.values() if c.code not in named}
    for row in table.rows:
        place = (row["province"], row["number"])
        if place in taken:
            message = _("center %(code)s has this number in the province already") % {"code": taken[place]}
            table.complain(row.number, HEADINGS["number"], message)
        taken.setdefault(place, row["code"])


def plan_of(rows: list[dict[str, Any]]) -> Plan:
    """What applying these rows would do now."""
    centers = Center.objects.select_related("province", "host_school", "host_area").prefetch_related(
        "areas_served"
    )
    standing = {center.code: center for center in centers.order_by("pk")}
    changes = [change_of(row, standing.get(row["code"])) for row in rows]
    return Plan(changes, len(standing.keys() - {row["code"] for row in rows}))


def change_of(row: dict[str, Any], center: Center | None) -> Change:
    """One row against the center that stands, or against nothing."""
    if center is None:
        return Change(row["code"], row["name_th"], new=True)
    was: dict[str, Any] = {name: getattr(center, name) for name in PLAIN}
    was |= {
        "number": center.number,
        "host_school": center.host_school.name_th if center.host_school else "",
        "host_verified": center.host_verified,
        "areas_served": sorted(area.code for area in center.areas_served.all()),
        "host_area": center.host_area.code if center.host_area else "",
    }
    kept_if_empty = {"name_en", "address", "phone", "email", "areas_served", "host_area"}
    differences = [
        Difference(HEADINGS[name], shown(old), shown(row[name]))
        for name, old in was.items()
        if row[name] != old and not (name in kept_if_empty and not row[name])
    ]
    return Change(row["code"], center.name_th, new=False, differences=differences)


def shown(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(value) if isinstance(value, list) else str(value)


def export_rows() -> list[list[Any]]:
    """The list as it stands, in the form that an upload reads back."""
    centers = Center.objects.select_related("province", "host_school", "host_area").prefetch_related(
        "areas_served"
    )
    return [
        [
            c.code, c.province.name_th, c.number, c.name_th, c.name_en, c.host_school.name_th if c.host_school else "",
            c.host_area.code if c.host_area else "", ";".join(sorted(a.code for a in c.areas_served.all())),
            "yes" if c.host_verified else "no", c.address, c.phone, c.email,
        ]
        for c in centers.order_by("code", "pk")
    ]  # fmt: skip
