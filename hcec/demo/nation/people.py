"""The people of the nation: their names by chance from the same lists as the small demo's, spread evenly over the centers."""

from django.db import connection

from centers.models import Affiliation, Workplace
from hcec.accounts.models import User
from hcec.demo.nation.bulk import bare, insert, last_id, run
from hcec.demo.people import names

DOMAIN = "nation.hcec.example"  # can never receive mail (RFC 2606)


def build(people: int, centers: int) -> int:
    """So many people and their workplaces; person `first + idx * centers + c` belongs to center c. Returns `first`."""
    run("CREATE TEMP TABLE demo_name (kind text, n int, th text, en text) ON COMMIT DROP")
    rows = [(kind, n, th, en) for kind in ("m", "f", "family") for n, (th, en) in enumerate(names(kind))]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO demo_name VALUES (%s, %s, %s, %s)", rows)
    counts = {"men": len(names("m")), "women": len(names("f")), "families": len(names("family"))}
    first = last_id(User) + 1
    params = counts | {"first": first, "people": people, "centers": centers, "domain": DOMAIN}
    with bare(User):
        insert(
            User,
            {
                "id": "%(first)s + p.n",
                "email": "lower(g.en) || '.' || lpad(p.n::text, 7, '0') || '@' || %(domain)s",
                "password": "'!' || md5(p.n::text)",
                "title": "CASE WHEN NOT p.woman THEN 'นาย' WHEN pg_temp.draw(p.n, 3, 10) < 4 THEN 'นาง' ELSE 'นางสาว' END",
                "first_name_th": "g.th",
                "last_name_th": "f.th",
                "first_name_en": "g.en",
                "last_name_en": "f.en",
                "kind": "CASE WHEN p.k < 82 THEN 'teacher' WHEN p.k < 90 THEN 'personnel' WHEN p.k < 96 THEN 'student' ELSE 'public' END",
                "date_joined": "now() - interval '800 days'",
            },
            """FROM (SELECT n, pg_temp.draw(n, 1, 10) < 7 AS woman, pg_temp.draw(n, 2, 100) AS k,
                            pg_temp.draw(n, 4, %(men)s) AS m, pg_temp.draw(n, 4, %(women)s) AS w,
                            pg_temp.draw(n, 5, %(families)s) AS l
                       FROM generate_series(0, %(people)s - 1) AS n) AS p
               JOIN demo_name g ON g.kind = CASE WHEN p.woman THEN 'f' ELSE 'm' END
                               AND g.n = CASE WHEN p.woman THEN p.w ELSE p.m END
               JOIN demo_name f ON f.kind = 'family' AND f.n = p.l""",
            params,
        )
    with bare(Workplace):
        insert(
            Workplace,
            {
                "person_id": "u.id",
                "province_id": "d.province",
                "school_id": "CASE WHEN u.kind <> 'public' THEN d.school END",
                "affiliation_id": "CASE WHEN u.kind = 'public' THEN %(nobody)s ELSE %(obec)s END",
            },
            "FROM accounts_user u JOIN demo_place d ON d.n = mod(u.id - %(first)s, %(centers)s) WHERE u.id >= %(first)s",
            params | {code: Affiliation.objects.get(code=name).pk for code, name in (("nobody", "none"), ("obec", "obec"))},
        )
    return first
