"""Compare the stored PDFs with their hashes and order again what is missing or is not what it was."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hcec.core import outbox
from hcec.core.db import database_now
from verification import storage
from verification.actions import papers
from verification.models import Certificate, CertificateFile, RenewedFile


class Command(BaseCommand):
    help = "Checks each certificate's PDF against its SHA-256; --mend makes lost ones again where the bytes come out the same."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--mend", action="store_true")

    def handle(self, *args: Any, mend: bool = False, **options: Any) -> None:
        lost = mended = 0
        for file in (
            CertificateFile.objects.select_related("certificate__template_version", "key")
            .order_by("pk")
            .iterator(chunk_size=500)
        ):
            if storage.read(file.sha256) is not None:
                continue
            lost += 1
            if mend and papers.again(file) == file.sha256:
                mended += 1
            else:
                self.stderr.write(f"{file.certificate.number}: {file.path}")
        for later in (
            RenewedFile.objects.select_related("certificate").order_by("pk").iterator(chunk_size=500)
        ):
            if storage.read(later.sha256) is None:  # never made again: its time-stamp is of its own moment
                lost += 1
                self.stderr.write(
                    f"{later.certificate.number}: {later.whole_path.name}, from the backup only"
                )
        ordered = self.order_missing() if mend else 0
        self.stdout.write(
            f"{lost} lost or changed, {mended} made again, {ordered} ordered for the first time"
        )
        if lost > mended:
            raise CommandError("some PDFs are not what was put on record")

    def order_missing(self) -> int:
        """A job for each certificate that has neither file nor job (after a job was given up)."""
        now = database_now()
        bare = Certificate.objects.filter(file__isnull=True).order_by("pk").values_list("pk", flat=True)
        jobs = [(f"{pk}:{now:%Y%m%d%H%M%S}", {"certificate": pk}) for pk in bare]
        outbox.enqueue_many("certificate.render", jobs)
        return len(jobs)
