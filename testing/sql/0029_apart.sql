-- What stands against a person's doing a duty at a session: 'trained', 'invigilated', 'scored'; null where nothing does
-- or somebody else has waived it (I7). One function for the actions, which make a sentence of it, and for the triggers.
-- `p_candidate`: only what concerns this one person of the session; null: anybody who has a seat in it.
CREATE OR REPLACE FUNCTION testing_too_near(
    p_person bigint, p_session bigint, p_duty text, p_candidate bigint DEFAULT NULL
) RETURNS text
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    the_skill bigint;
    the_day date;
    rest integer;
BEGIN
    IF EXISTS (SELECT FROM testing_dutywaiver w
                WHERE w.session_id = p_session AND w.person_id = p_person AND w.duty = p_duty) THEN
        RETURN NULL;
    END IF;
    IF p_duty <> 'invigilate' AND EXISTS (
        SELECT FROM testing_conduct c
         WHERE c.session_id = p_session AND p_person IN (c.started_by_id, c.ended_by_id, c.signed_by_id)) THEN
        RETURN 'invigilated';
    END IF;
    IF p_duty = 'invigilate' AND EXISTS (
        SELECT FROM testing_result r JOIN testing_booking b ON b.id = r.booking_id
         WHERE b.session_id = p_session AND p_person IN (r.entered_by_id, r.released_by_id)) THEN
        RETURN 'scored';
    END IF;
    IF NOT EXISTS (SELECT FROM centers_trained t WHERE t.trainer_id = p_person) THEN
        RETURN NULL;
    END IF;
    SELECT e.skill_id, (s.starts_at AT TIME ZONE 'Asia/Bangkok')::date INTO the_skill, the_day
      FROM testing_session s JOIN testing_exam e ON e.id = s.exam_id WHERE s.id = p_session;
    SELECT r.months INTO rest FROM testing_trainerrest r
     WHERE (r.skill_id = the_skill OR r.skill_id IS NULL)
       AND r.valid_from <= the_day AND coalesce(r.valid_until, the_day) >= the_day
     ORDER BY r.skill_id NULLS LAST, r.valid_from DESC LIMIT 1;
    IF EXISTS (
        SELECT FROM centers_trained t
          JOIN testing_booking b ON b.person_id = t.person_id AND b.session_id = p_session AND b.seat_no IS NOT NULL
         WHERE t.trainer_id = p_person AND t.skill_id = the_skill
           AND t.last_on + make_interval(months => coalesce(rest, 12)) > the_day
           AND b.person_id = coalesce(p_candidate, b.person_id)) THEN
        RETURN 'trained';
    END IF;
    RETURN NULL;
END;
$$;
