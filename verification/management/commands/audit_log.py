"""`manage.py audit_log`: the whole public log against the database, and against checkpoints that were kept elsewhere."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from verification import audit
from verification.merkle.notes import Malformed
from verification.queries import log


class Command(BaseCommand):
    help = (
        "Computes the public log anew and names whatever differs from what was signed, published or recorded."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "published",
            nargs="*",
            type=Path,
            help="checkpoints kept outside the database, such as a witness's; without one, whoever owns the"
            " database could have rewritten everything",
        )
        parser.add_argument(
            "--log-only", action="store_true", help="leave certificates and revocations aside"
        )

    def handle(self, *args: Any, published: list[Path], log_only: bool = False, **options: Any) -> None:
        try:
            found = list(audit.findings([path.read_text() for path in published], log_only=log_only))
        except (Malformed, OSError) as fault:
            raise CommandError(str(fault)) from None
        for finding in found:
            self.stderr.write(finding)
        self.stdout.write(
            f"{log.size()} entries audited against {len(published)} checkpoints from outside, {len(found)} findings"
        )
        if found:
            sys.exit(1)
