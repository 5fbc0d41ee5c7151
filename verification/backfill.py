"""Log certificates and revocations of the time before the public log. For migrations: models come as they were then.

They are logged in the order of their time; the log proves of them that they have not changed since that day, and not
on which day before they were made.
"""

from typing import Any

from django.db import connection, transaction

from verification import entries

BATCH = 500
TURN = "SELECT pg_advisory_xact_lock(4184, 1)"  # the head of the log, as in verification.actions.log
MISSING = """
    SELECT 'certificate', c.id, c.issued_at FROM verification_certificate c
     WHERE NOT EXISTS (SELECT FROM verification_salt s WHERE s.certificate_id = c.id)
    UNION ALL SELECT 'revocation', v.id, v.revoked_at FROM verification_revocation v
      JOIN verification_certificate c ON c.id = v.certificate_id
     WHERE NOT EXISTS (SELECT FROM verification_logentry e WHERE e.kind = 'revoke' AND e.number = left(c.number, -9))
     ORDER BY 3, 1, 2
"""


def log_what_came_before(apps: Any, schema_editor: Any) -> None:
    """Append what is missing, 500 to a transaction. Does nothing where nothing is missing."""
    with connection.cursor() as cursor:
        cursor.execute(MISSING)
        missing = [(kind, pk) for kind, pk, _at in cursor.fetchall()]
    for start in range(0, len(missing), BATCH):
        with transaction.atomic():
            _append(apps, missing[start : start + BATCH])


def _append(apps: Any, batch: list[tuple[str, int]]) -> None:
    of = {
        name: apps.get_model("verification", name)
        for name in ("Certificate", "Revocation", "Salt", "LogEntry")
    }
    with connection.cursor() as cursor:
        cursor.execute(TURN)
    certificates = of["Certificate"].objects.in_bulk([pk for kind, pk in batch if kind == "certificate"])
    revocations = (
        of["Revocation"]
        .objects.select_related("certificate")
        .in_bulk([pk for kind, pk in batch if kind == "revocation"])
    )
    new = [of["Salt"](certificate_id=pk, value=entries.new_salt()) for pk in certificates]
    of["Salt"].objects.bulk_create(new)
    wanted = [*certificates, *(row.certificate_id for row in revocations.values())]
    salts = dict(of["Salt"].objects.filter(pk__in=wanted).values_list("pk", "value"))
    before = _followed(of["Certificate"], certificates.values())
    bodies = []
    for kind, pk in batch:
        if kind == "certificate":
            row = certificates[pk]
            bodies.append(
                entries.of_issue(row.number, row.issued_at, row.facts, salts[pk], before.get(pk, ""))
            )
        else:
            row = revocations[pk]
            salt = salts[row.certificate_id]
            number = row.certificate.number
            bodies.append(entries.of_revocation(number, row.revoked_at, row.reason, row.office, salt))
    last = of["LogEntry"].objects.order_by("-index").values_list("index", flat=True).first()
    first = 0 if last is None else last + 1
    of["LogEntry"].objects.bulk_create(
        of["LogEntry"](index=first + place, body=body) for place, body in enumerate(bodies)
    )


def _followed(model: Any, certificates: Any) -> dict[int, str]:
    """The number that each certificate of a corrected result follows."""
    later = {row.result_id: row for row in certificates if row.result_version > 1}
    rows = model.objects.filter(result__in=later).order_by("result_version")
    return {
        later[row.result_id].pk: row.number
        for row in rows
        if row.result_version < later[row.result_id].result_version
    }
