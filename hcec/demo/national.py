"""The national demo: 600,000 people and 5,000,000 bookings by a handful of SQL statements.

Every constraint and trigger of the database stays on, so what is made here could have been made by hand. Triggers
compare, indexes grow: the bookings are inserted in slices, so that no transaction grows without bound.

Session k of a center lies on the k-th test day; on one day 185 centers seat different people, so nobody is in two
places. Bookings of past sessions are attended; a third of those have a released result. No certificates are made.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import timezone

from centers.models import Center, Room
from hcec.demo import staff
from hcec.demo.cast import assemble
from hcec.demo.people import DOMAIN, names

PEOPLE, BOOKINGS = 600_000, 5_000_000
SEATS = 100  # a session of the national demo fills a hall
EVERY = 4  # days between two test days
HALL = "หอประชุมสอบ"
SLICE = 250_000  # bookings in one transaction

EXAMS = "SELECT id FROM testing_exam WHERE code IN ('hcec-english', 'hcec-digital') ORDER BY code"

USERS = """
INSERT INTO accounts_user (password, is_superuser, email, title, first_name_th, last_name_th, first_name_en,
    last_name_en, kind, phone, id_kind, is_active, is_staff, date_joined)
SELECT %(closed)s, false, 'person.' || lpad(n::text, 7, '0') || '@' || %(domain)s,
    CASE WHEN n %% 10 < 7 THEN 'นางสาว' ELSE 'นาย' END,
    CASE WHEN n %% 10 < 7 THEN (%(f_th)s::text[])[1 + h1 %% %(f)s] ELSE (%(m_th)s::text[])[1 + h1 %% %(m)s] END,
    (%(l_th)s::text[])[1 + h2 %% %(l)s],
    CASE WHEN n %% 10 < 7 THEN (%(f_en)s::text[])[1 + h1 %% %(f)s] ELSE (%(m_en)s::text[])[1 + h1 %% %(m)s] END,
    (%(l_en)s::text[])[1 + h2 %% %(l)s],
    CASE WHEN n %% 100 < 82 THEN 'teacher' WHEN n %% 100 < 90 THEN 'personnel' WHEN n %% 100 < 96 THEN 'student' ELSE 'public' END,
    '', '', true, false, %(now)s
FROM (SELECT n, abs(hashint8(n::bigint)) AS h1, abs(hashint8(n::bigint * 7919 + %(seed)s)) AS h2
      FROM generate_series(1, %(people)s) AS n) AS drawn
"""

WORKPLACES = """
INSERT INTO centers_workplace (person_id, affiliation_id, province_id, school_name)
SELECT u.id, (SELECT id FROM centers_affiliation WHERE code = 'obec'), p.id, ''
FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM accounts_user WHERE email LIKE 'person.%%@' || %(domain)s) u
JOIN (SELECT id, row_number() OVER (ORDER BY code) - 1 AS k FROM centers_province) p ON p.k = u.n %% 77
"""

SLOTS = """
CREATE TEMPORARY TABLE slot ON COMMIT PRESERVE ROWS AS
SELECT c.k + d.k * %(centers)s AS n, c.id AS center_id, c.room_id, c.manager_id,
       (%(first)s::date + d.k * %(every)s + time '09:00') AT TIME ZONE 'Asia/Bangkok' AS starts_at
FROM (SELECT x.id, r.id AS room_id, a.person_id AS manager_id, row_number() OVER (ORDER BY x.code) - 1 AS k
      FROM centers_center x
      JOIN centers_room r ON r.center_id = x.id AND r.name_th = %(hall)s
      JOIN committees_committee m ON m.center_id = x.id
      JOIN committees_appointment a ON a.committee_id = m.id AND a.position = 'center_manager') c
CROSS JOIN (SELECT generate_series(0, %(days)s - 1) AS k) d
"""

RESERVATIONS = """
INSERT INTO centers_reservation (room_id, starts_at, ends_at, released, purpose)
SELECT room_id, starts_at, starts_at + interval '3 hours', false, 'national ' || n FROM slot
"""

SESSIONS = """
INSERT INTO testing_session (center_id, exam_id, reservation_id, starts_at, ends_at, seats, opens_at, closes_at,
    cancel_until, audience_kinds, conditions, status, free_from, version, created_by_id, created_at,
    finalised_by_id, finalised_at, called_off_reason)
SELECT s.center_id, (%(exams)s::bigint[])[1 + s.n %% %(kinds)s], r.id, s.starts_at, r.ends_at, %(seats)s,
    s.starts_at - interval '60 days', s.starts_at - interval '1 day', s.starts_at - interval '2 days', '{}', '',
    CASE WHEN s.starts_at < %(now)s THEN 'finalised' WHEN s.starts_at - interval '60 days' < %(now)s THEN 'open' ELSE 'draft' END,
    1 + least(greatest(%(bookings)s - s.n * %(seats)s, 0), %(seats)s), 0, s.manager_id, least(s.starts_at - interval '61 days', %(now)s),
    CASE WHEN s.starts_at < %(now)s THEN s.manager_id END, CASE WHEN s.starts_at < %(now)s THEN r.ends_at END, ''
