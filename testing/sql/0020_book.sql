-- Book one person into one session: the whole decision in one statement (guideline 5.2.1, 7.1).
--
-- Isolation is READ COMMITTED: each query in here sees what was committed when it starts, so everything that is
-- read after the session's row is locked is true until this transaction ends. One lock, always the session's; where a
-- rule of eligibility is in force (0020_rules.sql) a second one after it, the person's.
-- The constraints of testing_booking are the guarantee; this function gives order, speed and reasons.
--
-- Where seats are kept for some people (pools) or are of a kind, the lowest free one of those open to this person
-- is hers (testing_seat_for, 0009_seats.sql); `free_from` then rests. Everywhere else nothing of that is looked at.
--
-- Outcomes: confirmed, waiting            a new booking
--           again                         the same key came before: its booking, whatever became of it
--           already, overlap              refused: `booking_id` is the booking that stands in the way
--           unknown, not_open, early, over, audience_kind, audience_affiliation, foreign_key, rule    refused
CREATE OR REPLACE FUNCTION testing_book(
    p_session bigint, p_person bigint, p_kind text, p_key uuid, p_code text, p_actor text, p_request text,
    p_needs_access boolean DEFAULT false
) RETURNS TABLE (outcome text, booking_id bigint, code text)
LANGUAGE plpgsql
SET lock_timeout = '3s'
AS $$
DECLARE
    s testing_session%ROWTYPE;
    b testing_booking%ROWTYPE;
    seat smallint;
    number_in_line integer;
    lowest integer;
BEGIN
    SELECT * INTO b FROM testing_booking WHERE idempotency_key = p_key;
    IF FOUND THEN
        RETURN QUERY SELECT CASE WHEN b.person_id = p_person THEN 'again' ELSE 'foreign_key' END, b.id, b.code::text;
        RETURN;
    END IF;

    SELECT * INTO s FROM testing_session WHERE id = p_session FOR NO KEY UPDATE;
    -- The window is judged by the database's clock at the moment the request came, not by when the lock was got.
    outcome := CASE
        WHEN NOT FOUND THEN 'unknown'
        WHEN s.status <> 'open' THEN 'not_open'
        WHEN now() < s.opens_at THEN 'early'
        WHEN now() >= s.closes_at THEN 'over'
        WHEN s.audience_kinds <> '{}' AND p_kind <> ALL (s.audience_kinds) THEN 'audience_kind'
        WHEN EXISTS (SELECT FROM testing_session_audience_affiliations a WHERE a.session_id = s.id)
         AND NOT EXISTS (SELECT FROM testing_session_audience_affiliations a
                           JOIN centers_workplace w ON w.affiliation_id = a.affiliation_id
                          WHERE a.session_id = s.id AND w.person_id = p_person) THEN 'audience_affiliation'
    END;
    IF outcome IS NOT NULL THEN
        RETURN NEXT;
        RETURN;
    END IF;

    -- Live bookings of this person here, or seats elsewhere in these hours.
    SELECT * INTO b FROM testing_booking o
     WHERE o.session_id = s.id AND o.person_id = p_person AND o.status NOT IN ('cancelled', 'lapsed');
    IF FOUND THEN
        RETURN QUERY SELECT CASE WHEN b.idempotency_key = p_key THEN 'again' ELSE 'already' END, b.id, b.code::text;
        RETURN;
    END IF;
    SELECT * INTO b FROM testing_booking o
     WHERE int8range(o.person_id, o.person_id, '[]') && int8range(p_person, p_person, '[]')
       AND tstzrange(o.starts_at, o.ends_at, '[)') && tstzrange(s.starts_at, s.ends_at, '[)')
       AND o.status IN ('confirmed', 'attended')
     LIMIT 1;
    IF FOUND THEN
        RETURN QUERY SELECT 'overlap', b.id, b.code::text;
        RETURN;
    END IF;

    -- Rules count her other bookings, so two of hers at once are judged one after the other: the second waits here and
    -- then sees the first. Nothing is waited for while this lock is held, so nobody can wait in a circle.
    -- Functions in SQL are planned at every call: where the portal has no rule at all, none is called.
    IF (CASE WHEN EXISTS (SELECT FROM testing_eligibilityrule) THEN testing_has_rules(s.exam_id, now()) END) THEN
        PERFORM pg_advisory_xact_lock(4183, p_person::integer);
        IF testing_kept_out(s.id, p_person, now()) THEN
            outcome := 'rule';
            RETURN NEXT;
            RETURN;
        END IF;
    END IF;

    IF s.pools_served_at IS NULL THEN
        SELECT t.number INTO seat FROM testing_seat t
         WHERE t.session_id = s.id AND t.number >= s.free_from AND NOT t.closed
           AND NOT EXISTS (SELECT FROM testing_booking o WHERE o.session_id = s.id AND o.seat_no = t.number)
         ORDER BY t.number LIMIT 1;
        lowest := coalesce(seat, s.seats) + 1;
    ELSE
        -- While people wait, a newcomer sees the pools as they stood when the line was last offered their seats:
        -- a seat that was released since is theirs first.
        seat := testing_seat_for(s.id, p_person, p_needs_access, CASE WHEN EXISTS (
            SELECT FROM testing_booking w WHERE w.session_id = s.id AND w.status = 'waiting' AND w.wait_no IS NOT NULL
        ) THEN least(s.pools_served_at, now()) ELSE now() END);
        lowest := s.free_from;  -- seats of other pools below hers may be free
    END IF;
    number_in_line := CASE WHEN seat IS NULL THEN s.wait_seq + 1 END;
    outcome := CASE WHEN seat IS NULL THEN 'waiting' ELSE 'confirmed' END;

    INSERT INTO testing_booking (session_id, person_id, status, seat_no, wait_no, code, idempotency_key,
                                 starts_at, ends_at, booked_at, needs_access)
    VALUES (s.id, p_person, outcome, seat, number_in_line, p_code, p_key, s.starts_at, s.ends_at, clock_timestamp(), p_needs_access)
    RETURNING id INTO booking_id;
    UPDATE testing_session SET free_from = lowest, wait_seq = coalesce(number_in_line, s.wait_seq)
     WHERE id = s.id AND (free_from, wait_seq) IS DISTINCT FROM (lowest, coalesce(number_in_line, s.wait_seq));
    INSERT INTO core_auditentry (at, actor, actor_id, verb, subject_type, subject_id, facts, request_id)
    VALUES (now(), p_actor, p_person, 'book', 'testing.booking', booking_id::text,
            jsonb_build_object('session', s.id, 'seat', seat, 'wait', number_in_line), p_request);
    -- Not urgent: the sweeper finds it within seconds, and this transaction never speaks to Redis.
    INSERT INTO core_job (kind, key, payload, status, attempts, run_after, last_error)
    VALUES ('booking.tell', 'booking.tell:' || booking_id || ':' || outcome,
            jsonb_build_object('booking', booking_id, 'what', outcome), 'due', 0, now(), '');
    code := p_code;
    RETURN NEXT;
END;
$$;
