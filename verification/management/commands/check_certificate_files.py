"""Compare the stored PDFs with their hashes and order again what is missing or is not what it was."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hcec.core import outbox
from hcec.core.db import database_now
from verification import paper, storage
from verification.models import Certificate, CertificateFile


class Command(BaseCommand):
    help = "Checks each certificate's PDF against its SHA-256; --mend makes lost ones again where the bytes come out the same."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--mend", action="store_true")

    def handle(self, *args: Any, mend: bool = False, **options: Any) -> None:
        lost = mended = 0
        for file in (
            CertificateFile.objects.select_related("certificate").order_by("pk").iterator(chunk_size=500)
        ):
            if storage.read(file.sha256) is not None:
                continue
            lost += 1
            if mend and storage.keep(paper.pdf_of(file.certificate)) == file.sha256:
                mended += 1
            else:
                self.stderr.write(f"{file.certificate.number}: {file.path}")
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
