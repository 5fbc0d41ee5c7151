"""Which posts the seats of which committees follow (appendices P.0 and C.0), as one query for pages, actions and checks.

A center's seats follow the posts of its host school. A province's follow the posts of the service areas that host or
serve its centers; its secretary is the director who hosts the first of its centers, by number, that is not closed (C.1).
"""

from committees.models import Level, Position
from committees.seat_plan import SEATS

PLANNED = ", ".join(
    f"('{level}', '{seat.position}', '{seat.follows}')"
    for level in Level
    for seat in SEATS[level]
    if seat.follows
)

# Rows of (post_id, committee_id, position). Nothing in it comes from outside.
FOLLOWED = f"""
WITH planned(level, position, kind) AS (VALUES {PLANNED}),
areas AS (
    SELECT province_id, host_area_id AS area_id, true AS hosts FROM centers_center WHERE host_area_id IS NOT NULL
    UNION
    SELECT x.province_id, s.servicearea_id, false
    FROM centers_center_areas_served s JOIN centers_center x ON x.id = s.center_id
)
SELECT p.id AS post_id, c.id AS committee_id, planned.position
FROM planned JOIN committees_post p ON p.kind = planned.kind
JOIN centers_center x ON x.host_school_id = p.school_id
JOIN committees_committee c ON c.center_id = x.id
WHERE planned.level = '{Level.CENTER}'
UNION
SELECT p.id, c.id, planned.position
FROM planned JOIN committees_post p ON p.kind = planned.kind
JOIN centers_center x ON x.host_school_id = p.school_id AND x.number = (
    SELECT min(y.number) FROM centers_center y
    WHERE y.province_id = x.province_id AND y.host_school_id IS NOT NULL AND y.status <> 'closed')
JOIN committees_committee c ON c.province_id = x.province_id
WHERE planned.position = '{Position.PROVINCE_SECRETARY}'
UNION
SELECT p.id, c.id, planned.position
FROM planned JOIN committees_post p ON p.kind = planned.kind
JOIN centers_servicearea a ON a.id = p.area_id
JOIN areas ON areas.area_id = a.id
JOIN committees_committee c ON c.province_id = areas.province_id
WHERE planned.level = '{Level.PROVINCE}' AND CASE planned.position
    WHEN '{Position.AREA_DIRECTOR}' THEN areas.hosts AND a.level = 'secondary'
    WHEN '{Position.PRIMARY_DIRECTOR}' THEN a.level = 'primary'
    ELSE true END
"""
