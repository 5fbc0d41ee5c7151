"""Invariants of certificates: 8, 9, 11 and 12 of the list of truths."""

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
        " OR t.center_id <> s.center_id OR d.decided_by_id <> c.prepared_by_id",
    ),
    Invariant(
        "no certificate was issued before its source was on record, and none in the future",
        "SELECT c.id FROM verification_certificate c LEFT JOIN testing_result r ON r.id = c.result_id"
        " LEFT JOIN training_completion d ON d.id = c.completion_id"
        " WHERE c.issued_at < coalesce(r.released_at, d.decided_at) OR c.issued_at > now() + interval '5 minutes'",
    ),
    Invariant(
        "each certificate has its file, or a job that will make it",
        "SELECT c.id, c.number FROM verification_certificate c WHERE NOT EXISTS"
        " (SELECT 1 FROM verification_certificatefile f WHERE f.certificate_id = c.id) AND NOT EXISTS"
        " (SELECT 1 FROM core_job j WHERE j.kind = 'certificate.render' AND j.status IN ('due', 'leased')"
        " AND (j.payload->>'certificate')::bigint = c.id)",
    ),
    Invariant(
        "no certificate was revoked before it was issued or by its holder",
        "SELECT v.id FROM verification_revocation v JOIN verification_certificate c ON c.id = v.certificate_id"
        " WHERE v.revoked_at < c.issued_at OR v.revoked_by_id = c.holder_id",
    ),
]
