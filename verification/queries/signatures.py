"""Whether a file is what was issued: by its hash, and by the seals in it. Nothing of the file is kept.

The file is never opened as a PDF, which a stranger may have made to break whoever opens it: the range that a seal covers
stands in it in plain text, and only the seal's own container (CMS) is read.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from asn1crypto import cms
from cryptography import x509

from verification.models import Certificate, CertificateFile, RenewedFile, Retired, SigningKey
from verification.signing.keys import name_of

LARGEST = 5 * 1024 * 1024  # bytes; the largest paper of ours has a fiftieth of it
MOST_SEALS = 32
LONGEST_CONTAINER = 128 * 1024  # hexadecimal digits
DIGESTS = ("sha256", "sha384", "sha512")
_RANGE = re.compile(rb"/ByteRange\s*\[\s*0\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")
_MOMENT = re.compile(rb"/M\s*\(D(?::|\\072)(\d{14})Z")
_NUMBER = re.compile(rb"/ID\s*\[\s*\(([0-9A-Z-]{10,60})\)")


@dataclass(frozen=True)
class Seal:
    """A signature in a file, as it was found. `key` is the one of the public list, None for a stranger's."""

    signer: str
    key: SigningKey | None
    intact: bool  # the bytes that it covers are those that were signed
    whole: bool  # and these are all bytes of the file
    at: datetime | None  # when it says that it was made
    in_force: bool  # the key was in force then


@dataclass(frozen=True)
class Stamp:
    """A time-stamp of the file (RFC 3161): who says that it existed at that moment."""

    authority: str
    at: datetime
    intact: bool
    whole: bool


@dataclass(frozen=True)
class Facts:
    """What was found. `certificate` is whose file this is, byte for byte; `number` is what the file says it is."""

    sha256: str
    certificate: Certificate | None = None
    number: str = ""
    seals: tuple[Seal, ...] = ()
    stamps: tuple[Stamp, ...] = ()

    @property
    def word(self) -> str:
        """ours: one of our files, unchanged. sealed: not on record here, but whole under a seal of a key of ours that
        was in force. changed: it bears a seal of ours and is not what was sealed. foreign: none of our files."""
        if self.certificate is not None:
            return "ours"
        own = [seal for seal in self.seals if seal.key is not None]
        if any(seal.intact and seal.whole and seal.in_force for seal in own):
            return "sealed"
        return "changed" if own else "foreign"

    @property
    def key(self) -> SigningKey | None:
        """The key of the list that sealed it, where the seal holds."""
        return next((seal.key for seal in self.seals if seal.key and seal.intact), None)


def judge(document: bytes) -> Facts:
    """What the file is. Three queries at most, none for one that is too large to be ours."""
    sha256 = hashlib.sha256(document).hexdigest()
    if len(document) > LARGEST:
        return Facts(sha256)
    file = _on_record(sha256)
    seals, stamps = [], []
    found = list(containers(document))
    keys = _keys(container for container, _, _ in found)
    for container, covered, place in found:
        if container["encap_content_info"]["content_type"].native == "tst_info":
            stamps += _stamp(container, covered)
        else:
            seals += _seal(container, covered, keys, _moment(document, place), known=file is not None)
    number = _NUMBER.search(document)
    return Facts(
        sha256,
        file.certificate if file else None,
        file.certificate.number if file else (number[1].decode() if number else ""),
        tuple(seals),
        tuple(stamps),
    )


@dataclass(frozen=True)
class Covered:
    """The two pieces of the file around a seal's own bytes."""

    document: bytes
    end: int
    start: int
    length: int

    @property
    def whole(self) -> bool:
        return self.start + self.length == len(self.document)

    def digest(self, algorithm: str) -> bytes:
        made = hashlib.new(algorithm, self.document[: self.end])
        made.update(self.document[self.start : self.start + self.length])
        return made.digest()


def containers(document: bytes) -> Iterator[tuple[cms.SignedData, Covered, int]]:
    """Each container of a seal or time-stamp that can be read, what it covers, and where its dictionary names that."""
    for number, found in enumerate(_RANGE.finditer(document)):
        if number == MOST_SEALS:
            return
        end, start, length = map(int, found.groups())
        digits = document[end + 1 : start - 1]
        around = document[end : end + 1] + document[start - 1 : start]
        if around != b"<>" or len(digits) > LONGEST_CONTAINER:
            continue
        try:
            data = cms.ContentInfo.load(bytes.fromhex(digits.decode("ascii")))["content"]
            if len(data["signer_infos"]) == 1 and data["certificates"]:
                yield data, Covered(document, end, start, length), found.start()
        except (
            ValueError,
            TypeError,
            KeyError,
            AttributeError,
        ):  # whatever a stranger wrote there is no container
            continue


