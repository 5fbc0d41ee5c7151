"""Where the national demo happens: a hall and a training room at each center, with who runs it and who signs."""

import json
from dataclasses import asdict
from datetime import date

from django.db import connection

from centers.models import Center, Room
from committees.models import Appointment, Position
from hcec.demo.nation.bulk import run
from verification.queries.seats import in_seat
from verification.sources import both

HALL, CLASSROOM = "ห้องสอบรวม (ตัวอย่าง)", "ห้องอบรมรวม (ตัวอย่าง)"

TABLE = """
CREATE TEMP TABLE demo_place (
    n int PRIMARY KEY, center bigint, code text, province bigint, school bigint, hall bigint, classroom bigint,
    manager bigint, director bigint, facts jsonb
) ON COMMIT DROP
"""


def build() -> int:
    """The temporary table `demo_place`, one row a center; returns how many there are."""
    run(TABLE)
    centers = list(Center.objects.select_related("province").order_by("code"))
    rooms = rooms_of(centers)
    seats = Appointment.objects.filter(
        committee__center__in=centers, position__in=[Position.CENTER_MANAGER, Position.SCHOOL_DIRECTOR]
    )
    people = {
        (seat.committee.center_id, seat.position): seat
        for seat in seats.select_related("person", "committee__center__province").order_by("-pk")
    }
    rows = [
        (
            n,
            center.pk,
            center.code,
            center.province_id,
            center.host_school_id,
            rooms[center.pk, HALL],
            rooms[center.pk, CLASSROOM],
            people[center.pk, Position.CENTER_MANAGER].person_id,
            people[center.pk, Position.SCHOOL_DIRECTOR].person_id,
            words(center, people[center.pk, Position.SCHOOL_DIRECTOR]),
        )
        for n, center in enumerate(centers)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO demo_place VALUES ({', '.join(['%s'] * 10)})", rows)
    return len(rows)


def rooms_of(centers: list[Center]) -> dict[tuple[int, str], int]:
    """The two rooms of each center, made now: (center, name) -> room."""
    made = Room.objects.bulk_create(
        room
        for center in centers
        for room in (
            Room(center=center, kind=Room.Kind.HALL, name_th=HALL, name_en="Test hall (sample)", seats=120),
            Room(center=center, kind=Room.Kind.HALL, name_th=CLASSROOM, name_en="Training hall (sample)", seats=40),
        )
    )
    return {(room.center_id, room.name_th): room.pk for room in made}


def words(center: Center, director: Appointment) -> str:
    """What every certificate of the center says alike: issuer and signatory, in both languages, as JSON."""
    signs = in_seat(director)
    shared = {"issuer": both(lambda: center.public_name), "signatory": signs.name}
    shared |= {"position": signs.position, "office": signs.office}
    return json.dumps({name: asdict(pair) for name, pair in shared.items()})


def terms_begin() -> date | None:
    """The first day on which every center has its manager and director."""
    return Appointment.objects.order_by("-starts_on").values_list("starts_on", flat=True).first()
