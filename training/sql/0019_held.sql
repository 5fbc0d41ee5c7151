-- A free seat of a round is one that nobody has and that is held for nobody (guideline 6.4.6, 7.3).
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
       AND NOT EXISTS (
            SELECT FROM training_offer h WHERE h.round_id = p_round AND h.seat_no = t.number AND h.status = 'open')
     ORDER BY t.pool_id IS NULL, t.number
$$;
