"""Make the PDF of a certificate, once: whoever writes the row first wins, a second making is harmless."""

from datetime import datetime

from django.db import IntegrityError, transaction

from hcec.accounts.actions import notices as inbox
from verification import notices, paper, storage
from verification.models import Certificate, CertificateFile, IssueRun
from verification.queries import runs


def make(certificate: Certificate, *, at: datetime) -> CertificateFile:
    """The certificate's file, made now where there is none. Raises PdfError where no PDF can be made here."""
    kept = CertificateFile.objects.filter(certificate=certificate).first()
    if kept is None:
        content = paper.pdf_of(certificate)
        kept = record(certificate, storage.keep(content), len(content), at=at)
    if certificate.run is not None:
        tell_when_finished(certificate.run)
    return kept


def record(certificate: Certificate, sha256: str, size: int, *, at: datetime) -> CertificateFile:
    """Put the file on record; where another worker was first, the answer is that one's."""
    try:
        with transaction.atomic():
            return CertificateFile.objects.create(
                certificate=certificate, sha256=sha256, size=size, made_at=at
            )
    except IntegrityError:
        return CertificateFile.objects.get(certificate=certificate)


def tell_when_finished(run: IssueRun) -> None:
    """Tell the issuer when this was the last paper of the run. Called after its commit, so the last one sees all."""
    progress = runs.progress(run)
    if progress.finished:
        message = notices.run_finished(run, progress.issued)
        inbox.tell(
            message.person, subject=message.subject, body=message.body, path=message.path, key=message.key
        )
