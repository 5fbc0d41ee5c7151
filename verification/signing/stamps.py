"""Time-stamps on sealed files (RFC 3161), with what a later reader needs to check them without asking anyone (PAdES B-LTA).

The time-stamp is one of the whole document: by EN 319 142-1 it is the trusted time of the seal as well, so the service is
never in the way of issuing, and the same step renews the proof before the service's own certificate ends.
"""

import io
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from asn1crypto import pem, x509
from django.conf import settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.signers.pdf_signer import TimestampDSSContentSettings
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko.sign.validation import async_add_validation_info
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError

from verification.signing.waiting import answer_of

TIMEOUT = 10  # seconds
# What is needed to check the time-stamp goes into the file before it, so that the time-stamp covers the whole file.
BEFORE = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)
# The service is away, or what it answered cannot be believed: the job tries again.
FAULTS = (TimestampRequestError, SignatureValidationError, PathBuildingError, PathValidationError, OSError)


class Stamped(NamedTuple):
    """The file with its time-stamp, and until when the certificate behind that lasts."""

    document: bytes
    until: datetime


def stamped(document: bytes, seals_of: Iterable[x509.Certificate]) -> Stamped:
    """The file with a time-stamp of the configured service behind all that it holds. Raises one of FAULTS.

    The first time also what is needed to check the seal (its certificates and whether they were revoked, as far as their
    issuers say) is put into the file; `seals_of` are the roots of the keys that sealed it.
    """
    trusted = [*roots(settings.TIMESTAMP_ROOTS), *seals_of]
    service = RequestsHTTPTimeStamper(settings.TIMESTAMP_URL, timeout=TIMEOUT)
    file, reader = io.BytesIO(document), PdfFileReader(io.BytesIO(document))
    if not reader.embedded_timestamp_signatures:
        seal = reader.embedded_regular_signatures[0]
        file = answer_of(async_add_validation_info(seal, context(trusted), force_write=True))
    made = answer_of(
        PdfTimeStamper(service).async_timestamp_pdf(
            IncrementalPdfFileWriter(file), "sha256", context(trusted), dss_settings=BEFORE
        )
    )
    return Stamped(made.getvalue(), answer_of(ends(service, context(trusted))))


async def ends(service: TimeStamper, known: ValidationContext) -> datetime:
    """When the service's certificate ends: by then the next time-stamp must be there."""
    paths = [path async for path in service.validation_paths(known)]
    return min(path.leaf.not_valid_after for path in paths)


def context(trusted: list[x509.Certificate]) -> ValidationContext:
    """Whom a file's certificates are checked against; asks their issuers about revocation where they say where to ask."""
    return ValidationContext(trust_roots=trusted, allow_fetching=True)


def roots(path: str) -> list[x509.Certificate]:
    """The certificates of a PEM file."""
    content = Path(path).read_bytes()
    return [x509.Certificate.load(der) for _, _, der in pem.unarmor(content, multiple=True)]
