"""The published lexicon as one document to evaluate at the edge, made once a version and signed.

Signed with Ed25519 (RFC 8032) over the exact bytes of the body, so that a copy passed on by others can be checked; the
public key is a JSON Web Key (RFC 8037) at ``/api/v1/keys.json``.
"""

import base64
import threading
from dataclasses import dataclass
from functools import cache

import msgspec
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from safety_centre.prevention import compiled
from safety_centre.prevention.matching import normalise
from safety_centre.prevention.models import LexiconVersion

FORMAT = 1


@dataclass(frozen=True)
class Document:
    """The bytes, their ETag, and their signature in base64."""

    body: bytes
    etag: str
    signature: str


_made: dict[str, Document] = {}
_lock = threading.Lock()


def current() -> Document:
    """Return the document of the version that this process matches with."""
    version = compiled.current()
    with _lock:
        if version.hash not in _made:
            _made.clear()
            _made[version.hash] = _document(version.number, version.hash)
        return _made[version.hash]


def _document(number: int, fingerprint: str) -> Document:
    published = LexiconVersion.objects.filter(number=number).first()
    terms = published.terms if published else []
    body = msgspec.json.encode(
        {
            "format": FORMAT,
            "version": number,
            "hash": fingerprint,
            "published_at": published.published_at.isoformat() if published else None,
            # What an edge looks for in a text that was normalised by the rules of the documentation.
            "terms": [{**term, "normalised": normalise(term["term"]).text} for term in terms],
        }
    )
    signature = base64.b64encode(_private_key(settings.SECRET_KEY).sign(body)).decode()
    return Document(body, f'"{fingerprint or "empty"}"', f"ed25519={signature}")


@cache
def _private_key(secret: str) -> Ed25519PrivateKey:
    """Return the signing key, derived from the site's secret: nothing more to keep, and it changes with it."""
    derived = HKDF(hashes.SHA256(), 32, salt=None, info=b"safety-centre lexicon signature v1").derive(secret.encode())
    return Ed25519PrivateKey.from_private_bytes(derived)


@require_safe
@cache_control(public=True, max_age=3600)
def public_keys(request: HttpRequest) -> HttpResponse:
    """The public key that checks the lexicon's signature, as a JSON Web Key Set."""
    raw = _private_key(settings.SECRET_KEY).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    x = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    keys = {"keys": [{"kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "x": x}]}
    return HttpResponse(msgspec.json.encode(keys), content_type="application/json")
