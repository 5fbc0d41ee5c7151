"""Load scales, levels, exams and their parts from `testing/data/`, again and again without harm."""

import csv
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model

from centers.models import SkillArea
from testing.models import Band, Exam, ExamPart, IncidentCode, OutsideTest, Scale

DATA = Path(__file__).resolve().parent.parent / "data"


def read(name: str) -> list[dict[str, str]]:
    """The rows of one data file."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def put(rows: list[Model], key: list[str]) -> None:
    """Insert the rows, or where one with this key is there already bring it up to date. One statement."""
    model = type(rows[0])
    kept = {"active", *key}
    fields = [f.name for f in model._meta.concrete_fields if not f.primary_key and f.name not in kept]
    columns = [model._meta.get_field(name).name for name in key]
    model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=columns, update_fields=fields
    )


@transaction.atomic
def load() -> dict[str, int]:
    """Bring in what the data files hold; needs the skill areas. Says how many rows of each kind stand there."""
    put([Scale(**row | {"version": int(row["version"])}) for row in read("scales")], ["code", "version"])
    scales = {(s.code, s.version): s for s in Scale.objects.order_by("pk")}
    put([band(row, scales) for row in read("bands")], ["scale", "code"])
    skills = {skill.code: skill for skill in SkillArea.objects.order_by("pk")}
    put([exam(row, scales, skills) for row in read("exams")], ["code"])
    exams = {e.code: e for e in Exam.objects.order_by("pk")}
    put([part(row, exams) for row in read("exam_parts")], ["exam", "code"])
    put([outside_test(row, scales, skills) for row in read("outside_tests")], ["code"])
    put([IncidentCode(**row) for row in read("incidents")], ["code"])
    return {
        model._meta.model_name or "": model._default_manager.count()
        for model in (Scale, Band, Exam, ExamPart, OutsideTest, IncidentCode)
    }


def band(row: dict[str, str], scales: dict[tuple[str, int], Scale]) -> Band:
    fields: dict[str, Any] = {**row, "scale": scales[row["scale"], int(row.pop("version"))]}
    return Band(
        **without(fields, "version") | {"rank": int(row["rank"]), "min_score": row["min_score"] or None}
    )


def exam(row: dict[str, str], scales: dict[tuple[str, int], Scale], skills: dict[str, SkillArea]) -> Exam:
    fields: dict[str, Any] = {
        **row,
        "skill": skills[row["skill"]],
        "scale": scales[row["scale"], int(row["scale_version"])],
        "validity_months": int(row["validity_months"]) if row["validity_months"] else None,
        "duration_minutes": int(row["duration_minutes"]),
    }
    return Exam(**without(fields, "scale_version"))


def outside_test(
    row: dict[str, str], scales: dict[tuple[str, int], Scale], skills: dict[str, SkillArea]
) -> OutsideTest:
    fields: dict[str, Any] = {
        **row,
        "skill": skills[row["skill"]],
        "scale": scales[row["scale"], int(row["scale_version"])],
        "most": row["most"] or None,
        "validity_months": int(row["validity_months"]) if row["validity_months"] else None,
    }
    return OutsideTest(**without(fields, "scale_version"))


def part(row: dict[str, str], exams: dict[str, Exam]) -> ExamPart:
    fields: dict[str, Any] = {**row, "exam": exams[row["exam"]], "position": int(row["position"])}
    return ExamPart(**fields | {"max_score": row["max_score"] or None})


def without(fields: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in fields.items() if key != name}
