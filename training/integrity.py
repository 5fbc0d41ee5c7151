"""Invariants of rounds, places, attendance and completions."""

from hcec.core.integrity import Invariant

INVARIANTS = [
    Invariant(
        "no round has more people than seats",
        "SELECT r.id FROM training_round r JOIN training_enrolment e ON e.round_id = r.id AND e.seat_no IS NOT NULL"
        " GROUP BY r.id, r.seats HAVING count(*) > r.seats",
    ),
    Invariant(
        "a round has as many seat rows as seats",
        "SELECT r.id FROM training_round r LEFT JOIN training_seat s ON s.round_id = r.id"
        " GROUP BY r.id, r.seats HAVING count(s.number) <> r.seats OR max(s.number) <> r.seats",
    ),
    Invariant(
        "nobody waits while a seat is free",
        "SELECT r.id FROM training_round r WHERE r.status IN ('open', 'closed') AND r.starts_at > now()"
        " AND EXISTS (SELECT FROM training_enrolment w WHERE w.round_id = r.id AND w.status = 'waiting'"
        "   AND NOT EXISTS (SELECT FROM training_enrolment o JOIN training_meeting b ON b.round_id = o.round_id"
        "     JOIN training_meeting a ON a.round_id = w.round_id AND a.mode <> 'elearning' AND b.mode <> 'elearning'"
        "      AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)"
        "     WHERE o.person_id = w.person_id AND o.round_id <> w.round_id AND o.status IN ('enrolled', 'held')))"
        " AND r.seats > (SELECT count(*) FROM training_enrolment e WHERE e.round_id = r.id AND e.seat_no IS NOT NULL)",
    ),
    Invariant(
        "a round lasts from its first to its last meeting",
        "SELECT r.id FROM training_round r LEFT JOIN training_meeting m ON m.round_id = r.id"
        " GROUP BY r.id, r.starts_at, r.ends_at"
        " HAVING min(m.starts_at) IS DISTINCT FROM r.starts_at OR max(m.ends_at) IS DISTINCT FROM r.ends_at",
    ),
    Invariant(
        "a meeting and its room agree",
        "SELECT m.id FROM training_meeting m JOIN training_round r ON r.id = m.round_id"
        " JOIN centers_reservation v ON v.id = m.reservation_id JOIN centers_room o ON o.id = v.room_id"
        " WHERE v.starts_at <> m.starts_at OR v.ends_at <> m.ends_at OR o.center_id <> r.center_id OR o.seats < r.seats"
        " OR v.released <> (r.status = 'called_off')",
    ),
    Invariant(
        "who completed has a completion and nobody else has",
        "SELECT e.id FROM training_enrolment e LEFT JOIN training_completion c ON c.enrolment_id = e.id"
        " WHERE (e.status = 'completed') <> (c.id IS NOT NULL)",
    ),
    Invariant(
        "hours earned never exceed minutes present",
        "SELECT c.id FROM training_completion c WHERE c.hours * 60 >"
        " (SELECT coalesce(sum(a.minutes), 0) FROM training_attendance a WHERE a.enrolment_id = c.enrolment_id)",
    ),
    Invariant(
        "a completion follows the course's rule as it was applied",
        "SELECT c.id FROM training_completion c JOIN training_enrolment e ON e.id = c.enrolment_id"
        " WHERE abs(c.attendance_percent - trunc(100.0"
        "   * (SELECT coalesce(sum(a.minutes), 0) FROM training_attendance a WHERE a.enrolment_id = e.id)"
        "   / (SELECT sum(m.minutes) FROM training_meeting m WHERE m.round_id = e.round_id), 2)) > 0.01",
    ),
    Invariant(
        "whoever taught in a decided round is known as the trainer of those who were there",
        "SELECT DISTINCT g.person_id, e.person_id AS trained FROM training_round r JOIN training_course c ON c.id = r.course_id"
        " JOIN training_attendance a ON a.round_id = r.id AND a.present JOIN training_enrolment e ON e.id = a.enrolment_id"
        " JOIN training_teaching g ON g.meeting_id = a.meeting_id WHERE r.status = 'finalised' AND g.person_id <> e.person_id"
        " AND NOT EXISTS (SELECT FROM centers_trained t WHERE t.trainer_id = g.person_id AND t.person_id = e.person_id"
        " AND t.skill_id = c.skill_id)",
    ),
    Invariant(
        "every course stands on record as its last version says",
        "SELECT c.id FROM training_course c LEFT JOIN training_courseversion v ON v.course_id = c.id AND v.number = c.version"
        " WHERE v.id IS NULL OR v.hours <> c.hours OR v.min_attendance_percent <> c.min_attendance_percent"
        " OR EXISTS (SELECT FROM training_courseversion l WHERE l.course_id = c.id AND l.number > c.version)",
    ),
    Invariant(
        "a round keeps the hours of the version it was planned with",
        "SELECT r.id FROM training_round r JOIN training_courseversion v ON v.course_id = r.course_id"
        " AND v.number = r.course_version WHERE v.hours <> r.hours OR v.min_attendance_percent <> r.min_attendance_percent",
    ),
    Invariant(
        "a recognised course was recognised in a version that is on record",
        "SELECT p.id FROM training_proposal p LEFT JOIN training_courseversion v ON v.course_id = p.course_id"
        " AND v.number = p.recognised_version WHERE p.status = 'recognised' AND (v.id IS NULL OR v.hours <> p.hours)",
    ),
    Invariant(
        "whoever checked out had checked in before",
        "SELECT o.id FROM training_selfscan o WHERE o.outcome = 'out' AND NOT EXISTS (SELECT FROM training_selfscan i"
        " WHERE i.meeting_id = o.meeting_id AND i.person_id = o.person_id AND i.outcome = 'in' AND i.at < o.at)",
    ),
    Invariant(
        "a completion walks back to attendance at every meeting of its round",
        "SELECT c.id FROM training_completion c JOIN training_enrolment e ON e.id = c.enrolment_id"
        " WHERE EXISTS (SELECT FROM training_meeting m WHERE m.round_id = e.round_id AND NOT EXISTS (SELECT FROM"
        " training_attendance a WHERE a.meeting_id = m.id AND a.enrolment_id = e.id))"
        " OR NOT EXISTS (SELECT FROM training_attendance a WHERE a.enrolment_id = e.id AND a.present)",
    ),
    Invariant(
        "no completions are decided over an open objection",
        "SELECT o.id FROM training_objection o JOIN training_attendance a ON a.id = o.attendance_id"
        " JOIN training_round r ON r.id = a.round_id WHERE o.status = 'objected' AND r.status = 'finalised'",
    ),
    Invariant(
        "an objection that was found right stands in the record",
        "SELECT o.id FROM training_objection o JOIN training_attendance a ON a.id = o.attendance_id"
        " WHERE o.status = 'upheld' AND (a.recorded_at < o.decided_at"
        " OR (a.recorded_at = o.decided_at AND a.minutes <> o.minutes))",
    ),
    Invariant(
        "a place is held for somebody while an answer is asked for, and for nobody else",
        "SELECT e.id FROM training_enrolment e LEFT JOIN training_nomination n ON n.enrolment_id = e.id"
        " AND n.status IN ('asked', 'passed_up', 'nominated') WHERE e.status = 'held' AND n.id IS NULL",
    ),
    Invariant(
        "who is asked about has a place that is held or a number that waits",
        "SELECT n.id FROM training_nomination n JOIN training_enrolment e ON e.id = n.enrolment_id"
        " WHERE n.status IN ('asked', 'passed_up', 'nominated') AND e.status NOT IN ('held', 'waiting')"
        " OR n.status = 'declined' AND e.status <> 'cancelled' OR n.status = 'lapsed' AND e.status <> 'unanswered'",
    ),
]
