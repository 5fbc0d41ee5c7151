"""Keys inside a device (HSM, smart card) over PKCS#11, named by an address as in RFC 7512:

pkcs11:token=hcec;object=seal?module-path=/usr/lib/softhsm/libsofthsm2.so
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from asn1crypto import x509 as asn1
from cryptography import x509
from django.core.exceptions import ImproperlyConfigured

from verification.signing.waiting import answer_of

SCHEME = "pkcs11:"

Opened = tuple[x509.Certificate, list[x509.Certificate], Callable[[bytes], bytes]]


class Address(NamedTuple):
    """The driver's file, the token's label, and the label that key and certificate share."""

    module: str
    token: str
    label: str


def parsed(address: str) -> Address:
    """The parts of the address. Refuses one without token, object and an existing driver."""
    path, _, query = address.removeprefix(SCHEME).partition("?")
    pairs = [part.partition("=") for part in [*path.split(";"), *query.split("&")] if part]
    named = {name: unquote(value) for name, _, value in pairs}
    if unknown := set(named) - {"token", "object", "module-path"}:
        raise ImproperlyConfigured(f"HCEC_SIGNING_KEY: unknown in the pkcs11 address: {sorted(unknown)}")
    if missing := {"token", "object", "module-path"} - set(named):
        raise ImproperlyConfigured(f"HCEC_SIGNING_KEY: missing in the pkcs11 address: {sorted(missing)}")
    if not Path(named["module-path"]).is_file():
        raise ImproperlyConfigured(f"HCEC_SIGNING_KEY: there is no driver {named['module-path']}")
    return Address(named["module-path"], named["token"], named["object"])


def opened(address: str, pin: str) -> Opened:
    """The certificate, those beside it, and the device's own signing. The session stays open in this process."""
    at = parsed(address)
    pkcs11: Any = import_module("pyhanko.sign.pkcs11")  # loads the driver's library, needed only here
    criteria = import_module("pyhanko.config.pkcs11").TokenCriteria(label=at.token)
    try:
        session = pkcs11.open_pkcs11_session(at.module, token_criteria=criteria, user_pin=pin)
        # Raw: the digest is made here; many devices know no mechanism that would do both.
        signer = pkcs11.PKCS11Signer(session, cert_label=at.label, key_label=at.label, use_raw_mechanism=True)
        answer_of(signer.ensure_objects_loaded())
    except (pkcs11.PKCS11Error, pkcs11.SigningError, LookupError) as fault:
        what = str(fault) or type(fault).__name__
        raise ImproperlyConfigured(f"HCEC_SIGNING_KEY: the device refused: {what}") from None
    own = signer.signing_cert
    others = [ours(each) for each in signer.cert_registry if each != own]
    return ours(own), others, lambda data: answer_of(signer.async_sign_raw(data, "sha256"))


def ours(certificate: asn1.Certificate) -> x509.Certificate:
    return x509.load_der_x509_certificate(certificate.dump())
