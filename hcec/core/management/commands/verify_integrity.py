"""`manage.py verify_integrity`: check every invariant in SQL; exit 1 with the broken ones named."""

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hcec.core.integrity import all_invariants


class Command(BaseCommand):
    help = "Checks every invariant of the database and names the broken ones."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = {invariant.name: invariant.broken() for invariant in all_invariants()}
        broken = {name: rows for name, rows in findings.items() if rows}
        if options["json"]:
            self.stdout.write(
                json.dumps({"checked": len(findings), "broken": broken}, default=str, ensure_ascii=False)
            )
        else:
            for name, rows in broken.items():
                self.stderr.write(f"BROKEN: {name}")
                for row in rows:
                    self.stderr.write(f"    {row}")
            self.stdout.write(f"{len(findings)} invariants checked, {len(broken)} broken")
        if broken:
            sys.exit(1)
