"""Keep files provable for long: a time-stamp or a further seal behind what is there. Each file before stays on record."""

from datetime import datetime
from importlib import import_module

from asn1crypto import x509
from cryptography.hazmat.primitives import serialization
from django.conf import settings
from django.db import IntegrityError, transaction

from hcec.core import outbox
from verification import storage
from verification.actions import keys as key_list
from verification.actions.papers import statement
from verification.models import Certificate, CertificateFile, RenewedFile, Retired, SigningKey
from verification.models.renewals import Renewal
from verification.queries import files
from verification.signing import keys

BATCH = 1000


class Lost(Exception):
    """The file to renew is not what was put on record."""


def order_due(*, at: datetime) -> int:
    """A job for each file that must be renewed (a thousand a time); how many. Ordered twice, it is one job."""
    found = list(files.due(at).values_list("pk", flat=True)[:BATCH])
    outbox.enqueue_many(
        "certificate.renew", [(f"{pk}:{at:%Y%m%d}", {"certificate": pk}) for pk in found], urgent=False
    )
    return len(found)


def renew(certificate: Certificate, *, at: datetime) -> RenewedFile | None:
    """The next file of the chain where one is due, else nothing. Refuses as `keys.in_force` does.

    Raises Lost where the newest file is gone, and what the time-stamp service failed with.
    """
    if not files.due(at).filter(pk=certificate.pk).exists():
        return None
    latest = files.newest(certificate)
    content = storage.read(latest.sha256)
    if content is None:
        raise Lost(latest.sha256)
    order = latest.order + 1 if isinstance(latest, RenewedFile) else 2
    if settings.TIMESTAMP_URL and not is_spoilt(certificate):
        stamps = import_module("verification.signing.stamps")
        document, until = stamps.stamped(content, roots_of(certificate))
        return record(
            certificate, latest, document, order=order, at=at, what=Renewal.STAMP, lasts_until=until
        )
    key = keys.configured()
    row = key_list.in_force(key, at=at) if key else None
    if key is None or row is None or row == latest.key:
        return None
    general = import_module("verification.signing.general")
    document = general.signed(content, key, statement(certificate, at), field=f"Seal{order}")
    return record(
        certificate,
        latest,
        document,
        order=order,
        at=at,
        what=Renewal.SEAL,
        lasts_until=row.valid_until,
        key=row,
    )


def is_spoilt(certificate: Certificate) -> bool:
    """Whether it has only a seal that somebody else may have made."""
    file, key = certificate.file, certificate.file.key
    if key is None or key.retired_at is None or key.reason != Retired.COMPROMISED:
        return False
    return file.made_at > key.retired_at and not certificate.renewed_files.filter(key__isnull=False).exists()


def roots_of(certificate: Certificate) -> list[x509.Certificate]:
    """The uppermost certificates of the keys that sealed its files."""
    rows = SigningKey.objects.filter(files__certificate=certificate).union(
        SigningKey.objects.filter(renewed_files__certificate=certificate)
    )
    tops = [row.certificates[-1] for row in rows]
    return [x509.Certificate.load(top.public_bytes(serialization.Encoding.DER)) for top in tops]


def record(
    certificate: Certificate,
    before: CertificateFile | RenewedFile,
    document: bytes,
    *,
    order: int,
    at: datetime,
    what: str,
    lasts_until: datetime,
    key: SigningKey | None = None,
) -> RenewedFile:
    """Keep the file and put it on record; where another worker was first, the answer is that one's."""
    sha256 = storage.keep(document)
    try:
        with transaction.atomic():
            return RenewedFile.objects.create(
                certificate=certificate, order=order, before=before.sha256, sha256=sha256, size=len(document),
                made_at=at, what=what, key=key, lasts_until=lasts_until,
            )  # fmt: skip
    except IntegrityError:
        return RenewedFile.objects.get(certificate=certificate, order=order)
