-- Which free seats of a session a person may have (guideline 7.3, 7.4; decision 0018). One truth for booking, for the
-- waiting list, for the pages and for the check of integrity.

-- Whether a pool is kept for this person: her kind, her affiliation, and where she works.
CREATE OR REPLACE FUNCTION testing_pool_admits(p_pool bigint, p_person bigint) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (
        SELECT FROM testing_seatpool p
          JOIN testing_session s ON s.id = p.session_id
          JOIN centers_center c ON c.id = s.center_id
          JOIN accounts_user u ON u.id = p_person
          LEFT JOIN centers_workplace w ON w.person_id = u.id
          LEFT JOIN centers_school h ON h.id = w.school_id
         WHERE p.id = p_pool
           AND (p.audience_kinds = '{}' OR u.kind = ANY (p.audience_kinds))
           AND (NOT EXISTS (SELECT FROM testing_seatpool_audience_affiliations a WHERE a.seatpool_id = p.id)
                OR EXISTS (SELECT FROM testing_seatpool_audience_affiliations a
                            WHERE a.seatpool_id = p.id AND a.affiliation_id = w.affiliation_id))
           AND CASE p.near
               WHEN 'province' THEN coalesce(w.province_id, h.province_id) = c.province_id
               WHEN 'area' THEN h.area_id = c.host_area_id
                    OR EXISTS (SELECT FROM centers_center_areas_served v
                                WHERE v.center_id = c.id AND v.servicearea_id = h.area_id)
               ELSE true END)
$$;

-- The numbers of the free seats that are open to a person at a moment, lowest first. Somebody who needs an accessible
-- seat gets one of these where the session has any; nobody gets a standby seat this way. Without a person: what is
-- open to everyone.
CREATE OR REPLACE FUNCTION testing_free_seats(
    p_session bigint, p_person bigint, p_needs_access boolean, p_at timestamptz
) RETURNS TABLE (number smallint)
LANGUAGE sql STABLE
AS $$
    SELECT t.number
      FROM testing_session s
      JOIN testing_seat t ON t.session_id = s.id
     WHERE s.id = p_session AND NOT t.closed
       AND CASE WHEN p_needs_access
                 AND EXISTS (SELECT FROM testing_seat k WHERE k.session_id = p_session AND k.kind = 'accessible')
                THEN t.kind = 'accessible'
                ELSE t.kind = 'ordinary' OR (t.kind = 'accessible' AND s.accessible_until <= p_at) END
       AND (t.pool_id IS NULL OR t.pool_id = ANY (ARRAY(
            SELECT p.id FROM testing_seatpool p
             WHERE p.session_id = p_session AND (p.released_at <= p_at OR testing_pool_admits(p.id, p_person)))))
       AND NOT EXISTS (SELECT FROM testing_booking o WHERE o.session_id = p_session AND o.seat_no = t.number)
     ORDER BY t.number
$$;

CREATE OR REPLACE FUNCTION testing_seat_for(
    p_session bigint, p_person bigint, p_needs_access boolean, p_at timestamptz
) RETURNS smallint
LANGUAGE sql STABLE
AS $$ SELECT number FROM testing_free_seats(p_session, p_person, p_needs_access, p_at) LIMIT 1 $$;
