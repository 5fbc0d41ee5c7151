"""Invariants that SQL can check: each app lists its own, `manage.py verify_integrity` runs them all."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.db import connection


@dataclass(frozen=True)
class Invariant:
    """A truth of the whole database. `sql` selects the rows that break it, so an empty answer is good."""

    name: str
    sql: str

    def broken(self, limit: int = 20) -> list[tuple]:
        """The first rows that break the truth."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM ({self.sql}) AS broken LIMIT {int(limit)}")
            return cursor.fetchall()


INVARIANTS = [
    Invariant(
        "no job waits for more than 60 seconds",
        "SELECT id, kind, key FROM core_job WHERE status = 'due' AND run_after < now() - interval '60 seconds'",
    ),
    Invariant(
        "no job is held past its lease",
        "SELECT id, kind, key FROM core_job WHERE status = 'leased' AND lease_until < now() - interval '60 seconds'",
    ),
    Invariant("no job was given up", "SELECT id, kind, key, last_error FROM core_job WHERE status = 'dead'"),
    Invariant(
        "no audit entry lies in the future",
        "SELECT id FROM core_auditentry WHERE at > now() + interval '5 minutes'",
    ),
    Invariant(
        "row security is on wherever a policy was written",
        "SELECT relname FROM pg_class WHERE NOT relrowsecurity AND oid IN (SELECT polrelid FROM pg_policy)",
    ),
    Invariant(
        "the role of branches cannot pass by the policies",
        "SELECT r.rolname FROM pg_roles r WHERE r.rolname = 'hcec_branch' AND (r.rolsuper OR r.rolbypassrls"
        " OR EXISTS (SELECT FROM pg_class c WHERE c.relowner = r.oid))",
    ),
]


def all_invariants() -> Iterator[Invariant]:
    """The invariants of every installed app, kernel first."""
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.integrity"):
            yield from getattr(import_module(f"{config.name}.integrity"), "INVARIANTS", [])
