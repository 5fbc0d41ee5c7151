"""Make the PDFs of certificates, once: whoever writes the row first wins, a second making is harmless."""

from collections.abc import Sequence
from datetime import datetime
from importlib import import_module

from hcec.accounts.actions import notices as inbox
from verification import notices, paper, storage
from verification.actions import keys as key_list
from verification.actions import log
from verification.models import Certificate, CertificateFile, IssueRun
from verification.queries import runs
from verification.queries.log import Logged
from verification.signing import appended, keys


def make(certificate: Certificate, *, at: datetime) -> CertificateFile:
    """The certificate's file, made and sealed now where there is none. Raises PdfError where no PDF can be made here;
    refuses as `key_list.in_force` does where the configured key may not seal."""
    [kept] = make_all([certificate], at=at)
    return kept


def make_all(certificates: Sequence[Certificate], *, at: datetime) -> list[CertificateFile]:
    """The files of these, which share what they ask of the database. Raises and refuses as `make` does; whatever is on
    record by then is right and stays."""
    known = CertificateFile.objects.filter(certificate__in=certificates).values_list("certificate", flat=True)
    missing = [each for each in certificates if each.pk not in set(known)]
    if missing:
        proofs = log.covered(missing, at=at)
        key = keys.configured()
        row = key_list.in_force(key, at=at) if key else None
        files = []
        for each in missing:
            content = drawn(each, key, at=at, logged=proofs.get(each.pk))
            files.append(
                CertificateFile(
                    certificate=each, sha256=storage.keep(content), size=len(content), made_at=at, key=row
                )
            )
        record(files)
    for run in {each.run for each in certificates if each.run is not None}:
        tell_when_finished(run)
    kept = CertificateFile.objects.in_bulk([each.pk for each in certificates], field_name="certificate_id")
    return [kept[each.pk] for each in certificates]


def drawn(
    certificate: Certificate, key: keys.Key | None, *, at: datetime, logged: Logged | None = None
) -> bytes:
    """The bytes of the file: the paper and, where there is a key, its seal of that moment. The same gives the same."""
    document = paper.pdf_of(certificate, logged)
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


def record(files: Sequence[CertificateFile]) -> None:
    """Put files on record; where another worker was first, that one's stay."""
    CertificateFile.objects.bulk_create(files, ignore_conflicts=True)


def tell_when_finished(run: IssueRun) -> None:
    """Tell the issuer when this was the last paper of the run. Called after its commit, so the last one sees all."""
    progress = runs.progress(run)
    if progress.finished:
        message = notices.run_finished(run, progress.issued)
        inbox.tell(
            message.person, subject=message.subject, body=message.body, path=message.path, key=message.key
        )
