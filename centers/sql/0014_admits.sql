-- Whether something that is kept for some people is kept for this person: her kind, her affiliation, and where she works
-- (guideline 7.3, 7.4). Empty lists are everyone; `near` is '', 'province' or 'area' of the center.
CREATE OR REPLACE FUNCTION centers_admits(
    p_kinds varchar[], p_affiliations bigint[], p_near varchar, p_center bigint, p_person bigint
) RETURNS boolean
LANGUAGE sql STABLE
AS $$
    SELECT EXISTS (
        SELECT FROM accounts_user u
          JOIN centers_center c ON c.id = p_center
          LEFT JOIN centers_workplace w ON w.person_id = u.id
          LEFT JOIN centers_school h ON h.id = w.school_id
         WHERE u.id = p_person
           AND (p_kinds = '{}' OR u.kind = ANY (p_kinds))
           AND (p_affiliations = '{}' OR w.affiliation_id = ANY (p_affiliations))
           AND CASE p_near
               WHEN 'province' THEN coalesce(w.province_id, h.province_id) = c.province_id
               WHEN 'area' THEN h.area_id = c.host_area_id
                    OR EXISTS (SELECT FROM centers_center_areas_served v
                                WHERE v.center_id = c.id AND v.servicearea_id = h.area_id)
               ELSE true END)
$$;
