"""The keys that sign, derived from the site's secret: nothing more to keep, and they change with it."""

import base64
from functools import cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

LEXICON, WEBHOOKS = "lexicon", "webhooks"  # one key each: a signature of one can never pass for the other's


@cache
def _derived(secret: str, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=f"safety-centre {purpose} v1".encode()).derive(secret.encode())


def derived_bytes(purpose: str) -> bytes:
    """Return 32 bytes for ``purpose``."""
    return _derived(settings.SECRET_KEY, purpose)


def ed25519_signature(purpose: str, message: bytes) -> str:
    """Return the Ed25519 signature (RFC 8032) of ``message`` in base64."""
    key = Ed25519PrivateKey.from_private_bytes(derived_bytes(f"{purpose} signature"))
    return base64.b64encode(key.sign(message)).decode()


def public_jwk(purpose: str) -> dict[str, str]:
    """Return the public key that checks it, as a JSON Web Key (RFC 8037)."""
    key = Ed25519PrivateKey.from_private_bytes(derived_bytes(f"{purpose} signature")).public_key()
    x = base64.urlsafe_b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode().rstrip("=")
    return {"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": purpose, "x": x}
