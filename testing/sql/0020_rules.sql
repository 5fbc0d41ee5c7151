-- Rules of eligibility (guideline 5.2.1; decision 0018): one truth for booking, waiting list, pages and integrity.

CREATE OR REPLACE FUNCTION testing_day(p_at timestamptz) RETURNS date
LANGUAGE sql IMMUTABLE AS $$ SELECT (p_at AT TIME ZONE 'Asia/Bangkok')::date $$;

-- The first day of the fiscal year of a day: 1 October.
CREATE OR REPLACE FUNCTION testing_fiscal_year(p_day date) RETURNS date
LANGUAGE sql IMMUTABLE
AS $$ SELECT make_date(extract(year FROM p_day - interval '9 months')::integer, 10, 1) $$;

-- The rules in force at a moment that keep this person out of this session. `has` is her own value (days since or until
-- the nearest test, tests in that fiscal year, rank of the best level); `first_day` the first day of a test for which
-- the rule would let her in, or nothing where no day would.
CREATE OR REPLACE FUNCTION testing_rules_in_the_way(p_session bigint, p_person bigint, p_at timestamptz)
RETURNS TABLE (rule_id bigint, has integer, first_day date)
LANGUAGE sql STABLE
AS $$
    WITH here AS (
        SELECT s.id, s.exam_id, e.skill_id, testing_day(s.starts_at) AS day
          FROM testing_session s JOIN testing_exam e ON e.id = s.exam_id WHERE s.id = p_session
    ), rules AS (
        SELECT r.*, here.day, here.id AS session_id FROM here
          JOIN testing_eligibilityrule r ON r.exam_id = here.exam_id OR r.skill_id = here.skill_id
         WHERE r.valid_from <= testing_day(p_at) AND (r.valid_until IS NULL OR r.valid_until >= testing_day(p_at))
    ), tests AS (
        SELECT r.id AS rule_id, testing_day(b.starts_at) AS day
          FROM rules r
          JOIN testing_booking b ON b.person_id = p_person AND b.status IN ('confirmed', 'attended')
           AND b.session_id <> r.session_id
          JOIN testing_session o ON o.id = b.session_id
          JOIN testing_exam e ON e.id = o.exam_id AND (r.exam_id = e.id OR r.skill_id = e.skill_id)
         WHERE r.kind <> 'level'
    )
    SELECT r.id, min(abs(r.day - t.day)), (
               SELECT min(c.day + r.value) FROM tests c
                WHERE c.rule_id = r.id AND c.day + r.value > r.day AND NOT EXISTS (
                    SELECT FROM tests n WHERE n.rule_id = r.id AND abs(n.day - (c.day + r.value)) < r.value))
      FROM rules r JOIN tests t ON t.rule_id = r.id
     WHERE r.kind = 'rest' GROUP BY r.id, r.day, r.value HAVING min(abs(r.day - t.day)) < r.value
    UNION ALL
    SELECT r.id, count(t.*)::integer, (
               SELECT min(y.day) FROM (
                   SELECT (testing_fiscal_year(r.day) + make_interval(years => n))::date AS day
                     FROM generate_series(1, 5) n) y
                WHERE (SELECT count(*) FROM tests c
                        WHERE c.rule_id = r.id AND testing_fiscal_year(c.day) = y.day) < r.value)
      FROM rules r JOIN tests t ON t.rule_id = r.id AND testing_fiscal_year(t.day) = testing_fiscal_year(r.day)
     WHERE r.kind = 'attempts' GROUP BY r.id, r.day, r.value HAVING count(t.*) >= r.value
    UNION ALL
    SELECT r.id, best.rank, NULL::date
      FROM rules r JOIN testing_band l ON l.id = r.level_id JOIN testing_scale k ON k.id = l.scale_id
      LEFT JOIN LATERAL (
           SELECT max(o.rank)::integer AS rank
             FROM testing_result v JOIN testing_booking b ON b.id = v.booking_id AND b.person_id = p_person
             JOIN testing_band o ON o.id = v.overall_id JOIN testing_scale ok ON ok.id = o.scale_id
            WHERE v.status = 'released' AND ok.code = k.code) best ON true
     WHERE r.kind = 'level' AND coalesce(best.rank, -32768) < l.rank
$$;

CREATE OR REPLACE FUNCTION testing_kept_out(p_session bigint, p_person bigint, p_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE
AS $$ SELECT EXISTS (SELECT FROM testing_rules_in_the_way(p_session, p_person, p_at)) $$;

-- Whether any rule is in force for an exam at a moment: only then anybody pays for asking which.
CREATE OR REPLACE FUNCTION testing_has_rules(p_exam bigint, p_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (
        SELECT FROM testing_eligibilityrule r JOIN testing_exam e ON r.exam_id = e.id OR r.skill_id = e.skill_id
         WHERE e.id = p_exam AND r.valid_from <= testing_day(p_at)
           AND (r.valid_until IS NULL OR r.valid_until >= testing_day(p_at)))
$$;
