"""Invariants of rounds, places, attendance and completions."""

from hcec.core.integrity import Invariant
from training.models.rules import all_met

INVARIANTS = [
    Invariant(
        "no round has more people than seats",
        "SELECT r.id FROM training_round r JOIN (SELECT round_id FROM training_enrolment WHERE seat_no IS NOT NULL"
        " UNION ALL SELECT round_id FROM training_offer WHERE status = 'open') e ON e.round_id = r.id"
        " GROUP BY r.id, r.seats HAVING count(*) > r.seats",
    ),
    Invariant(
        "a wish to which a place is offered has one open offer, and no other wish has any",
        "SELECT w.id FROM training_wish w LEFT JOIN training_offer o ON o.wish_id = w.id AND o.status = 'open'"
        " GROUP BY w.id HAVING count(o.id) <> (w.status = 'offered')::integer",
    ),
    Invariant(
        "no seat is somebody's and held for another",
        "SELECT o.id FROM training_offer o JOIN training_enrolment e ON e.round_id = o.round_id AND e.seat_no = o.seat_no"
        " WHERE o.status = 'open'",
    ),
    Invariant(
        "a held seat is a seat of its round",
        "SELECT o.id FROM training_offer o WHERE o.status = 'open' AND NOT EXISTS"
        " (SELECT FROM training_seat t WHERE t.round_id = o.round_id AND t.number = o.seat_no)",
    ),
    Invariant(
        "a round has as many seat rows as seats",
        "SELECT r.id FROM training_round r LEFT JOIN training_seat s ON s.round_id = r.id"
        " GROUP BY r.id, r.seats HAVING count(s.number) <> r.seats OR max(s.number) <> r.seats",
    ),
    Invariant(
        "nobody waits while a seat is free that could be hers",
        # What only time changed (a rule that ended, an appointment that began) waits for the beat of a minute.
        "SELECT r.id FROM training_round r WHERE r.status IN ('open', 'closed') AND r.starts_at > now()"
        " AND NOT EXISTS (SELECT FROM core_job j WHERE j.kind = 'round.fill' AND j.status IN ('due', 'leased')"
        "   AND (j.payload->>'round')::bigint = r.id)"
        " AND EXISTS (SELECT FROM training_enrolment w WHERE w.round_id = r.id AND w.status = 'waiting'"
        "   AND training_seat_for(r.id, w.person_id, now() - interval '120 seconds') IS NOT NULL"
        "   AND NOT training_kept_out(r.id, w.person_id, now())"
        "   AND NOT EXISTS (SELECT FROM training_enrolment o JOIN training_meeting b ON b.round_id = o.round_id"
        "     JOIN training_meeting a ON a.round_id = w.round_id AND a.mode <> 'elearning' AND b.mode <> 'elearning'"
        "      AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)"
        "     WHERE o.person_id = w.person_id AND o.round_id <> w.round_id AND o.status IN ('enrolled', 'held')))",
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
        " OR v.requirements <> c.requirements OR v.pass_percent IS DISTINCT FROM c.pass_percent"
        " OR EXISTS (SELECT FROM training_courseversion l WHERE l.course_id = c.id AND l.number > c.version)",
    ),
    Invariant(
        "a round keeps the hours and the rule of the version it was planned with",
        "SELECT r.id FROM training_round r JOIN training_courseversion v ON v.course_id = r.course_id"
        " AND v.number = r.course_version WHERE v.hours <> r.hours OR v.min_attendance_percent <> r.min_attendance_percent"
        " OR v.requirements <> r.requirements OR v.pass_percent IS DISTINCT FROM r.pass_percent",
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
        "a completion walks back to the evidence of everything that its round asked for",
        "SELECT c.id FROM training_completion c JOIN training_enrolment e ON e.id = c.enrolment_id"
        f" JOIN training_round r ON r.id = e.round_id WHERE NOT ({all_met('c')})",
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
        "as many answers are counted as people have answered",
        "SELECT s.id FROM training_survey s WHERE s.answers <> (SELECT count(*) FROM training_enrolment e"
        " WHERE e.round_id = s.round_id AND e.survey_answered) OR EXISTS (SELECT FROM training_surveycount c"
        " JOIN training_surveyitem i ON i.id = c.item_id WHERE c.survey_id = s.id"
        " GROUP BY c.item_id, c.trainer_id, i.about HAVING sum(c.people) > s.answers"
        " OR (i.about = 'course' AND sum(c.people) <> s.answers))",
    ),
    Invariant(
        "nobody has answered a survey that was never asked",
        "SELECT e.id FROM training_enrolment e WHERE e.survey_answered"
        " AND NOT EXISTS (SELECT FROM training_survey s WHERE s.round_id = e.round_id)",
    ),
    Invariant(
        "whoever has done a lesson has done every step of it",
        "SELECT l.id FROM training_learning l WHERE (l.done_at IS NOT NULL) <> (NOT EXISTS (SELECT FROM training_step s"
        " WHERE s.version_id = l.version_id AND NOT EXISTS (SELECT FROM training_stepdone d"
        " WHERE d.learning_id = l.id AND d.step_id = s.id)))",
    ),
    Invariant(
        "a meeting has a lesson here or e-learning elsewhere, and not both",
        "SELECT l.meeting_id FROM training_meetinglesson l JOIN training_toollink t ON t.meeting_id = l.meeting_id",
    ),
    Invariant(
        "a participant list that is on record knows who everybody is",
        "SELECT p.id FROM training_participant p JOIN training_participantlist l ON l.id = p.list_id"
        " WHERE l.applied_at IS NOT NULL AND p.enrolment_id IS NULL AND NOT p.passed_over",
    ),
    Invariant(
        "a voucher pays the hours of its lines",
        "SELECT v.id FROM training_voucher v LEFT JOIN training_voucherline l ON l.voucher_id = v.id"
        " GROUP BY v.id, v.hours, v.status HAVING sum(l.hours) IS DISTINCT FROM v.hours"
        " OR bool_or(l.counts) = (v.status = 'declined')",
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