FROM slot s JOIN centers_reservation r ON r.purpose = 'national ' || s.n
"""

SEAT_ROWS = """
INSERT INTO testing_seat (session_id, number, closed)
SELECT t.id, k, false FROM testing_session t
JOIN centers_reservation r ON r.id = t.reservation_id AND r.purpose LIKE 'national %%'
CROSS JOIN generate_series(1, %(seats)s) AS k
"""

NUMBERED = """
CREATE TEMPORARY TABLE numbered ON COMMIT PRESERVE ROWS AS
SELECT substr(r.purpose, 10)::bigint AS n, t.id, t.starts_at, t.ends_at, t.created_by_id, t.status
FROM testing_session t JOIN centers_reservation r ON r.id = t.reservation_id WHERE r.purpose LIKE 'national %%';
CREATE UNIQUE INDEX ON numbered (n);
CREATE TEMPORARY TABLE crowd ON COMMIT PRESERVE ROWS AS
SELECT row_number() OVER (ORDER BY id) - 1 AS n, id FROM accounts_user WHERE email LIKE 'person.%%@' || %(domain)s;
CREATE UNIQUE INDEX ON crowd (n);
ANALYZE numbered; ANALYZE crowd;
"""

# Booking number b sits in session b / seats; within one test day all b are different people.
BOOKINGS_SLICE = """
INSERT INTO testing_booking (session_id, person_id, status, seat_no, code, idempotency_key, starts_at, ends_at,
    booked_at, marked_by_id, marked_at)
SELECT t.id, c.id, CASE WHEN t.status = 'finalised' THEN 'attended' ELSE 'confirmed' END, 1 + b %% %(seats)s,
    lpad(upper(to_hex(b)), 9, '0'), gen_random_uuid(), t.starts_at, t.ends_at,
    least(t.starts_at - interval '30 days', %(now)s),
    CASE WHEN t.status = 'finalised' THEN t.created_by_id END, CASE WHEN t.status = 'finalised' THEN t.starts_at END
FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS b
JOIN numbered t ON t.n = b / %(seats)s
JOIN crowd c ON c.n = b %% %(people)s
"""

RESULTS_SLICE = """
INSERT INTO testing_result (booking_id, scale_id, overall_id, status, entered_by_id, entered_at, released_by_id, released_at)
SELECT k.id, e.scale_id, (SELECT x.id FROM testing_band x WHERE x.scale_id = e.scale_id ORDER BY hashint8(k.id + x.id), x.id LIMIT 1),
    'released', t.created_by_id, t.ends_at, d.person_id, t.ends_at + interval '1 day'
FROM testing_booking k
JOIN numbered t ON t.id = k.session_id
JOIN testing_session s ON s.id = t.id
JOIN testing_exam e ON e.id = s.exam_id
JOIN committees_committee m ON m.center_id = s.center_id
JOIN committees_appointment d ON d.committee_id = m.id AND d.position = 'school_director'
WHERE k.id > %(after)s AND k.id <= %(upto)s AND k.status = 'attended' AND k.id %% 3 = 0
"""


@dataclass
class National:
    """One national demo being made; `say` hears how far it is."""

    people: int
    bookings: int
    seed: int
    now: datetime
    say: Callable[[str], Any]

    def build(self) -> None:
        """Make everything. Where it is stopped half-way, `bin/demo --fresh` starts over."""
        with transaction.atomic():
            cast = assemble(self.today)
            staff.appoint_everywhere(Random(f"{self.seed} staff"), self.today)
        self.say(f"{len(cast)} demo accounts and the seats of every committee")
        self.crowd()
        self.sessions()
        self.fill()
        self.results()
        run("ANALYZE")

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)

    def crowd(self) -> None:
        """The people and where they work."""
        pools = {kind: names(kind) for kind in ("m", "f", "family")}
        facts: dict[str, Any] = {"closed": make_password(None), "domain": DOMAIN, "now": self.now}
        facts |= {"people": self.people, "seed": self.seed}
        for kind, pool in pools.items():
            short = "l" if kind == "family" else kind
            facts |= {
                short: len(pool),
                f"{short}_th": [th for th, _en in pool],
                f"{short}_en": [en for _th, en in pool],
            }
        run(USERS, facts)
        run(WORKPLACES, {"domain": DOMAIN})
        run("ANALYZE accounts_user; ANALYZE centers_workplace")
        self.say(f"{self.people:,} people")

    def sessions(self) -> None:
        """A hall for every center and its sessions, most of them past, with their seats."""
        hall = {"name_th": HALL, "name_en": "Examination hall", "kind": Room.Kind.HALL, "seats": SEATS}
        Room.objects.bulk_create(Room(center=center, **hall) for center in Center.objects.order_by("code"))
        centers, exams = numbers("SELECT id FROM centers_center"), numbers(EXAMS)
        days = -(-self.bookings // (len(centers) * SEATS))
        first = self.today - timedelta(days=EVERY * days - 45)
        run(SLOTS, {"hall": HALL, "centers": len(centers), "first": first, "every": EVERY, "days": days})
        run(RESERVATIONS)
        facts = {"exams": exams, "kinds": len(exams), "seats": SEATS, "now": self.now}
        run(SESSIONS, facts | {"bookings": self.bookings})
        run(SEAT_ROWS, {"seats": SEATS})
        run(NUMBERED, {"domain": DOMAIN})
        self.say(f"{len(centers) * days:,} sessions")

    def fill(self) -> None:
        """The bookings, a slice at a time."""
        for first in range(0, self.bookings, SLICE):
            last = min(first + SLICE, self.bookings) - 1
            run(
                BOOKINGS_SLICE,
                {"first": first, "last": last, "seats": SEATS, "people": self.people, "now": self.now},
            )
            self.say(f"{last + 1:,} bookings")

    def results(self) -> None:
        """A released result for every third booking that was attended."""
        top = numbers("SELECT coalesce(max(id), 0) FROM testing_booking")[0]
        for after in range(0, top, 4 * SLICE):
            run(RESULTS_SLICE, {"after": after, "upto": after + 4 * SLICE})
        self.say("results")


def run(sql: str, facts: dict[str, Any] | None = None) -> None:
    """One statement, its own transaction, without the time limits of a page."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(sql, facts or None)


def numbers(sql: str) -> list[int]:
    """The one column that a query answers."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]
