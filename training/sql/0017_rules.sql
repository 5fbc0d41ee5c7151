-- Who may come to a round (guideline 6.4.6, 6.2.4): one truth for enrolment, the waiting list, pages and integrity.

CREATE OR REPLACE FUNCTION training_day(p_at timestamptz) RETURNS date
LANGUAGE sql IMMUTABLE AS $$ SELECT (p_at AT TIME ZONE 'Asia/Bangkok')::date $$;

-- What keeps a person out of a round at a moment. Kinds:
--   before  a course that is to be completed first (course_id); first_day: the last day of the round of it she is in
--   seat    the round is for holders of a seat of some committees on its first day; first_day: when a seat of hers begins
--   again   so many months between two runs of a course or skill; has: days from this round to her nearest other one
--   year    so many rounds of a course or skill in a fiscal year; has: how many she is in or completed
-- first_day is nothing where no day is known.
CREATE OR REPLACE FUNCTION training_rules_in_the_way(p_round bigint, p_person bigint, p_at timestamptz)
RETURNS TABLE (kind text, rule_id bigint, course_id bigint, has integer, first_day date)
LANGUAGE sql STABLE
AS $$
    WITH here AS (
        SELECT r.id, r.course_id, c.skill_id, r.fiscal_year::integer, r.audience_committees, training_day(r.starts_at) AS day
          FROM training_round r JOIN training_course c ON c.id = r.course_id WHERE r.id = p_round
    ), rules AS (
        SELECT e.id, e.kind, make_interval(months => e.value) AS months, e.value, e.course_id, e.skill_id, h.day,
               h.fiscal_year, h.id AS round_id
          FROM here h JOIN training_eligibilityrule e ON e.course_id = h.course_id OR e.skill_id = h.skill_id
         WHERE e.valid_from <= training_day(p_at) AND (e.valid_until IS NULL OR e.valid_until >= training_day(p_at))
    ), runs AS (
        SELECT e.id AS rule_id, training_day(o.starts_at) AS day, o.fiscal_year::integer
          FROM rules e
          JOIN training_enrolment n ON n.person_id = p_person AND n.status IN ('held', 'enrolled', 'completed')
           AND n.round_id <> e.round_id
          JOIN training_round o ON o.id = n.round_id
          JOIN training_course c ON c.id = o.course_id AND (e.course_id = c.id OR e.skill_id = c.skill_id)
    )
    SELECT 'before'::text, NULL::bigint, p.to_course_id, NULL::integer, (
               SELECT min(training_day(o.ends_at)) FROM training_enrolment n JOIN training_round o ON o.id = n.round_id
                WHERE n.person_id = p_person AND n.status IN ('held', 'enrolled') AND o.course_id = p.to_course_id)
      FROM here h JOIN training_course_prerequisites p ON p.from_course_id = h.course_id
     WHERE NOT EXISTS (
               SELECT FROM training_enrolment n JOIN training_round o ON o.id = n.round_id
                WHERE n.person_id = p_person AND n.status = 'completed' AND o.course_id = p.to_course_id)
    UNION ALL
    SELECT 'seat', NULL, NULL, NULL, (
               SELECT min(a.starts_on) FROM committees_appointment a JOIN committees_committee k ON k.id = a.committee_id
                WHERE a.person_id = p_person AND k.level = ANY (h.audience_committees) AND a.starts_on > h.day)
      FROM here h
     WHERE h.audience_committees <> '{}' AND NOT EXISTS (
               SELECT FROM committees_appointment a JOIN committees_committee k ON k.id = a.committee_id
                WHERE a.person_id = p_person AND k.level = ANY (h.audience_committees) AND a.starts_on <= h.day
                  AND (a.ends_on IS NULL OR a.ends_on >= h.day))
    UNION ALL
    SELECT 'again', e.id, e.course_id, near.has, (
               SELECT min((c.day + e.months)::date) FROM runs c
                WHERE c.rule_id = e.id AND c.day + e.months > e.day AND NOT EXISTS (
                    SELECT FROM runs n WHERE n.rule_id = e.id
                       AND c.day + e.months < n.day + e.months AND n.day < c.day + e.months + e.months))
      FROM rules e JOIN LATERAL (
           SELECT t.day - e.day AS has FROM runs t
            WHERE t.rule_id = e.id AND e.day < t.day + e.months AND t.day < e.day + e.months
            ORDER BY abs(t.day - e.day), t.day LIMIT 1) near ON true
     WHERE e.kind = 'again'
    UNION ALL
    SELECT 'year', e.id, e.course_id, count(t.*)::integer, (
               SELECT min(make_date(y - 544, 10, 1)) FROM generate_series(e.fiscal_year + 1, e.fiscal_year + 5) y
                WHERE (SELECT count(*) FROM runs c WHERE c.rule_id = e.id AND c.fiscal_year = y) < e.value)
      FROM rules e JOIN runs t ON t.rule_id = e.id AND t.fiscal_year = e.fiscal_year
     WHERE e.kind = 'year' GROUP BY e.id, e.course_id, e.fiscal_year, e.value HAVING count(t.*) >= e.value
$$;

CREATE OR REPLACE FUNCTION training_kept_out(p_round bigint, p_person bigint, p_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE
AS $$ SELECT EXISTS (SELECT FROM training_rules_in_the_way(p_round, p_person, p_at)) $$;
