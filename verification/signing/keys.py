"""The key that seals certificates: in a PKCS#12 file (RFC 7292), or in a device that speaks PKCS#11 (an RFC 7512 address).

Whatever is wrong with it is said in one sentence for the operator (ImproperlyConfigured), at the start of each process.
"""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from verification.signing import devices

LEAST_RSA = 2048  # bits


@dataclass(frozen=True)
class Key:
    """A private key that can be used but not read, and its certificates, its own first."""

    chain: tuple[x509.Certificate, ...]
    sign: Callable[[bytes], bytes]

    @property
    def certificate(self) -> x509.Certificate:
        return self.chain[0]

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in hexadecimal: the name of the key in the list."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @cached_property
    def name(self) -> str:
        """Whose seal it is: the certificate's common name."""
        return name_of(self.certificate)

    @cached_property
    def algorithm(self) -> str:
        public = self.certificate.public_key()
        return f"RSA {public.key_size}" if isinstance(public, rsa.RSAPublicKey) else "ECDSA P-256"

    @property
    def pem(self) -> str:
        """The certificates as they stand in the public list."""
        return "".join(each.public_bytes(serialization.Encoding.PEM).decode("ascii") for each in self.chain)

    def lives(self, at: datetime) -> bool:
        """Whether its certificate is valid at that moment."""
        return self.certificate.not_valid_before_utc <= at <= self.certificate.not_valid_after_utc


def configured() -> Key | None:
    """The key of this portal, opened once a process; None where it is set to issue unsigned."""
    if not settings.SIGNING_KEY:
        return None
    return _opened(os.getpid(), settings.SIGNING_KEY, settings.SIGNING_PASSPHRASE)


def check() -> None:
    """Refuse to start where the key cannot be used. A device is only opened by the process that signs: never before a fork."""
    if settings.SIGNING_KEY.startswith(devices.SCHEME):
        devices.parsed(settings.SIGNING_KEY)
    elif settings.SIGNING_KEY:
        configured()


@lru_cache(maxsize=4)
def _opened(process: int, place: str, passphrase: str) -> Key:
    return (
        from_device(place, passphrase) if place.startswith(devices.SCHEME) else from_file(place, passphrase)
    )


def from_file(place: str, passphrase: str) -> Key:
    """The key of a PKCS#12 file."""
    try:
        content = Path(place).read_bytes()
    except OSError as fault:
        raise problem(f"{place} cannot be read: {fault.strerror}") from None
    try:
        private, certificate, others = pkcs12.load_key_and_certificates(content, passphrase.encode() or None)
    except ValueError:
        raise problem(f"{place} is no PKCS#12 file, or HCEC_SIGNING_PASSPHRASE does not open it") from None
    if private is None or certificate is None:
        raise problem(f"{place} holds no private key with its certificate")
    if isinstance(private, rsa.RSAPrivateKey):
        scheme, digest = padding.PKCS1v15(), hashes.SHA256()
        return Key(chain_of(certificate, others), lambda data: private.sign(data, scheme, digest))
    if isinstance(private, ec.EllipticCurvePrivateKey):
        # Deterministic (RFC 6979): the same paper and the same moment give the same bytes, so a lost file can be made again.
        algorithm = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
        return Key(chain_of(certificate, others), lambda data: private.sign(data, algorithm))
    raise problem("only RSA keys and P-256 keys seal certificates")


def from_device(place: str, pin: str) -> Key:
    """The key of a device; what the device refuses is said as it said it."""
    certificate, others, sign = devices.opened(place, pin)
    return Key(chain_of(certificate, others), sign)


def chain_of(
    certificate: x509.Certificate, others: Iterable[x509.Certificate]
) -> tuple[x509.Certificate, ...]:
    """The certificate and those above it, as far as they are at hand. Refuses one that cannot seal."""
    suitable(certificate)
    chain, left = [certificate], list(others)
    while above := next((each for each in left if each.subject == chain[-1].issuer), None):
        left.remove(above)
        chain.append(above)
    return tuple(chain)


def suitable(certificate: x509.Certificate) -> None:
    """Refuse what is too weak, of another kind, or not made for signing."""
    public = certificate.public_key()
    if isinstance(public, rsa.RSAPublicKey):
        if public.key_size < LEAST_RSA:
            raise problem(f"an RSA key of {public.key_size} bits is too weak; {LEAST_RSA} are the least")
    elif not isinstance(public, ec.EllipticCurvePublicKey) or not isinstance(public.curve, ec.SECP256R1):
        raise problem("only RSA keys and P-256 keys seal certificates")
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise problem("its certificate does not allow it to sign documents")


def name_of(certificate: x509.Certificate) -> str:
    """The common name, else the whole subject."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def problem(why: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"HCEC_SIGNING_KEY: {why}")
