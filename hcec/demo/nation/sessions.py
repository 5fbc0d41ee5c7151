"""Test sessions of more than two years at every center, and who booked, came and was marked."""

from datetime import date

from centers.models import Reservation
from hcec.demo.nation.bulk import bare, insert, last_id, run
from testing.models import Band, Booking, Exam, ExamPart, PartScore, Result, Seat, Session

# A session every third day at a center; one in twenty lies ahead and can be booked now.
AHEAD, EVERY = 0.05, 3

PLAN = """
CREATE TEMP TABLE demo_session ON COMMIT DROP AS
SELECT n, c, k, d.center, d.hall, d.manager, d.director, starts_at, starts_at + interval '3 hours' AS ends_at,
       CASE WHEN pg_temp.draw(n, 11, 100) < 65 THEN %(english)s ELSE %(digital)s END AS exam,
       90 + pg_temp.draw(n, 12, 20) AS seats,
       CASE WHEN starts_at + interval '4 days' < now() THEN 'finalised' WHEN starts_at + interval '3 hours' < now() THEN 'held'
            WHEN starts_at - interval '2 days' < now() THEN 'closed' ELSE 'open' END AS status
  FROM (SELECT n, mod(n, %(centers)s)::int AS c, n / %(centers)s AS k,
               (%(today)s::date + ((n / %(centers)s - %(past)s) * %(every)s + mod(n, 3))::int
                + CASE WHEN mod(n / %(centers)s, 2) = 0 THEN time '09:00' ELSE time '13:00' END) AT TIME ZONE 'Asia/Bangkok' AS starts_at
          FROM generate_series(0, %(sessions)s - 1) AS n) AS planned
  JOIN demo_place d ON d.n = planned.c
"""


def build(*, sessions: int, each: int, people: int, first: int, centers: int, today: date) -> None:
    """So many sessions with so many bookings each; people of a center book at their own center only, in turn."""
    exams = {exam.code: exam.pk for exam in Exam.objects.all()}
    params = {
        "sessions": sessions,
        "each": each,
        "mine": people // centers,
        "first": first,
        "centers": centers,
        "today": today,
        "every": EVERY,
        "past": round(sessions / centers * (1 - AHEAD)),
        "english": exams["hcec-english"],
        "digital": exams["hcec-digital"],
        "reservation": last_id(Reservation) + 1,
        "session": last_id(Session) + 1,
        "booking": last_id(Booking) + 1,
        "result": last_id(Result) + 1,
    }
    run(PLAN, params)
    lay_sessions(params)
    lay_bookings(params)
    lay_results(params)


def lay_sessions(params: dict) -> None:
    """Rooms taken, sessions and their seats."""
    hours = {"starts_at": "s.starts_at", "ends_at": "s.ends_at"}
    purpose = "'การทดสอบ (ตัวอย่าง)'"
    with bare(Reservation):
        insert(
            Reservation,
            {"id": "%(reservation)s + s.n", "room_id": "s.hall", "purpose": purpose, **hours},
            "FROM demo_session s",
            params,
        )
    over = "s.status = 'finalised'"
    insert(
        Session,
        {
            "id": "%(session)s + s.n",
            **hours,
            "center_id": "s.center",
            "exam_id": "s.exam",
            "reservation_id": "%(reservation)s + s.n",
            "seats": "s.seats",
            "opens_at": "s.starts_at - interval '60 days'",
            "closes_at": "s.starts_at - interval '2 days'",
            "cancel_until": "s.starts_at - interval '1 day'",
            "status": "s.status",
            "free_from": "least(s.seats, %(each)s) + 1",
            "wait_seq": "greatest(0, %(each)s - s.seats)",
            "created_by_id": "s.manager",
            "created_at": "s.starts_at - interval '70 days'",
            "finalised_by_id": f"CASE WHEN {over} THEN s.manager END",
            "finalised_at": f"CASE WHEN {over} THEN s.ends_at + interval '1 hour' END",
        },
        "FROM demo_session s",
        params,
    )
    with bare(Seat):
        seats = "FROM demo_session s CROSS JOIN LATERAL generate_series(1, s.seats) AS seat"
        insert(Seat, {"session_id": "%(session)s + s.n", "number": "seat"}, seats, params)


