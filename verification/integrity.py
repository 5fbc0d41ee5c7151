"""Invariants of certificates: 8 to 12 of the list of truths. The commitments themselves are `audit_log`'s."""

from hcec.core.integrity import Invariant

INVARIANTS = [
    Invariant(
        "each series counts 1 to its last without gap",
        "SELECT s.id, s.last, count(c.id) AS issued, max(c.seq) AS highest FROM verification_series s"
        " LEFT JOIN verification_certificate c ON c.series_id = s.id GROUP BY s.id"
        " HAVING s.last <> count(c.id) OR s.last <> coalesce(max(c.seq), 0)",
    ),
    Invariant(
        "each certificate is of the center, the fiscal year and the place in line that its number says",
        "SELECT c.id, c.number FROM verification_certificate c JOIN verification_series s ON s.id = c.series_id"
        " JOIN centers_center x ON x.id = s.center_id WHERE c.number NOT LIKE"
        " upper(x.code) || '-' || s.fiscal_year || '-' || lpad(c.seq::text, greatest(6, length(c.seq::text)), '0') || '-%'"
        " OR s.fiscal_year <> extract(year FROM (c.issued_at AT TIME ZONE 'Asia/Bangkok') + interval '3 months') + 543",
    ),
    Invariant(
        "each certificate belongs to the person, the center and the preparer of its source",
        "SELECT c.id FROM verification_certificate c JOIN verification_series s ON s.id = c.series_id"
        " JOIN testing_result r ON r.id = c.result_id JOIN testing_booking b ON b.id = r.booking_id"
        " JOIN testing_session t ON t.id = b.session_id WHERE b.person_id <> c.holder_id"
        " OR t.center_id <> s.center_id OR r.status <> 'released' OR c.prepared_by_id <> coalesce((SELECT v.entered_by_id"
        " FROM testing_resultversion v WHERE v.result_id = r.id AND v.number = c.result_version), r.entered_by_id)"
        " UNION ALL SELECT c.id FROM verification_certificate c JOIN verification_series s ON s.id = c.series_id"
        " JOIN training_completion d ON d.id = c.completion_id JOIN training_enrolment e ON e.id = d.enrolment_id"
        " JOIN training_round t ON t.id = e.round_id WHERE e.person_id <> c.holder_id"
        " OR t.center_id <> s.center_id OR d.decided_by_id <> c.prepared_by_id"
        " UNION ALL SELECT c.id FROM verification_certificate c JOIN verification_series s ON s.id = c.series_id"
        " JOIN verification_citation k ON k.id = c.citation_id JOIN verification_occasion o ON o.id = k.occasion_id"
        " WHERE k.person_id <> c.holder_id OR o.center_id <> s.center_id OR o.kind <> c.kind"
        " OR k.entered_by_id <> c.prepared_by_id",
    ),
    Invariant(
        "what a certificate of a citation says is what its occasion says, as long as it counts",
        "SELECT c.id FROM verification_certificate c JOIN verification_citation k ON k.id = c.citation_id"
        " JOIN verification_occasion o ON o.id = k.occasion_id WHERE NOT EXISTS"
        " (SELECT FROM verification_revocation v WHERE v.certificate_id = c.id) AND (c.facts->'subject'->>'th' <> o.name_th"
        " OR c.facts->'subject'->>'en' <> o.name_en OR (c.facts->>'ends_on')::date <> o.ends_on"
        " OR coalesce(nullif(c.facts->>'hours', '')::numeric, 0) <> coalesce(o.hours, 0)"
        " OR coalesce(c.facts->'role'->>'th', '') <> k.role_th)",
    ),
    Invariant(
        "nobody is cited by themself or in their own words",
        "SELECT k.id FROM verification_citation k JOIN verification_occasion o ON o.id = k.occasion_id"
        " WHERE k.withdrawn_at IS NULL AND k.person_id IN (k.entered_by_id, o.entered_by_id)",
    ),
    Invariant(
        "no certificate was issued before its source was on record, and none in the future",
        "SELECT c.id FROM verification_certificate c LEFT JOIN testing_result r ON r.id = c.result_id"
        " LEFT JOIN training_completion d ON d.id = c.completion_id LEFT JOIN verification_citation k ON k.id = c.citation_id"
        " WHERE c.issued_at < coalesce(r.released_at, d.decided_at, k.entered_at) OR c.issued_at > now() + interval '5 minutes'",
    ),
    Invariant(
        "each certificate has its file, or a job that will make it",
        "SELECT c.id, c.number FROM verification_certificate c WHERE NOT EXISTS"
        " (SELECT 1 FROM verification_certificatefile f WHERE f.certificate_id = c.id) AND NOT EXISTS"
        " (SELECT 1 FROM core_job j WHERE j.kind = 'certificate.render' AND j.status IN ('due', 'leased')"
        " AND (j.payload->>'certificate')::bigint = c.id)",
    ),
    Invariant(
        "each certificate that was replaced leads to the one that took its place",
        "SELECT v.id FROM verification_revocation v WHERE v.reason = 'replaced'"
        " AND NOT EXISTS (SELECT 1 FROM verification_certificate c WHERE c.replaces_id = v.certificate_id)",
    ),
    Invariant(
        "of a run that was undone no certificate counts",
        "SELECT c.id FROM verification_certificate c JOIN verification_issuerun r ON r.id = c.run_id WHERE r.status = 'undone'"
        " AND NOT EXISTS (SELECT 1 FROM verification_revocation v WHERE v.certificate_id = c.id)",
    ),
    Invariant(
        "no certificate was revoked before it was issued or by its holder",
        "SELECT v.id FROM verification_revocation v JOIN verification_certificate c ON c.id = v.certificate_id"
        " WHERE v.revoked_at < c.issued_at OR v.revoked_by_id = c.holder_id",
    ),
    Invariant(
        "each inquiry of a registered body has an answer for each of its numbers",
        "SELECT i.id FROM verification_inquiry i LEFT JOIN verification_lookup l ON l.inquiry_id = i.id"
        " GROUP BY i.id HAVING i.count <> count(l.id)",
    ),
    Invariant(
        "each certificate has its place on a status list",
        "SELECT c.id FROM verification_certificate c WHERE NOT EXISTS"
        " (SELECT 1 FROM verification_statuslist s WHERE s.number = c.id / 262144)",
    ),
    Invariant(
        "each certificate has exactly one entry in the public log, and its salt",
        "SELECT c.id, c.number FROM verification_certificate c WHERE (SELECT count(*) FROM verification_logentry e"
        " WHERE e.kind IN ('issue', 'correct') AND e.number = left(c.number, -9)) <> 1"
        " OR NOT EXISTS (SELECT FROM verification_salt s WHERE s.certificate_id = c.id)",
    ),
    Invariant(
        "each revoked certificate has exactly one entry that says so, and no other has one",
        "SELECT c.id, c.number FROM verification_certificate c WHERE (SELECT count(*) FROM verification_logentry e"
        " WHERE e.kind = 'revoke' AND e.number = left(c.number, -9))"
        " <> (SELECT count(*) FROM verification_revocation v WHERE v.certificate_id = c.id)",
    ),
    Invariant(
        "no entry of the public log is of a certificate that was never issued",
        "SELECT e.index, e.number FROM verification_logentry e WHERE NOT EXISTS"
        " (SELECT FROM verification_certificate c WHERE left(c.number, -9) = e.number)",
    ),
    Invariant(
        "the public log counts 0, 1, 2 and on without gap",
        "SELECT count(*), min(index), max(index) FROM verification_logentry"
        " HAVING count(*) > 0 AND (min(index) <> 0 OR max(index) <> count(*) - 1)",
    ),
    Invariant(
        "every leaf of the public log is the hash of its entry",
        "SELECT index FROM verification_logentry WHERE leaf <> sha256('\\x00'::bytea || body)",
    ),
    Invariant(
        "every hash over a full tile is that of its children",
        "SELECT n.level, n.position FROM verification_lognode n WHERE n.hash IS DISTINCT FROM"
        " verification_log_fold(verification_log_hashes(n.level - 1, n.position * 256, 256))",
    ),
    Invariant(
        "each of the last 500 checkpoints is the root of the log's beginning, so each holds the one before it",
        "SELECT size FROM (SELECT size, root FROM verification_logcheckpoint ORDER BY size DESC LIMIT 500) AS last"
        " WHERE root IS DISTINCT FROM verification_log_root(size)",
    ),
]
