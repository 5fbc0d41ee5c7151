"""Certificates of the nation: of every completion, and of the better results where somebody asked for one.

Their PDFs are not made: each has its job, due in the far future, and the paper can be made from the row at any time.
"""

from hcec.core.models import Job
from hcec.demo.nation.bulk import bare, insert, last_id, run
from verification.models import Certificate, Series

# B2 and better, or the highest digital level; four in ten of them asked for the paper.
SOURCES = """
CREATE TEMP TABLE demo_paper ON COMMIT DROP AS
SELECT row_number() OVER (ORDER BY issued_at, kind, source) AS i, found.*,
       extract(year FROM (issued_at AT TIME ZONE 'Asia/Bangkok') + interval '3 months')::int + 543 AS fiscal_year
  FROM (SELECT 'test_result' AS kind, r.id AS source, s.center_id AS center, b.person_id AS holder, r.entered_by_id AS prepared_by,
               r.released_at + interval '3 days' AS issued_at, e.name_th AS subject_th, e.name_en AS subject_en, e.skill_id AS skill,
               (b.starts_at AT TIME ZONE 'Asia/Bangkok')::date AS starts_on, (b.starts_at AT TIME ZONE 'Asia/Bangkok')::date AS ends_on,
               e.validity_months AS months, o.name_th AS level_th, o.name_en AS level_en, r.total_score AS score, NULL::numeric AS hours
          FROM testing_result r JOIN testing_booking b ON b.id = r.booking_id JOIN testing_session s ON s.id = b.session_id
          JOIN testing_exam e ON e.id = s.exam_id JOIN testing_band o ON o.id = r.overall_id
         WHERE b.person_id >= %(first)s AND r.status = 'released' AND o.rank >= 4 AND pg_temp.draw(r.id, 31, 100) < 40
        UNION ALL
        SELECT 'completion', c.id, t.center_id, e.person_id, c.decided_by_id, c.decided_at + interval '3 days', k.name_th, k.name_en, k.skill_id,
               (t.starts_at AT TIME ZONE 'Asia/Bangkok')::date, (t.ends_at AT TIME ZONE 'Asia/Bangkok')::date, NULL, '', '', NULL, c.hours
          FROM training_completion c JOIN training_enrolment e ON e.id = c.enrolment_id JOIN training_round t ON t.id = e.round_id
          JOIN training_course k ON k.id = t.course_id WHERE e.person_id >= %(first)s) AS found
 WHERE issued_at < now()
"""
FACTS = """
jsonb_build_object(
  'v', 1, 'kind', p.kind,
  'holder', jsonb_build_object('th', u.title || u.first_name_th || ' ' || u.last_name_th, 'en', u.first_name_en || ' ' || u.last_name_en),
  'subject', jsonb_build_object('th', p.subject_th, 'en', p.subject_en),
  'skill', jsonb_build_object('th', k.name_th, 'en', k.name_en),
  'starts_on', p.starts_on, 'ends_on', p.ends_on, 'issued_on', (p.issued_at AT TIME ZONE 'Asia/Bangkok')::date,
  'hours', coalesce(trim_scale(p.hours)::text, ''), 'parts', '[]'::jsonb,
  'overall', CASE WHEN p.kind = 'test_result' THEN jsonb_build_object(
      'name', '{"th": "ภาพรวม", "en": "Overall"}'::jsonb, 'score', coalesce(trim_scale(p.score)::text, ''),
      'level', jsonb_build_object('th', p.level_th, 'en', p.level_en)) END,
  'valid_until', (p.starts_on + p.months * interval '1 month')::date) || d.facts
"""


def build(*, first: int) -> int:
    """Numbers in the order of issue, without a gap, behind those already given. Returns how many there are."""
    params = {"first": first, "certificate": last_id(Certificate)}
    run(SOURCES, params)
    insert(
        Series,
        {"center_id": "p.center", "fiscal_year": "p.fiscal_year"},
        "FROM (SELECT DISTINCT center, fiscal_year FROM demo_paper) AS p"
        " WHERE NOT EXISTS (SELECT FROM verification_series s WHERE s.center_id = p.center AND s.fiscal_year = p.fiscal_year)",
    )
    run(
        """CREATE TEMP TABLE demo_number ON COMMIT DROP AS
           SELECT p.i, s.id AS series, s.last + row_number() OVER (PARTITION BY s.id ORDER BY p.i) AS seq
             FROM demo_paper p JOIN verification_series s ON s.center_id = p.center AND s.fiscal_year = p.fiscal_year"""
    )
    with bare(Certificate):
        made = insert(
            Certificate,
            {
                "id": "%(certificate)s + p.i",
                "series_id": "n.series",
                "seq": "n.seq",
                "number": "pg_temp.certificate_number(upper(d.code) || '-' || p.fiscal_year || '-'"
                " || lpad(n.seq::text, greatest(6, length(n.seq::text)), '0'), p.i)",
                "kind": "p.kind",
                "result_id": "CASE WHEN p.kind = 'test_result' THEN p.source END",
                "completion_id": "CASE WHEN p.kind = 'completion' THEN p.source END",
                "holder_id": "p.holder",
                "facts": FACTS.replace("%", "%%"),
                "issued_at": "p.issued_at",
                "issued_by_id": "d.director",
                "prepared_by_id": "p.prepared_by",
            },
            """FROM demo_paper p JOIN demo_number n ON n.i = p.i JOIN demo_place d ON d.center = p.center
               JOIN accounts_user u ON u.id = p.holder JOIN centers_skillarea k ON k.id = p.skill""",
            params,
        )
    run(
        """UPDATE verification_series s SET last = n.last FROM (SELECT series, max(seq) AS last FROM demo_number GROUP BY series) AS n
            WHERE s.id = n.series"""
    )
    with bare(Job):
        insert(
            Job,
            {
                "kind": "'certificate.render'",
                "key": "'certificate.render:' || (%(certificate)s + p.i)",
                "payload": "jsonb_build_object('certificate', %(certificate)s + p.i)",
                "status": "'due'",
                "run_after": "now() + interval '100 years'",
            },
            "FROM demo_paper p",
            params,
        )
    return made
