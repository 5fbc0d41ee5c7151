"""Load the five curricula and the courses from `training/data/`, again and again without harm (guideline 5.1)."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from centers.models import Competency, SkillArea
from training.models import (
    Course,
    Criterion,
    Curriculum,
    LicenceActivity,
    SpeakerRate,
    SurveyForm,
    SurveyItem,
)

DATA = Path(__file__).resolve().parent.parent / "data"


def read(name: str) -> list[dict[str, str]]:
    """The rows of one data file."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@transaction.atomic
def load() -> dict[str, int]:
    """Bring in what the data files hold; needs the skill areas. Says how many rows of each kind stand there."""
    for row in read("curricula"):
        code = row.pop("code")
        Curriculum.objects.update_or_create(code=code, defaults=row | {"sort_order": int(row["sort_order"])})
    curricula = {c.code: c for c in Curriculum.objects.order_by("pk")}
    skills = {s.code: s for s in SkillArea.objects.order_by("pk")}
    for row in read("courses"):
        code = row.pop("code")
        fields = row | {
            "curriculum": curricula[row["curriculum"]],
            "skill": skills[row["skill"]],
            "hours": Decimal(row["hours"]),
            "min_attendance_percent": int(row["min_attendance_percent"]),
        }
        Course.objects.update_or_create(code=code, defaults=fields)
    load_review()
    load_links()
    load_survey()
    load_rates()
    return {"curriculum": Curriculum.objects.count(), "course": Course.objects.count()}


def load_review() -> None:
    """What a licence counts and what a course is reviewed against; rows that OBEC has changed stay."""
    LicenceActivity.objects.bulk_create(
        (LicenceActivity(**row | {"by_course": bool(row["by_course"])}) for row in read("activity_types")),
        ignore_conflicts=True,
    )
    Criterion.objects.bulk_create((Criterion(**row) for row in read("criteria")), ignore_conflicts=True)


def load_survey() -> None:
    """The first version of the questions after a course; once there is any, the back office keeps them."""
    if SurveyForm.objects.exists():
        return
    form = SurveyForm.objects.create(
        number=1, since=date(2020, 10, 1), provenance="the portal's suggestion; OBEC replaces it"
    )
    SurveyItem.objects.bulk_create(
        SurveyItem(form=form, **row | {"position": int(row["position"])}) for row in read("survey_items")
    )


def load_rates() -> None:
    """What an hour of a speaker is paid at most; rates that were changed since stay."""
    SpeakerRate.objects.bulk_create(
        (SpeakerRate(**row | {"per_hour": Decimal(row["per_hour"])}) for row in read("speaker_rates")),
        ignore_conflicts=True,
    )


def load_links() -> None:
    """Which competencies each course builds and what comes before it; only where nothing is said yet."""
    courses = {c.code: c for c in Course.objects.prefetch_related("competencies", "prerequisites")}
    competencies = {c.code: c for c in Competency.objects.order_by("pk")}
    for row in read("course_links"):
        course = courses[row["course"]]
        if not course.competencies.all():
            course.competencies.set(
                competencies[code] for code in row["competencies"].split() if code in competencies
            )
        if row["prerequisites"] and not course.prerequisites.all():
            course.prerequisites.set(courses[code] for code in row["prerequisites"].split())
