"""Making and checking keys."""

import datetime as dt
import secrets
from collections.abc import Sequence

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from safety_centre.platform_api.models import SCOPES, ApiKey

PREFIX_LENGTH = 8
MARK = "sc_"  # lets secret scanners recognise a leaked key


def _hash(key: str) -> str:
    # A key has 256 random bits, so a fast keyed hash is enough; a slow one would cost every request.
    return salted_hmac("platform_api.key", key, algorithm="sha256").hexdigest()


@transaction.atomic
def create_api_key(*, name: str, scopes: Sequence[str], now: dt.datetime, requests_a_minute: int = 6000) -> str:
    """Make a key and return it, the only time that it is seen. Raises :class:`ValidationError` for unknown scopes."""
    unknown = sorted(set(scopes) - set(SCOPES))
    if unknown or not scopes:
        raise ValidationError(f"Unknown scopes: {', '.join(unknown) or 'none given'}. There are: {', '.join(SCOPES)}.")
    prefix = secrets.token_hex(PREFIX_LENGTH // 2)
    key = f"{MARK}{prefix}_{secrets.token_urlsafe(32)}"
    made = ApiKey(
        name=name,
        prefix=prefix,
        key_hash=_hash(key),
        scopes=sorted(set(scopes)),
        created_at=now,
        requests_a_minute=requests_a_minute,
    )
    made.full_clean()
    made.save()
    return key


def find_api_key(key: str) -> ApiKey | None:
    """Return the active key that ``key`` is, or None. One query; nothing tells a wrong prefix from a wrong secret."""
    parts = key.removeprefix(MARK).split("_", 1)
    if not key.startswith(MARK) or len(parts) != 2:
        return None
    found = ApiKey.objects.filter(prefix=parts[0], is_active=True).first()
    return found if found is not None and constant_time_compare(_hash(key), found.key_hash) else None


def within_rate(api_key: ApiKey, now: dt.datetime) -> bool:
    """Count one request against the key's minute; False beyond its limit. Shared across workers where Redis is."""
    slot = f"api-rate:{api_key.pk}:{int(now.timestamp()) // 60}"
    if cache.add(slot, 1, timeout=120):
        return True
    try:
        return cache.incr(slot) <= api_key.requests_a_minute
    except ValueError:  # it expired between the two steps: a new minute
        cache.add(slot, 1, timeout=120)
        return True
