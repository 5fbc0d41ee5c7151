"""A signature appended by pyHanko to a PDF of any form: twenty milliseconds where the short way takes a fifth of one.

For the few papers that WeasyPrint wrote itself (a name with signs that Sarabun lacks), and for files that bear seals already.
"""

import io
from typing import Any

from asn1crypto import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from verification.signing.appended import FIELD, Statement
from verification.signing.keys import Key
from verification.signing.waiting import answer_of


class OurSigner(signers.Signer):
    """pyHanko's signer over a key of ours, wherever that is kept."""

    def __init__(self, key: Key) -> None:
        chain = [x509.Certificate.load(each.public_bytes(serialization.Encoding.DER)) for each in key.chain]
        registry = SimpleCertificateStore.from_certs(chain)
        super().__init__(signing_cert=chain[0], cert_registry=registry, embed_roots=False)
        self.key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return self.key.sign(data)


class SignerAt(signers.PdfSigner):
    """pyHanko's signer with the moment given instead of read from the clock."""

    def __init__(self, *args: Any, at: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.at = at

    def init_signing_session(self, *args: Any, **options: Any) -> Any:
        session = super().init_signing_session(*args, **options)
        session.system_time = self.at
        return session


def signed(document: bytes, key: Key, says: Statement, *, field: str = FIELD) -> bytes:
    """The document with one signature more in a field of this name. The first one certifies, as on the short way."""
    about = signers.PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, name=key.name,
        reason=says.reason, location=says.location, certify=field == FIELD,
    )  # fmt: skip
    signer = SignerAt(about, signer=OurSigner(key), at=says.at)
    made: io.BytesIO = answer_of(signer.async_sign_pdf(IncrementalPdfFileWriter(io.BytesIO(document))))
    return made.getvalue()
