-- Which free seats of a round a person may have (guideline 7.3, 7.4): one truth for enrolment, the waiting list, pages and
-- integrity.

-- Whether a pool is kept for this person: what the centers' function says of everything that is kept for some people.
CREATE OR REPLACE FUNCTION training_pool_admits(p_pool bigint, p_person bigint) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT centers_admits(
               p.audience_kinds,
               ARRAY(SELECT a.affiliation_id FROM training_seatpool_audience_affiliations a WHERE a.seatpool_id = p.id),
               p.near, r.center_id, p_person)
      FROM training_seatpool p JOIN training_round r ON r.id = p.round_id
     WHERE p.id = p_pool
$$;

-- The numbers of the free seats that are open to a person at a moment, lowest first; her own pool's before those that are
-- for everyone, so that the others keep theirs. Without a person: what is open to everyone.
CREATE OR REPLACE FUNCTION training_free_seats(p_round bigint, p_person bigint, p_at timestamptz)
RETURNS TABLE (number smallint)
LANGUAGE sql STABLE
AS $$
    SELECT t.number
      FROM training_seat t
     WHERE t.round_id = p_round
       AND (t.pool_id IS NULL OR t.pool_id = ANY (ARRAY(
            SELECT p.id FROM training_seatpool p
             WHERE p.round_id = p_round AND (p.released_at <= p_at OR training_pool_admits(p.id, p_person)))))
       AND NOT EXISTS (SELECT FROM training_enrolment o WHERE o.round_id = p_round AND o.seat_no = t.number)
     ORDER BY t.pool_id IS NULL, t.number
$$;

CREATE OR REPLACE FUNCTION training_seat_for(p_round bigint, p_person bigint, p_at timestamptz) RETURNS smallint
LANGUAGE sql STABLE
AS $$ SELECT number FROM training_free_seats(p_round, p_person, p_at) LIMIT 1 $$;
