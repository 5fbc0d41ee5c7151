"""The yearly drill: certificates proved by the checker that people keep, alone in a process without network or database."""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from verification import keepsakes, storage
from verification.models import CertificateFile
from verification.queries import log

# Python's own audit of a process that opens a socket.
NO_NETWORK = (
    "import sys; sys.addaudithook(lambda event, args: event.startswith('socket.') and sys.exit('network'))\n"
)
FUTURE = b"from __future__ import annotations\n"


class Command(BaseCommand):
    help = "Proves certificates drawn by chance with the offline checker alone; exit status 1 where one is not proved."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--count", type=int, default=20)

    def handle(self, *args: Any, count: int, **options: Any) -> None:
        files = CertificateFile.objects.select_related("certificate").order_by("?")[:count]
        failed = proved = 0
        with tempfile.TemporaryDirectory() as folder:
            script, paper = Path(folder) / "check_certificate.py", Path(folder) / "certificate.pdf"
            script.write_bytes(
                NO_NETWORK.encode()
                + (keepsakes.content(script.name, log.all_keys()) or b"").replace(FUTURE, b"", 1)
            )
            for file in files:
                paper.write_bytes(storage.read(file.sha256) or b"")
                run = subprocess.run(
                    [sys.executable, "-I", str(script), str(paper)],
                    capture_output=True, text=True, check=False, env={"PYTHONUTF8": "1"},
                )  # fmt: skip
                if run.returncode == 0 and file.certificate.number in run.stdout:
                    proved += 1
                else:
                    failed += 1
                    self.stderr.write(
                        f"{file.certificate.number}: {(run.stdout or run.stderr).strip()[:300]}"
                    )
        self.stdout.write(f"{proved} proved without the portal, {failed} not")
        if failed or not proved:
            raise CommandError("the drill failed: a paper does not prove itself")
