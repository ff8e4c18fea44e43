"""Signing announcements as Standard Webhooks has it (standardwebhooks.com), so that ready-made libraries check them.

What is signed is ``id.timestamp.body``. ``v1`` is HMAC-SHA256 with the webhook's own secret, ``v1a`` is Ed25519 with a
key whose public half is at ``/api/v1/keys.json``: a receiver checks the one it likes better. The timestamp is of the
try and the id of the event, so that a receiver refuses what is old and what it has had already.
"""

import base64
import hashlib
import hmac

from safety_centre.platform_api import signing
from safety_centre.platform_api.models import Webhook

PREFIX = "whsec_"


def secret_of(webhook: Webhook) -> str:
    """Return the secret to give to the receiver: derived, so that no table holds it."""
    raw = signing.derived_bytes(f"webhook secret {webhook.public_id} {webhook.secret_number}")
    return PREFIX + base64.b64encode(raw).decode()


def headers_for(*, webhook: Webhook, event_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Return the headers that go with ``body``; ``timestamp`` in seconds since 1970."""
    signed = f"{event_id}.{timestamp}.".encode() + body
    key = base64.b64decode(secret_of(webhook).removeprefix(PREFIX))
    symmetric = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    asymmetric = signing.ed25519_signature(signing.WEBHOOKS, signed)
    return {
        "webhook-id": event_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": f"v1,{symmetric} v1a,{asymmetric}",
    }
