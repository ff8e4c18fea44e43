"""Making and checking keys."""

import datetime as dt
import logging
import secrets
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

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
    _minutes.clear()


@dataclass
class _Minute:
    """What this process knows of a key's minute: the total it last heard of, and what it hasn't told yet."""

    number: int
    told: int = 0
    untold: int = 0


_minutes: dict[int, _Minute] = {}
_lock = threading.Lock()


def within_rate(api_key: ApiKey, now: dt.datetime) -> bool:
    """Count one request against the key's minute; False beyond its limit.

    The count is shared through the cache (Redis in production); a process tells it every hundredth of the limit, so
    that a request rarely waits for it: the limit is exact to a hundredth of it for each process. While the cache is
    away each process limits for itself: help matters more than a limit.
    """
    number, limit = int(now.timestamp()) // 60, api_key.requests_a_minute
    with _lock:
        minute = _minutes.get(api_key.pk)
        if minute is None or minute.number != number:
            minute = _minutes[api_key.pk] = _Minute(number)
            due = 1  # hear at once what the other processes counted in this minute
        else:
            due = max(1, limit // 100)
        minute.untold += 1
        telling = minute.untold if minute.untold >= due else 0
        minute.untold -= telling
        minute.told += telling
    if telling:
        total = _tell(f"api-rate:{api_key.pk}:{number}", telling)
        with _lock:
            minute.told = max(minute.told, total)
    return minute.told + minute.untold <= limit


def _tell(slot: str, requests: int) -> int:
    """Add ``requests`` to the shared count and return it; 0 while the cache is away."""
    try:
        try:
            return cache.incr(slot, requests)
        except ValueError:  # the first of its minute
            return requests if cache.add(slot, requests, timeout=120) else cache.incr(slot, requests)
    except (RedisError, OSError, ValueError):
        logger.warning("The cache is away: each process limits API requests for itself.")
        return 0
