"""Making and checking keys."""

import datetime as dt
import logging
import secrets
import time
from collections.abc import Sequence

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from redis import RedisError

from safety_centre.platform_api.models import SCOPES, ApiKey

logger = logging.getLogger(__name__)
PREFIX_LENGTH = 8
LONGEST = 120
REMEMBERED = 3.0
_found: dict[str, tuple[float, ApiKey]] = {}
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
    """Return the active key that ``key`` is, or None; nothing tells a wrong prefix from a wrong secret.

    One query, and none again in this process for :data:`REMEMBERED` seconds: a key that was switched off works for
    that long. Only the keyed hash is remembered.
    """
    if not key.startswith(MARK) or key.count("_") < 2 or len(key) > LONGEST:
        return None
    hashed = _hash(key)
    remembered = _found.get(hashed)
    if remembered is not None and time.monotonic() - remembered[0] < REMEMBERED:
        return remembered[1]
    prefix = key.removeprefix(MARK).split("_", 1)[0]
    found = ApiKey.objects.filter(prefix=prefix, is_active=True).first()
    if found is None or not constant_time_compare(hashed, found.key_hash):
        _found.pop(hashed, None)
        return None
    _found[hashed] = (time.monotonic(), found)  # only keys that exist: the table can't be filled by guessing
    return found


def revoke_api_key(*, name: str) -> bool:
    """Switch a key off; it stops working everywhere within :data:`REMEMBERED` seconds. False where there is none."""
    _found.clear()
    return bool(ApiKey.objects.filter(name=name, is_active=True).update(is_active=False))


def forget() -> None:
    """Drop what was remembered. For tests."""
    _found.clear()


def within_rate(api_key: ApiKey, now: dt.datetime) -> bool:
    """Count one request against the key's minute; False beyond its limit. Shared across workers where Redis is.

    While the cache is away nothing is limited: help matters more than a limit.
    """
    slot = f"api-rate:{api_key.pk}:{int(now.timestamp()) // 60}"
    try:
        if cache.add(slot, 1, timeout=120):
            return api_key.requests_a_minute > 0
        try:
            return cache.incr(slot) <= api_key.requests_a_minute
        except ValueError:  # it expired between the two steps: a new minute
            cache.add(slot, 1, timeout=120)
            return True
    except RedisError:
        logger.warning("The cache is away: API requests aren’t limited.")
        return True
