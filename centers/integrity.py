"""Invariants of places, centers and rooms."""

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
]
