"""The published lexicon as one document to evaluate at the edge, made once a version and signed.

Signed with Ed25519 (RFC 8032) over the exact bytes of the body, so that a copy passed on by others can be checked; the
public key is a JSON Web Key (RFC 8037) at ``/api/v1/keys.json``.
"""

import hashlib
import threading
from dataclasses import dataclass

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from safety_centre.platform_api import signing
from safety_centre.prevention import compiled
from safety_centre.prevention.matching import Term
from safety_centre.prevention.matching.edge import edge_lexicon
from safety_centre.prevention.models import LexiconVersion

FORMAT = 2


@dataclass(frozen=True)
class Document:
    """The bytes, their ETag, and their signature in base64."""

    body: bytes
    etag: str
    signature: str


_made: dict[tuple[int, str], Document] = {}
_lock = threading.Lock()


def current() -> Document:
    """Return the document of the version that this process matches with."""
    version = compiled.current()
    with _lock:
        key = (version.number, version.hash)  # a version taken back has the same terms and another number
        if key not in _made:
            _made.clear()
            _made[key] = _document(*key)
        return _made[key]


def _document(number: int, fingerprint: str) -> Document:
    published = LexiconVersion.objects.filter(number=number).first()
    terms = [Term.from_dict(row) for row in published.terms] if published else []
    body = msgspec.json.encode(
        {
            "format": FORMAT,
            "version": number,
            "hash": fingerprint,
            "published_at": published.published_at.isoformat() if published else None,
            **edge_lexicon(terms),  # every wording in full, by the code that matches here
        }
    )
    signature = signing.ed25519_signature(signing.LEXICON, body)
    # Of the bytes: another version of this code may spell the same terms out differently.
    etag = f'"{number}-{hashlib.sha256(body).hexdigest()[:24]}"'
    return Document(body, etag, f"ed25519={signature}")


@require_safe
@cache_control(public=True, max_age=3600)
def public_keys(request: HttpRequest) -> HttpResponse:
    """The public keys that check what is signed, by ``kid``: the lexicon's and the webhooks', as a JSON Web Key Set."""
    keys = {"keys": [signing.public_jwk(signing.LEXICON), signing.public_jwk(signing.WEBHOOKS)]}
    return HttpResponse(msgspec.json.encode(keys), content_type="application/json")
