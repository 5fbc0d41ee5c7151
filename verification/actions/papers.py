"""Make the PDF of a certificate, once: whoever writes the row first wins, a second making is harmless."""

from datetime import datetime
from importlib import import_module

from django.db import IntegrityError, transaction

from hcec.accounts.actions import notices as inbox
from verification import notices, paper, storage
from verification.actions import keys as key_list
from verification.actions import log
from verification.models import Certificate, CertificateFile, IssueRun, SigningKey
from verification.queries import runs
from verification.signing import appended, keys


def make(certificate: Certificate, *, at: datetime) -> CertificateFile:
    """The certificate's file, made and sealed now where there is none. Raises PdfError where no PDF can be made here;
    refuses as `key_list.in_force` does where the configured key may not seal."""
    kept = CertificateFile.objects.filter(certificate=certificate).first()
    if kept is None:
        log.covered(certificate, at=at)
        key = keys.configured()
        row = key_list.in_force(key, at=at) if key else None
        content = drawn(certificate, key, at=at)
        kept = record(certificate, storage.keep(content), len(content), at=at, key=row)
    if certificate.run is not None:
        tell_when_finished(certificate.run)
    return kept


def drawn(certificate: Certificate, key: keys.Key | None, *, at: datetime) -> bytes:
    """The bytes of the file: the paper and, where there is a key, its seal of that moment. The same gives the same."""
    document = paper.pdf_of(certificate)
    if key is None:
        return document
    says = statement(certificate, at)
    try:
        return appended.signed(document, key, says)
    except appended.OtherForm:  # WeasyPrint's own file
        return import_module("verification.signing.general").signed(document, key, says)


def statement(certificate: Certificate, at: datetime) -> appended.Statement:
    """What the seal says of itself, in both languages: readers show one text."""
    issuer = certificate.words.issuer
    return appended.Statement(
        reason=f"ออกและรับรองเอกสารเลขที่ {certificate.number} / Issues and certifies {certificate.number}",
        location=f"{issuer.th} / {issuer.en}" if issuer.en else issuer.th,
        at=at,
    )


def again(file: CertificateFile) -> str:
    """Make a lost file once more and keep it; the hash of what came out, or nothing where its key is no longer here."""
    key = keys.configured() if file.key else None
    if file.key and (key is None or key.fingerprint != file.key.fingerprint):
        return ""
    return storage.keep(drawn(file.certificate, key, at=file.made_at))


def record(
    certificate: Certificate, sha256: str, size: int, *, at: datetime, key: SigningKey | None = None
) -> CertificateFile:
    """Put the file on record; where another worker was first, the answer is that one's."""
    try:
        with transaction.atomic():
            return CertificateFile.objects.create(
                certificate=certificate, sha256=sha256, size=size, made_at=at, key=key
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
