"""The many: schools, and teachers and others who work at them, by the same actions of chance for the same seed."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from random import Random

from django.contrib.auth.hashers import make_password

from centers.models import Affiliation, Province, School, Workplace
from hcec.accounts.models import User
from hcec.demo.people import DATA, invent

# How a hundred people of the portal divide, and twenty schools.
KINDS = (["teacher"] * 82) + (["personnel"] * 8) + (["student"] * 6) + (["public"] * 4)
AFFILIATIONS = (["obec"] * 16) + ["opec", "opec", "ovec", "dole"]
STUDENT_TITLES = (["นาย"], ["นางสาว"])


@dataclass(frozen=True)
class Crowd:
    """The invented people of the demo, by province."""

    by_province: dict[int, Sequence[User]]

    def of(self, province: Province) -> Sequence[User]:
        return self.by_province[province.pk]


@cache
def school_names() -> tuple[tuple[str, str], ...]:
    with (DATA / "schools.csv").open(encoding="utf-8") as file:
        return tuple((row["th"], row["en"]) for row in csv.DictReader(file))


def build_schools(random: Random, provinces: Sequence[Province], each: int) -> dict[int, list[School]]:
    """Some schools in each province; beside the invented ones stand the host schools that are there."""
    affiliations = {affiliation.code: affiliation for affiliation in Affiliation.objects.order_by("pk")}
    School.objects.bulk_create(
        School(
            code=f"DEMO-{province.code}-{number:02}",
            name_th=name_th,
            name_en=name_en,
            province=province,
            affiliation=affiliations[random.choice(AFFILIATIONS)],
        )
        for province in provinces
        for number, (name_th, name_en) in enumerate(random.sample(school_names(), each), start=1)
    )
    found: dict[int, list[School]] = {province.pk: [] for province in provinces}
    for school in School.objects.filter(province__in=provinces).order_by("code"):
        found[school.province_id].append(school)
    return found


def gather(random: Random, provinces: Sequence[Province], *, people: int, schools: int) -> Crowd:
    """So many people, spread evenly over the provinces. None of them can sign in: they have no password."""
    closed = make_password(None)
    nobody = Affiliation.objects.get(code="none")
    schools_of = build_schools(random, provinces, schools)
    users, places = [], []
    for number in range(people):
        province = provinces[number % len(provinces)]
        kind = random.choice(KINDS)
        invented = invent(random, titles=STUDENT_TITLES) if kind == "student" else invent(random)
        user = User(email=invented.email(number), password=closed, kind=kind, **invented.names)
        users.append(user)
        places.append((province, random.choice(schools_of[province.pk])))
    User.objects.bulk_create(users)
    Workplace.objects.bulk_create(
        Workplace(
            person=user,
            province=province,
            school=None if user.kind == "public" else school,
            affiliation_id=nobody.pk if user.kind == "public" else school.affiliation_id,
        )
        for user, (province, school) in zip(users, places, strict=True)
    )
    return Crowd(
        {p.pk: [user for user, place in zip(users, places, strict=True) if place[0] is p] for p in provinces}
    )
