"""Invariants of places, centers, rooms and their uses."""

from hcec.core.integrity import Invariant

INVARIANTS = [
    Invariant("there are 77 provinces", "SELECT count(*) FROM centers_province HAVING count(*) <> 77"),
    Invariant("there are 185 centers", "SELECT count(*) FROM centers_center HAVING count(*) <> 185"),
    Invariant(
        "every province has a center",
        "SELECT code FROM centers_province p WHERE NOT EXISTS (SELECT 1 FROM centers_center c WHERE c.province_id = p.id)",
    ),
    Invariant(
        "no room is taken twice at a time",
        "SELECT a.id, b.id AS other FROM centers_reservation a JOIN centers_reservation b ON a.room_id = b.room_id"
        " AND a.id < b.id AND NOT a.released AND NOT b.released"
        " AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)",
    ),
    Invariant(
        "a held date has its room, and one given back has it no more",
        "SELECT d.id FROM centers_roomusedate d JOIN centers_reservation h ON h.id = d.reservation_id"
        " WHERE h.released <> (d.status = 'given_back')",
    ),
    Invariant(
        "only an approved use holds dates ahead",
        "SELECT u.id FROM centers_roomuse u JOIN centers_roomusedate d ON d.use_id = u.id"
        " WHERE u.status NOT IN ('approved') AND d.status = 'held' AND d.starts_at > now() + interval '1 minute'",
    ),
    Invariant(
        "an answered use has no date that still waits for the answer",
        "SELECT u.id FROM centers_roomuse u JOIN centers_roomusedate d ON d.use_id = u.id"
        " WHERE (u.status = 'asked') <> (d.status = 'planned') AND d.status IN ('planned', 'held', 'skipped')"
        " AND NOT (d.status = 'held' AND d.starts_at <= now())",
    ),
]
