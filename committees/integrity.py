"""Invariants of committees and appointments."""

from hcec.core.integrity import Invariant

INVARIANTS = [
    Invariant(
        "every province and center has its committee, and the nation its two",
        "SELECT 'province' AS level, id FROM centers_province p WHERE NOT EXISTS"
        " (SELECT 1 FROM committees_committee c WHERE c.province_id = p.id)"
        " UNION ALL SELECT 'center', id FROM centers_center x WHERE NOT EXISTS"
        " (SELECT 1 FROM committees_committee c WHERE c.center_id = x.id)"
        " UNION ALL SELECT level, 0 FROM (VALUES ('ministry'), ('obec')) AS needed(level) WHERE NOT EXISTS"
        " (SELECT 1 FROM committees_committee c WHERE c.level = needed.level)",
    ),
    Invariant(
        "no center has two managers at a time",
        "SELECT a.id, b.id AS other FROM committees_appointment a JOIN committees_appointment b"
        " ON a.committee_id = b.committee_id AND a.id < b.id AND a.position = 'center_manager'"
        " AND b.position = 'center_manager'"
        " AND daterange(a.starts_on, a.ends_on, '[]') && daterange(b.starts_on, b.ends_on, '[]')",
    ),
]
