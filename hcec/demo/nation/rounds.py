"""Training rounds of more than two years at every center: two days each, with who enrolled, came and completed."""

from datetime import date

from centers.models import Reservation
from hcec.demo.nation.bulk import insert, last_id, run
from training.models import Attendance, Completion, Enrolment, Meeting, Round, Seat

# A round every four weeks at a center; one in twenty lies ahead.
AHEAD, EVERY, SEATS, MINUTES = 0.05, 28, 30, 360

PLAN = """
CREATE TEMP TABLE demo_round ON COMMIT DROP AS
SELECT n, c, k, d.center, d.classroom, d.manager, starts_at, starts_at + interval '31 hours' AS ends_at,
       (%(courses)s::bigint[])[pg_temp.draw(n, 21, %(choice)s) + 1] AS course,
       CASE WHEN starts_at + interval '8 days' < now() THEN 'finalised' WHEN starts_at + interval '31 hours' < now() THEN 'held'
            WHEN starts_at - interval '3 days' < now() THEN 'closed' ELSE 'open' END AS status
  FROM (SELECT n, mod(n, %(centers)s)::int AS c, n / %(centers)s AS k,
               (%(today)s::date + ((n / %(centers)s - %(past)s) * %(every)s + mod(n, 20))::int + time '09:00') AT TIME ZONE 'Asia/Bangkok' AS starts_at
          FROM generate_series(0, %(rounds)s - 1) AS n) AS planned
  JOIN demo_place d ON d.n = planned.c
"""


def build(*, rounds: int, people: int, first: int, centers: int, today: date, courses: list[int]) -> None:
    """So many rounds of 30 people; the courses are of twelve hours."""
    params = {
        "rounds": rounds,
        "seats": SEATS,
        "minutes": MINUTES,
        "mine": people // centers,
        "first": first,
        "centers": centers,
        "today": today,
        "every": EVERY,
        "past": round(rounds / centers * (1 - AHEAD)),
        "courses": courses,
        "choice": len(courses),
        "reservation": last_id(Reservation) + 1,
        "round": last_id(Round) + 1,
        "meeting": last_id(Meeting) + 1,
        "enrolment": last_id(Enrolment) + 1,
    }
    run(PLAN, params)
    lay_rounds(params)
    lay_people(params)
    decide(params)


def lay_rounds(params: dict) -> None:
    """Rounds with their two meetings in one room, and their seats."""
    insert(
        Round,
        {
            "id": "%(round)s + r.n",
            "center_id": "r.center",
            "course_id": "r.course",
            "fiscal_year": "extract(year FROM (r.starts_at AT TIME ZONE 'Asia/Bangkok') + interval '3 months') + 543",
            "number": "100 + r.k",
            "seats": "%(seats)s",
            "starts_at": "r.starts_at",
            "ends_at": "r.ends_at",
            "opens_at": "r.starts_at - interval '60 days'",
            "closes_at": "r.starts_at - interval '3 days'",
            "cancel_until": "r.starts_at - interval '2 days'",
            # Attendance may only be written before completions are decided: `decide` makes the last move.
            "status": "CASE WHEN r.status = 'finalised' THEN 'held' ELSE r.status END",
            "created_by_id": "r.manager",
            "created_at": "r.starts_at - interval '70 days'",
        },
        "FROM demo_round r",
        params,
    )
    run(
        """CREATE TEMP TABLE demo_meeting ON COMMIT DROP AS
           SELECT r.n * 2 + day AS i, r.n, day, r.classroom, r.manager, r.status, r.starts_at + day * interval '1 day' AS starts_at,
                  r.starts_at + day * interval '1 day' + interval '7 hours' AS ends_at
             FROM demo_round r CROSS JOIN generate_series(0, 1) AS day"""
    )
    hours = {"starts_at": "m.starts_at", "ends_at": "m.ends_at"}
    room = {"id": "%(reservation)s + m.i", "room_id": "m.classroom", "purpose": "'การอบรม (ตัวอย่าง)'"}
    insert(Reservation, room | hours, "FROM demo_meeting m", params)
    insert(
        Meeting,
        {
            "id": "%(meeting)s + m.i",
            "round_id": "%(round)s + m.n",
            "minutes": "%(minutes)s",
            "reservation_id": "%(reservation)s + m.i",
            **hours,
        },
        "FROM demo_meeting m",
        params,
    )
    seats = "FROM demo_round r CROSS JOIN generate_series(1, %(seats)s) AS seat"
    insert(Seat, {"round_id": "%(round)s + r.n", "number": "seat"}, seats, params)


def lay_people(params: dict) -> None:
    """Everybody has a seat; of what is decided nine in ten completed."""
    run(
        """CREATE TEMP TABLE demo_enrolment ON COMMIT DROP AS
           SELECT r.n * %(seats)s + b - 1 AS i, r.n, b, r.manager, r.starts_at, r.ends_at,
                  CASE WHEN r.status <> 'finalised' THEN 'enrolled'
                       WHEN pg_temp.draw(r.n * %(seats)s + b, 22, 100) < 90 THEN 'completed' ELSE 'not_completed' END AS status,
                  %(first)s + mod(r.k * %(seats)s + b - 1, %(mine)s) * %(centers)s + r.c AS person
             FROM demo_round r CROSS JOIN generate_series(1, %(seats)s) AS b""",
        params,
    )
    insert(
        Enrolment,
        {
            "id": "%(enrolment)s + e.i",
            "round_id": "%(round)s + e.n",
            "person_id": "e.person",
            "status": "e.status",
            "seat_no": "e.b",
            "idempotency_key": "md5('enrolment ' || (%(enrolment)s + e.i))::uuid",
            "enrolled_at": "e.starts_at - interval '60 days' + e.b * interval '11 minutes'",
        },
        "FROM demo_enrolment e",
        params,
    )
    there = "e.status <> 'not_completed' OR m.day = 0"
    insert(
        Attendance,
        {
            "round_id": "%(round)s + e.n",
            "meeting_id": "%(meeting)s + m.i",
            "enrolment_id": "%(enrolment)s + e.i",
            "present": there,
            "minutes": f"CASE WHEN {there} THEN %(minutes)s ELSE 0 END",
            "of_minutes": "%(minutes)s",
            "recorded_by_id": "e.manager",
            "recorded_at": "m.ends_at",
        },
        "FROM demo_enrolment e JOIN demo_meeting m ON m.n = e.n WHERE e.ends_at < now()",
        params,
    )


def decide(params: dict) -> None:
    """Completions, and the last move of the rounds they belong to."""
    insert(
        Completion,
        {
            "enrolment_id": "%(enrolment)s + e.i",
            "hours": "2 * %(minutes)s / 60",
            "attendance_percent": "100",
            "completed_on": "(e.ends_at AT TIME ZONE 'Asia/Bangkok')::date",
            "decided_by_id": "e.manager",
            "decided_at": "e.ends_at + interval '2 days'",
        },
        "FROM demo_enrolment e WHERE e.status = 'completed'",
        params,
    )
    run(
        """UPDATE training_round t SET status = 'finalised', finalised_by_id = r.manager, finalised_at = r.ends_at + interval '2 days'
             FROM demo_round r WHERE t.id = %(round)s + r.n AND r.status = 'finalised'""",
        params,
    )
