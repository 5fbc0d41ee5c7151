"""Invariants that reach over several apps (reliability 2.9: 9, 15, 24, 25); each app lists its own beside its models."""

from hcec.core.integrity import Invariant

INVARIANTS = [
    Invariant(
        "each certificate has one source, and what it certifies was achieved",
        "SELECT c.id, c.number FROM verification_certificate c"
        " LEFT JOIN testing_result r ON r.id = c.result_id LEFT JOIN testing_booking b ON b.id = r.booking_id"
        " LEFT JOIN training_completion d ON d.id = c.completion_id LEFT JOIN training_enrolment e ON e.id = d.enrolment_id"
        " WHERE num_nonnulls(c.result_id, c.completion_id, c.citation_id) <> 1"
        " OR c.result_id IS NOT NULL AND (r.status <> 'released' OR b.status <> 'attended')"
        " OR c.completion_id IS NOT NULL AND e.status <> 'completed'"
        " UNION ALL SELECT c.id, c.number FROM verification_certificate c JOIN verification_citation k ON k.id = c.citation_id"
        " JOIN verification_occasion o ON o.id = k.occasion_id WHERE (k.withdrawn_at IS NOT NULL OR o.withdrawn_at IS NOT NULL)"
        " AND NOT EXISTS (SELECT FROM verification_revocation v WHERE v.certificate_id = c.id)",
    ),
    Invariant(
        "a certificate names the day on which its test took place or its training or occasion began",
        "SELECT c.id, c.number FROM verification_certificate c"
        " LEFT JOIN testing_result r ON r.id = c.result_id LEFT JOIN testing_booking b ON b.id = r.booking_id"
        " LEFT JOIN training_completion d ON d.id = c.completion_id LEFT JOIN training_enrolment e ON e.id = d.enrolment_id"
        " LEFT JOIN training_round t ON t.id = e.round_id"
        " WHERE (c.facts->>'starts_on')::date <> (coalesce(b.starts_at, t.starts_at) AT TIME ZONE 'Asia/Bangkok')::date"
        " UNION ALL SELECT c.id, c.number FROM verification_certificate c JOIN verification_citation k ON k.id = c.citation_id"
        " JOIN verification_occasion o ON o.id = k.occasion_id WHERE (c.facts->>'starts_on')::date <> o.starts_on"
        " AND NOT EXISTS (SELECT FROM verification_revocation v WHERE v.certificate_id = c.id)",
    ),
    Invariant(
        "a room is taken for one thing only",
        "SELECT h.id FROM centers_reservation h LEFT JOIN testing_session s ON s.reservation_id = h.id"
        " LEFT JOIN training_meeting m ON m.reservation_id = h.id LEFT JOIN centers_roomclosure x ON x.reservation_id = h.id"
        " WHERE num_nonnulls(s.id, m.id, x.id) > 1",
    ),
    Invariant(
        "nobody is left unmarked once attendance is confirmed or completions are decided",
        "SELECT b.id, 'test' AS of FROM testing_booking b JOIN testing_session s ON s.id = b.session_id"
        " WHERE s.status = 'finalised' AND b.status IN ('confirmed', 'waiting')"
        " UNION ALL SELECT e.id, 'training' FROM training_enrolment e JOIN training_round t ON t.id = e.round_id"
        " WHERE t.status = 'finalised' AND e.status IN ('enrolled', 'waiting', 'held')",
    ),
    Invariant(
        "a round counts in the fiscal year of its first day",
        "SELECT id, fiscal_year FROM training_round WHERE fiscal_year <>"
        " extract(year FROM (starts_at AT TIME ZONE 'Asia/Bangkok') + interval '3 months') + 543",
    ),
    Invariant(
        "a person's school lies in the province where she works",
        "SELECT w.person_id FROM centers_workplace w JOIN centers_school s ON s.id = w.school_id"
        " WHERE w.province_id <> s.province_id",
    ),
    Invariant(
        "a person's own address is the one that was confirmed first",
        "SELECT u.id FROM accounts_user u JOIN account_emailaddress a ON a.user_id = u.id AND a.primary"
        " WHERE lower(a.email) <> u.email",
    ),
    Invariant(
        "nothing was booked, marked, entered or issued in the future",
        "SELECT id, 'booking' AS of FROM testing_booking"
        " WHERE greatest(booked_at, marked_at, cancelled_at) > now() + interval '5 minutes'"
        " UNION ALL SELECT id, 'result' FROM testing_result"
        " WHERE greatest(entered_at, released_at) > now() + interval '5 minutes'"
        " UNION ALL SELECT id, 'certificate' FROM verification_certificate"
        " WHERE issued_at > now() + interval '5 minutes'",
    ),
]