def _on_record(sha256: str) -> CertificateFile | RenewedFile | None:
    """The file of that hash: a public certificate's first, or a later one of its chain."""
    for model in (CertificateFile, RenewedFile):
        rows = model._default_manager.filter(sha256=sha256, certificate__in=Certificate.objects.public())
        rows = rows.select_related("certificate__revocation", "key")
        if file := rows.order_by("pk").first():
            return file
    return None


def _keys(containers_: Iterator[cms.SignedData]) -> dict[str, SigningKey]:
    """The keys of the list whose certificates stand in the containers."""
    prints = {each.chosen.sha256.hex() for container in containers_ for each in container["certificates"]}
    return (
        {row.fingerprint: row for row in SigningKey.objects.filter(fingerprint__in=prints)} if prints else {}
    )


def _signer(container: cms.SignedData) -> Any:
    """The certificate that the container names as its signer's; None where it is not in it."""
    [signer] = container["signer_infos"]
    sid = signer["sid"].chosen
    for each in container["certificates"]:
        certificate = each.chosen
        if sid.native == certificate.key_identifier or (
            signer["sid"].name == "issuer_and_serial_number"
            and (sid["issuer"], sid["serial_number"].native)
            == (certificate.issuer, certificate.serial_number)
        ):
            return certificate
    return None


def _holds(container: cms.SignedData, certificate: Any, kind: str, digest: bytes) -> bool:
    """Whether digest and signature are true, by pyHanko."""
    check = import_module("pyhanko.sign.validation.generic_cms").validate_sig_integrity
    errors = import_module("pyhanko.sign.validation.errors")
    try:
        return all(check(container["signer_infos"][0], certificate, kind, digest))
    except (errors.SignatureValidationError, ValueError, TypeError, KeyError):
        return False


def _seal(
    container: cms.SignedData,
    covered: Covered,
    keys: dict[str, SigningKey],
    at: datetime | None,
    *,
    known: bool,
) -> Iterator[Seal]:
    """`known`: the file is on record. A key that somebody else had may say any moment, so of it only those files count."""
    certificate = _signer(container)
    algorithm = container["signer_infos"][0]["digest_algorithm"]["algorithm"].native
    if certificate is None or algorithm not in DIGESTS:
        return
    key = keys.get(certificate.sha256.hex())
    intact = _holds(container, certificate, "data", covered.digest(algorithm))
    yield Seal(
        signer=name_of(x509.load_der_x509_certificate(certificate.dump())),
        key=key,
        intact=intact,
        whole=covered.whole,
        at=at,
        in_force=key is not None
        and at is not None
        and key.was_in_force(at)
        and (known or key.reason != Retired.COMPROMISED),
    )


def _stamp(container: cms.SignedData, covered: Covered) -> Iterator[Stamp]:
    certificate, token = _signer(container), container["encap_content_info"]["content"].parsed
    imprint = token["message_imprint"]
    algorithm = imprint["hash_algorithm"]["algorithm"].native
    inside = container["signer_infos"][0]["digest_algorithm"]["algorithm"].native
    if certificate is None or algorithm not in DIGESTS or inside not in DIGESTS:
        return
    content = hashlib.new(inside, container["encap_content_info"]["content"].contents).digest()
    true = imprint["hashed_message"].native == covered.digest(algorithm)
    yield Stamp(
        authority=name_of(x509.load_der_x509_certificate(certificate.dump())),
        at=token["gen_time"].native,
        intact=true and _holds(container, certificate, "tst_info", content),
        whole=covered.whole,
    )


def _moment(document: bytes, place: int) -> datetime | None:
    """What a seal's dictionary says of when it was made."""
    start, end = document.rfind(b" obj", 0, place), document.find(b"endobj", place)
    found = _MOMENT.search(document, max(0, start), end if end > 0 else len(document))
    try:
        return datetime.strptime(found[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC) if found else None
    except ValueError:
        return None
