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
-- Few and large statements, because each costs more to begin than to do; what that gains stands in decision 0024.
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
    look record;
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
    END;
    IF outcome IS NOT NULL THEN
        RETURN NEXT;
        RETURN;
    END IF;

    -- What is asked of other rows, in one look: her affiliation, her live booking of this session, her seat elsewhere in
    -- these hours, and whether the portal has any rule.
    SELECT EXISTS (SELECT FROM testing_session_audience_affiliations a WHERE a.session_id = s.id)
           AND NOT EXISTS (SELECT FROM testing_session_audience_affiliations a
                             JOIN centers_workplace w ON w.affiliation_id = a.affiliation_id
                            WHERE a.session_id = s.id AND w.person_id = p_person) AS outside,
           (SELECT o.id FROM testing_booking o
             WHERE o.session_id = s.id AND o.person_id = p_person AND o.status NOT IN ('cancelled', 'lapsed')
             LIMIT 1) AS here,
           (SELECT o.id FROM testing_booking o
             WHERE int8range(o.person_id, o.person_id, '[]') && int8range(p_person, p_person, '[]')
               AND tstzrange(o.starts_at, o.ends_at, '[)') && tstzrange(s.starts_at, s.ends_at, '[)')
               AND o.status IN ('confirmed', 'attended')
             LIMIT 1) AS elsewhere,
           EXISTS (SELECT FROM testing_eligibilityrule) AS ruled
      INTO look;
    IF look.outside THEN
        outcome := 'audience_affiliation';
        RETURN NEXT;
        RETURN;
    ELSIF look.here IS NOT NULL OR look.elsewhere IS NOT NULL THEN
        RETURN QUERY
        SELECT CASE WHEN o.idempotency_key = p_key THEN 'again' WHEN look.here IS NULL THEN 'overlap' ELSE 'already' END,
               o.id, o.code::text
          FROM testing_booking o WHERE o.id = coalesce(look.here, look.elsewhere);
        RETURN;
    END IF;

    -- Rules count her other bookings, so two of hers at once are judged one after the other: the second waits here and
    -- then sees the first. Nothing is waited for while this lock is held, so nobody can wait in a circle.
    -- Functions in SQL are planned at every call: where the portal has no rule at all, none is called.
    IF (CASE WHEN look.ruled THEN testing_has_rules(s.exam_id, now()) END) THEN
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
    ELSE
        -- While people wait, a newcomer sees the pools as they stood when the line was last offered their seats:
        -- a seat that was released since is theirs first.
        seat := testing_seat_for(s.id, p_person, p_needs_access, CASE WHEN EXISTS (
            SELECT FROM testing_booking w WHERE w.session_id = s.id AND w.status = 'waiting' AND w.wait_no IS NOT NULL
        ) THEN least(s.pools_served_at, now()) ELSE now() END);
    END IF;
    IF seat IS NULL THEN  -- a number is never taken from a booking again, so none is given twice
        SELECT coalesce(max(o.wait_no), 0) + 1 INTO number_in_line FROM testing_booking o WHERE o.session_id = s.id;
    END IF;
    outcome := CASE WHEN seat IS NULL THEN 'waiting' ELSE 'confirmed' END;

    WITH made AS (
        INSERT INTO testing_booking (session_id, person_id, status, seat_no, wait_no, code, idempotency_key,
                                     starts_at, ends_at, booked_at, needs_access)
        VALUES (s.id, p_person, outcome, seat, number_in_line, p_code, p_key,
                s.starts_at, s.ends_at, clock_timestamp(), p_needs_access)
        RETURNING id
    ), noted AS (
        INSERT INTO core_auditentry (at, actor, actor_id, verb, subject_type, subject_id, facts, request_id)
        SELECT now(), p_actor, p_person, 'book', 'testing.booking', made.id::text,
               jsonb_build_object('session', s.id, 'seat', seat, 'wait', number_in_line), p_request
          FROM made
    ), due AS (  -- not urgent: the sweeper finds it within seconds, and this transaction never speaks to Redis
        INSERT INTO core_job (kind, key, payload, status, attempts, run_after, last_error)
        SELECT 'booking.tell', 'booking.tell:' || made.id || ':' || outcome,
               jsonb_build_object('booking', made.id, 'what', outcome), 'due', 0, now(), ''
          FROM made
    )
    SELECT made.id INTO booking_id FROM made;
    -- The hint moves in strides: a new version of the session's row costs more than a few looks at taken seats.
    IF s.pools_served_at IS NULL
       AND (CASE WHEN seat IS NULL THEN s.free_from <= s.seats ELSE seat - s.free_from >= 8 END) THEN
        UPDATE testing_session SET free_from = coalesce(seat, s.seats) + 1 WHERE id = s.id;
    END IF;
    code := p_code;
    RETURN NEXT;
END;
$$;

-- The same, committed before it returns (decision 0024): the session is free for the next person as soon as the decision
-- is made, and only then is the disk waited for, by all who wait for it together. The second commit is empty and waits
-- as every commit does, for its own record and all before it: nobody hears an answer that could still be lost, and
-- whatever anybody decides upon this booking comes after it in the log.
CREATE OR REPLACE PROCEDURE testing_book_and_commit(
    p_session bigint, p_person bigint, p_kind text, p_key uuid, p_code text, p_actor text, p_request text,
    p_needs_access boolean, INOUT outcome text, INOUT booking_id bigint, INOUT code text
)
LANGUAGE plpgsql
AS $$
BEGIN
    SELECT made.* INTO outcome, booking_id, code
      FROM testing_book(p_session, p_person, p_kind, p_key, p_code, p_actor, p_request, p_needs_access) made;
    SET LOCAL synchronous_commit = off;
    COMMIT;
    PERFORM pg_logical_emit_message(true, 'testing_book', '');
END;
$$;
