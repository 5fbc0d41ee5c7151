"""Keys that seal, made for one test: a PKCS#12 file of a small authority of the test's own, or of none."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.utils import timezone

from verification.actions import keys as key_list
from verification.models import SigningKey
from verification.signing.keys import Key

PASSPHRASE = "open sesame"
YEAR = timedelta(days=365)


def named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


@lru_cache(maxsize=8)
def private_key(kind: str, number: int = 0) -> Any:
    """A private key of the kind; made once a process, for RSA takes its time."""
    if kind.startswith("RSA"):
        return rsa.generate_private_key(65537, int(kind[3:]))
    return ec.generate_private_key({"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1()}[kind])


def usage(**allowed: bool) -> x509.KeyUsage:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: allowed.get(name, False) for name in names})


def certificate(
    name: str,
    key: Any,
    *,
    by: tuple[x509.Certificate, Any] | None = None,
    starts: datetime | None = None,
    lasts: timedelta = YEAR,
    extensions: tuple[x509.ExtensionType, ...] = (),
    critical: tuple[type, ...] = (),
) -> x509.Certificate:
    """A certificate of the key, by an authority (its certificate and key) or by itself."""
    starts = (starts or datetime.now(UTC) - timedelta(days=1)).replace(microsecond=0)
    issuer, signer = (by[0].subject, by[1]) if by else (named(name), key)
    built = (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(starts)
        .not_valid_after(starts + lasts)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False
        )
    )
    for each in extensions:
        built = built.add_extension(each, critical=type(each) in critical)
    return built.sign(signer, hashes.SHA256())


def authority(name: str = "Test Authority", number: int = 9) -> tuple[x509.Certificate, Any]:
    """The root of a chain: its certificate and key, good for twenty years."""
    key = private_key("P-256", number)
    signs = (x509.BasicConstraints(ca=True, path_length=None), usage(key_cert_sign=True, crl_sign=True))
    return certificate(name, key, lasts=20 * YEAR, extensions=signs, critical=(x509.BasicConstraints,)), key


def key_file(
    folder: Path,
    kind: str = "P-256",
    *,
    number: int = 0,
    name: str = "Test Seal",
    by: Any = None,
    **about: Any,
) -> Path:
    """A PKCS#12 file with a key of the kind and its chain, closed with PASSPHRASE."""
    key = private_key(kind, number)
    about.setdefault("extensions", (usage(digital_signature=True, content_commitment=True),))
    made = certificate(name, key, by=by, **about)
    path = folder / f"{name}-{kind}-{number}.p12"
    closed = BestAvailableEncryption(PASSPHRASE.encode())
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(b"seal", key, made, [by[0]] if by else None, closed)
    )
    return path


def configure(settings: Any, path: Path | str) -> None:
    """Let the portal seal with the key in this file from now on."""
    settings.SIGNING_KEY, settings.SIGNING_PASSPHRASE = str(path), PASSPHRASE


def listed_key(number: int = 0, *, at: datetime | None = None) -> SigningKey:
    """A key on the public list, in force."""
    made = certificate("Test Seal", private_key("P-256", number))
    return key_list.take(Key((made,), lambda data: b""), at=at or timezone.now())