def lay_bookings(params: dict) -> None:
    """Seats in the order of arrival, then the waiting list; of what is over, who came, who did not, who had cancelled."""
    run(
        """CREATE TEMP TABLE demo_booking ON COMMIT DROP AS
           SELECT s.n * %(each)s + b - 1 AS i, s.n, b, s.c, s.k, s.center, s.exam, s.manager, s.director, s.starts_at, s.ends_at,
                  CASE WHEN b > s.seats THEN CASE WHEN s.starts_at < now() THEN 'lapsed' ELSE 'waiting' END
                       WHEN s.ends_at >= now() THEN 'confirmed'
                       WHEN s.seats >= %(each)s AND draw < 3 THEN 'cancelled'
                       WHEN draw < 12 THEN 'absent' ELSE 'attended' END AS status,
                  s.seats
             FROM demo_session s CROSS JOIN LATERAL generate_series(1, %(each)s) AS b
             CROSS JOIN LATERAL pg_temp.draw(s.n * %(each)s + b, 13, 100) AS draw""",
        params,
    )
    marked, cancelled = "b.status IN ('attended', 'absent')", "b.status = 'cancelled'"
    person = "%(first)s + mod(b.k * %(each)s + b.b - 1, %(mine)s) * %(centers)s + b.c"
    booked = "b.starts_at - interval '60 days' + b.b * interval '7 minutes'"
    with bare(Booking):
        insert(
            Booking,
            {
                "id": "%(booking)s + b.i",
                "session_id": "%(session)s + b.n",
                "person_id": person,
                "status": "b.status",
                "seat_no": "CASE WHEN b.status IN ('confirmed', 'attended', 'absent') THEN b.b END",
                "wait_no": "CASE WHEN b.b > b.seats THEN b.b - b.seats END",
                "code": "pg_temp.booking_code(%(booking)s + b.i)",
                "idempotency_key": "md5('booking ' || (%(booking)s + b.i))::uuid",
                "starts_at": "b.starts_at",
                "ends_at": "b.ends_at",
                "booked_at": booked,
                "marked_by_id": f"CASE WHEN {marked} THEN b.manager END",
                "marked_at": f"CASE WHEN {marked} THEN b.starts_at - interval '20 minutes' END",
                "cancelled_by_id": f"CASE WHEN {cancelled} THEN {person} END",
                "cancelled_at": f"CASE WHEN {cancelled} THEN b.starts_at - interval '3 days' END",
            },
            "FROM demo_booking b",
            params,
        )


def lay_results(params: dict) -> None:
    """Levels of the exam's own scale, released after two weeks; parts only for the last two months' sessions."""
    run(
        """CREATE TEMP TABLE demo_level ON COMMIT DROP AS
           SELECT exam.id AS exam, b.scale_id AS scale, b.id AS band, b.rank, coalesce(b.min_score, 0) AS low,
                  b.min_score IS NOT NULL AS scored,
                  sum(w) OVER (PARTITION BY exam.id ORDER BY b.rank) - w AS lowest, sum(w) OVER (PARTITION BY exam.id ORDER BY b.rank) AS highest
             FROM testing_exam exam JOIN testing_band b ON b.scale_id = exam.scale_id
             JOIN (VALUES (%(english)s, 0, 3), (%(english)s, 1, 10), (%(english)s, 2, 27), (%(english)s, 3, 34), (%(english)s, 4, 19),
                          (%(english)s, 5, 6), (%(english)s, 6, 1), (%(digital)s, 1, 15), (%(digital)s, 2, 40), (%(digital)s, 3, 35),
                          (%(digital)s, 4, 10)) AS share (exam, rank, w) ON share.exam = exam.id AND share.rank = b.rank""",
        params,
    )
    out = "b.ends_at < now() - interval '14 days'"
    run("ALTER TABLE testing_result DISABLE TRIGGER USER")
    with bare(Result):
        insert(
            Result,
            {
                "id": "%(result)s + b.i",
                "booking_id": "%(booking)s + b.i",
                "scale_id": "l.scale",
                "overall_id": "l.band",
                "total_score": "CASE WHEN l.scored THEN l.low + pg_temp.draw(b.i, 15, 15) END",
                "status": f"CASE WHEN {out} THEN 'released' ELSE 'entered' END",
                "entered_by_id": "b.manager",
                "entered_at": "b.ends_at + interval '3 days'",
                "released_by_id": f"CASE WHEN {out} THEN b.director END",
                "released_at": f"CASE WHEN {out} THEN b.ends_at + interval '7 days' END",
            },
            """FROM demo_booking b JOIN demo_level l ON l.exam = b.exam
                AND pg_temp.draw(b.i, 14, 100) >= l.lowest AND pg_temp.draw(b.i, 14, 100) < l.highest
               WHERE b.status = 'attended' AND b.ends_at < now() - interval '5 days'""",
            params,
        )
    run("ALTER TABLE testing_result ENABLE TRIGGER USER")
    with bare(PartScore):
        insert(
            PartScore,
            {"result_id": "r.id", "part_id": "p.id", "band_id": "r.overall_id"},
            f"""FROM demo_booking b JOIN testing_result r ON r.id = %(result)s + b.i JOIN {ExamPart._meta.db_table} p ON p.exam_id = b.exam
                JOIN {Band._meta.db_table} o ON o.id = r.overall_id WHERE b.ends_at > now() - interval '60 days'""",
            params,
        )
