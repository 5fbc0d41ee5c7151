"""Invariants of committees and appointments."""

from committees.seat_posts import FOLLOWED
from hcec.core.integrity import Invariant

TODAY = "(now() AT TIME ZONE 'Asia/Bangkok')::date"
IN_FORCE = "{0}.starts_on <= " + TODAY + " AND ({0}.ends_on IS NULL OR {0}.ends_on >= " + TODAY + ")"

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
    Invariant(
        "whoever holds a post sits in every seat that follows it",
        f"SELECT t.id AS tenure, f.committee_id, f.position FROM ({FOLLOWED}) f"
        f" JOIN committees_tenure t ON t.post_id = f.post_id AND {IN_FORCE.format('t')} WHERE NOT EXISTS"
        " (SELECT 1 FROM committees_appointment a WHERE a.tenure_id = t.id AND a.person_id = t.person_id"
        f" AND a.committee_id = f.committee_id AND a.position = f.position AND {IN_FORCE.format('a')})",
    ),
    Invariant(
        "whoever sits by a post holds it, and the seat still follows it",
        f"SELECT a.id FROM committees_appointment a WHERE a.tenure_id IS NOT NULL AND {IN_FORCE.format('a')}"
        f" AND NOT EXISTS (SELECT 1 FROM committees_tenure t JOIN ({FOLLOWED}) f ON f.post_id = t.post_id"
        " AND f.committee_id = a.committee_id AND f.position = a.position"
        f" WHERE t.id = a.tenure_id AND t.person_id = a.person_id AND {IN_FORCE.format('t')})",
    ),
    Invariant(
        "whoever a signed order names was appointed by it, and nobody by a draft",
        "SELECT l.id FROM committees_orderline l JOIN committees_appointmentorder o ON o.id = l.order_id"
        " WHERE (o.status = 'signed') <> (l.appointment_id IS NOT NULL)",
    ),
    Invariant(
        "no minutes are approved while a correction waits",
        "SELECT r.id, s.id AS sitting FROM committees_reading r JOIN committees_agendaitem i ON i.id = r.item_id"
        " JOIN committees_sitting s ON s.id = i.sitting_id"
        " WHERE s.status = 'approved' AND r.asks <> '' AND r.settled_at IS NULL",
    ),
    Invariant(
        "only approved minutes stand published",
        "SELECT p.id FROM committees_publication p JOIN committees_sitting s ON s.id = p.sitting_id"
        " WHERE p.withdrawn_at IS NULL AND s.status <> 'approved'",
    ),
]
