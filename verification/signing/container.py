"""The CMS container of a signature (RFC 5652, CAdES as PAdES asks for it), made by pyHanko once for each key.

From one certificate's signature to the next only the digest and the signature's own bytes change, so the container is
taken apart once and put together anew around them: a hundredth of the time, and the same bytes.
"""

from functools import lru_cache
from importlib import import_module
from typing import Any

from asn1crypto import x509
from cryptography.hazmat.primitives import serialization

from verification.signing.keys import Key
from verification.signing.waiting import answer_of

DIGEST = bytes(range(32))  # stands where each digest will stand
ALGORITHM = "sha256"
LONGEST_ECDSA = 72  # bytes of a P-256 signature in DER; most have one or two less


class Container:
    """The container of one key, with the places of digest and signature open."""

    def __init__(self, key: Key) -> None:
        self.key = key
        made = blank(key)["content"]
        [signer] = made["signer_infos"]
        self.head = b"".join(
            made[field].dump()
            for field in ("version", "digest_algorithms", "encap_content_info", "certificates")
        )
        self.signer = b"".join(signer[field].dump() for field in ("version", "sid", "digest_algorithm"))
        attributes = signer["signed_attrs"].untag().dump()  # a SET, as it is signed
        self.before, _, self.after = attributes.partition(DIGEST)
        self.algorithm = signer["signature_algorithm"].dump()
        self.room = len(self._closed(attributes, bytes(signature_room(key))))

    def sealed(self, digest: bytes) -> bytes:
        """The signature of a document with this SHA-256, at most `room` bytes."""
        attributes = self.before + digest + self.after
        return self._closed(attributes, self.key.sign(attributes))

    def _closed(self, attributes: bytes, signature: bytes) -> bytes:
        signed = b"\xa0" + attributes[1:]  # inside the container the SET bears the tag [0]
        signer = tlv(0x30, self.signer + signed + self.algorithm + tlv(0x04, signature))
        data = tlv(0x30, self.head + tlv(0x31, signer))
        return tlv(0x30, SIGNED_DATA + tlv(0xA0, data))


SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")  # the name of the type: 1.2.840.113549.1.7.2


@lru_cache(maxsize=4)
def of(key: Key) -> Container:
    """The container of a key, made on first asking."""
    return Container(key)


def blank(key: Key) -> Any:
    """The container with the digest above and an empty signature, by pyHanko (loaded once in a process that signs)."""
    signers = import_module("pyhanko.sign.signers")
    registry = import_module("pyhanko_certvalidator.registry").SimpleCertificateStore
    chain = [x509.Certificate.load(each.public_bytes(serialization.Encoding.DER)) for each in key.chain]
    signer = signers.ExternalSigner(
        signing_cert=chain[0],
        cert_registry=registry.from_certs(chain),
        signature_value=bytes(signature_room(key)),
        embed_roots=False,  # who trusts the root has it
    )
    return answer_of(signer.async_sign(DIGEST, ALGORITHM, use_pades=True))


def signature_room(key: Key) -> int:
    """The most bytes of a bare signature."""
    return key.certificate.public_key().key_size // 8 if key.algorithm.startswith("RSA") else LONGEST_ECDSA  # type: ignore[union-attr]


def tlv(tag: int, content: bytes) -> bytes:
    """Tag, length, content (X.690, definite form)."""
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(length)]) + length + content
