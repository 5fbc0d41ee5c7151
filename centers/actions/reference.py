"""Load the reference rows of places from `centers/data/`, again and again without harm."""

import csv
from collections.abc import Iterable
from pathlib import Path

from django.db import transaction
from django.db.models import Model

from centers.models import (
    Affiliation,
    Assessment,
    Center,
    Competency,
    Holiday,
    Province,
    Room,
    School,
    SchoolTerm,
    ServiceArea,
    SkillArea,
    Standard,
    StandardItem,
)

DATA = Path(__file__).resolve().parent.parent / "data"
DEFAULT_SEATS = 40


def read(name: str, folder: Path = DATA) -> list[dict[str, str]]:
    """The rows of one data file."""
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def put(rows: Iterable[Model], *, by: str = "code") -> None:
    """Insert the rows, or where one with this key is there already bring it up to date. One statement."""
    rows = list(rows)
    model = type(rows[0])
    fields = [
        f.name for f in model._meta.concrete_fields if not f.primary_key and not f.generated and f.name != by
    ]
    model._default_manager.bulk_create(rows, update_conflicts=True, unique_fields=[by], update_fields=fields)


def load() -> dict[str, int]:
    """Bring provinces, areas, affiliations, skill areas, host schools, centers and rooms in; says how many stand there."""
    with transaction.atomic():
        put(
            Affiliation(
                code=r["code"], name_th=r["name_th"], name_en=r["name_en"], sort_order=int(r["sort_order"])
            )
            for r in read("affiliations")
        )
        put(
            SkillArea(
                code=r["code"], name_th=r["name_th"], name_en=r["name_en"], sort_order=int(r["sort_order"])
            )
            for r in read("skill_areas")
        )
        put(province_of(row) for row in read("provinces"))
        load_areas()
        load_centers()
        load_standards()
        load_calendar()
    counted = (Province, ServiceArea, Affiliation, SkillArea, School, Center, Room, Standard, StandardItem)
    return {model._meta.model_name or "": model.objects.count() for model in counted}


def province_of(row: dict[str, str]) -> Province:
    return Province(
        code=row["code"],
        name_th=row["name_th"],
        name_en=row["name_en"],
        region_th=row["region_th"],
        region_en=row["region_en"],
        iso=row["iso_3166_2"],
        abbreviation_th=row["abbr_th"],
        abbreviation_en=row["abbr_en"],
        map_id=row["svg_map_id"],
        sort_order=int(row["sort_th"]),
    )


def load_areas() -> None:
    """The 245 service areas and the provinces each serves (a secondary one up to three)."""
    provinces = {province.code: province for province in Province.objects.order_by("pk")}
    rows = read("service_areas")
    put(
        ServiceArea(
            code=row["code"],
            level=row["type"],
            name_th=row["name_th"],
            name_en=english_area(row, [provinces[code].name_en for code in row["province_codes"].split(";")]),
            full_name_th=row["full_name_th"],
            provenance=row["provenance"],
            confidence=row["confidence"],
        )
        for row in rows
    )
    areas = {area.code: area for area in ServiceArea.objects.order_by("pk")}
    links = [
        ServiceArea.provinces.through(servicearea=areas[row["code"]], province=provinces[code])
        for row in rows
        for code in row["province_codes"].split(";")
    ]
    ServiceArea.provinces.through.objects.bulk_create(links, ignore_conflicts=True)


def english_area(row: dict[str, str], provinces: list[str]) -> str:
    """The office's English name; long ones of three provinces still fit the column."""
    level = "Primary" if row["type"] == "primary" else "Secondary"
    return f"{level} Educational Service Area Office {' '.join(provinces)} {row['area_no']}".strip()


def load_centers() -> None:
    """The 185 centers with a host school where one is named. A center that is there keeps what people changed."""
    provinces = {province.code: province for province in Province.objects.order_by("pk")}
    areas = {area.code: area for area in ServiceArea.objects.order_by("pk")}
    obec = Affiliation.objects.get(code="obec")
    there = set(Center.objects.values_list("code", flat=True))
    rows = [row for row in read("centers") if row["center_code"] not in there]
    schools = {
        row["center_code"]: School(
            code=f"S-{row['center_code']}",
            name_th=row["host_school_th"],
            province=provinces[row["province_code"]],
            area=areas[row["host_esa_code"]],
            affiliation=obec,
        )
        for row in rows
        if row["host_school_th"]
    }
    School.objects.bulk_create(schools.values())
    centers = [center_of(row, provinces[row["province_code"]], areas, schools) for row in rows]
    Center.objects.bulk_create(centers)
    served = [
        Center.areas_served.through(center=center, servicearea=areas[code])
        for center, row in zip(centers, rows, strict=True)
        for code in {row["assumed_service_primary_esa"], row["host_esa_code"]}
    ]
    Center.areas_served.through.objects.bulk_create(served)
    give_rooms(centers)


def center_of(
    row: dict[str, str], province: Province, areas: dict[str, ServiceArea], schools: dict[str, School]
) -> Center:
    return Center(
        code=row["center_code"],
        name_th=row["center_name_th"],
        name_en=f"HCEC {province.name_en} {row['seq']}",
        province=province,
        number=int(row["seq"]),
        host_school=schools.get(row["center_code"]),
        host_area=areas[row["host_esa_code"]],
        host_verified=row["hcec_host_verified"] == "yes",
        provenance=row["provenance"],
    )


def give_rooms(centers: Iterable[Center]) -> None:
    """A laboratory and a training room for each new center, until its own people list the true ones."""
    Room.objects.bulk_create(
        room
        for center in centers
        for room in (
            Room(
                center=center, kind=Room.Kind.LAB, seats=DEFAULT_SEATS, workstations=DEFAULT_SEATS,
                name_th="ห้องปฏิบัติการคอมพิวเตอร์ 1", name_en="Computer laboratory 1",
            ),
            Room(
                center=center, kind=Room.Kind.CLASSROOM, seats=DEFAULT_SEATS, workstations=0,
                name_th="ห้องฝึกอบรม 1", name_en="Training room 1",
            ),
        )
    )  # fmt: skip


def load_standards() -> None:
    """The versions of the checklist 7.1 to 7.4. One that a center has begun to answer is never changed again."""
    rows = read("standards")
    used = set(Assessment.objects.values_list("standard__version", flat=True).distinct())
    for version in sorted({int(row["version"]) for row in rows} - used):
        lines = [row for row in rows if int(row["version"]) == version]
        standard, _new = Standard.objects.update_or_create(
            version=version,
            defaults={"in_use_from": lines[0]["in_use_from"], "source": "HCEC guideline, clauses 7.1 to 7.4"},
        )
        for row in lines:
            StandardItem.objects.update_or_create(
                standard=standard,
                position=int(row["position"]),
                defaults={
                    "clause": row["clause"],
                    "text_th": row["text_th"],
                    "text_en": row["text_en"],
                    "needed_for": [name for name in row["needed_for"].split(";") if name],
                },
            )


def load_calendar() -> None:
    """Holidays, school terms and the competency framework that are not there yet; what OBEC has changed stays."""
    Holiday.objects.bulk_create((Holiday(**row) for row in read("holidays")), ignore_conflicts=True)
    SchoolTerm.objects.bulk_create((SchoolTerm(**row) for row in read("school_terms")), ignore_conflicts=True)
    skills = {skill.code: skill for skill in SkillArea.objects.order_by("pk")}
    rows = (Competency(**row | {"skill": skills[row["skill"]]}) for row in read("competencies"))
    Competency.objects.bulk_create(rows, ignore_conflicts=True)
