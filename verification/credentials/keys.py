"""The issuer's name (did:web) and keys (Ed25519), and the signature as `vc+jwt` (W3C VC-JOSE-COSE)."""

import base64
import json
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from joserfc import jws
from joserfc.errors import UnsupportedAlgorithmError
from joserfc.jwk import OKPKey

# What wallets and verifiers know today. RFC 9864 gives the same signature the name Ed25519, which few of them read yet.
ALGORITHM = "EdDSA"
SEED = 32  # bytes


class OnlyEdDSA(jws.JWSRegistry):
    """One algorithm, whatever a header asks for; and no warning that its name is the older of two."""

    def get_alg(self, name: str) -> Any:
        if name != ALGORITHM:
            raise UnsupportedAlgorithmError(f"only {ALGORITHM} is taken")
        return self.algorithms[name]


REGISTRY = OnlyEdDSA()


def issuer() -> str:
    """The issuer's DID: the host of the portal, whose document stands at /.well-known/did.json."""
    return "did:web:" + urlsplit(settings.PUBLIC_URL).netloc.replace(":", "%3A")


def held() -> list[OKPKey]:
    """The keys of the configuration: the first signs, the others are published so that what they signed stays checkable.

    Raises ValueError where one is not 32 bytes in base64.
    """
    seeds = [base64.b64decode(given) for given in settings.HCEC_CREDENTIAL_KEYS]
    if not seeds or any(len(seed) != SEED for seed in seeds):
        raise ValueError("HCEC_CREDENTIAL_KEYS must be keys of 32 bytes in base64, the one that signs first")
    return [OKPKey.import_key(Ed25519PrivateKey.from_private_bytes(seed)) for seed in seeds]


def public_key(key: OKPKey) -> dict[str, Any]:
    """The key as JWK, named by its thumbprint (RFC 7638); nothing of its secret."""
    return {**key.as_dict(private=False), "kid": key.thumbprint(), "use": "sig", "alg": ALGORITHM}


def did_document() -> dict[str, Any]:
    """Who the issuer is and which keys speak for it (DID core, controlled identifiers)."""
    methods = [
        {"id": _kid(key), "type": "JsonWebKey", "controller": issuer(), "publicKeyJwk": public_key(key)}
        for key in held()
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://www.w3.org/ns/cid/v1"],
        "id": issuer(),
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def sign(credential: dict[str, Any]) -> str:
    """The credential as a compact JWS of media type `application/vc+jwt`."""
    key = held()[0]
    header = {"alg": ALGORITHM, "typ": "vc+jwt", "cty": "vc", "kid": _kid(key)}
    payload = json.dumps(credential, ensure_ascii=False, separators=(",", ":"))
    return jws.serialize_compact(header, payload, key, registry=REGISTRY)


def _kid(key: OKPKey) -> str:
    return f"{issuer()}#{key.thumbprint()}"
