-- Whether a pool is kept for this person: what the centers' function says of everything that is kept for some people.
CREATE OR REPLACE FUNCTION testing_pool_admits(p_pool bigint, p_person bigint) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT centers_admits(
               p.audience_kinds,
               ARRAY(SELECT a.affiliation_id FROM testing_seatpool_audience_affiliations a WHERE a.seatpool_id = p.id),
               p.near, s.center_id, p_person)
      FROM testing_seatpool p JOIN testing_session s ON s.id = p.session_id
     WHERE p.id = p_pool
$$;
