"""Counting a repeated request once, without keeping what it said."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from safety_centre.platform_api.models import ApiKey, CountedRequest
from safety_centre.platform_api.problems import Problem

REMEMBERED = dt.timedelta(hours=24)


def _hash(what: str, value: bytes) -> str:
    # Keyed, so that nobody with a copy of the table can try out which words were sent.
    return salted_hmac(f"platform_api.idempotency.{what}", value, algorithm="sha256").hexdigest()


def is_first(*, api_key: ApiKey, key: str, request: bytes, now: dt.datetime) -> bool:
    """Claim ``key`` for ``request`` and say whether it is new. Call it in the transaction that counts.

    Of two simultaneous requests the second waits for the first one's transaction; a crash before its end leaves
    neither the count nor the claim. Raises :class:`Problem` 409 where the key stands for another request.
    """
    key_hash, request_hash = _hash("key", key.encode()), _hash("request", request)
    mine = CountedRequest.objects.filter(api_key=api_key, key_hash=key_hash)
    mine.filter(created_at__lte=now - REMEMBERED).delete()
    try:
        with transaction.atomic():
            CountedRequest.objects.create(api_key=api_key, key_hash=key_hash, request_hash=request_hash, created_at=now)
    except IntegrityError:
        known = mine.values_list("request_hash", flat=True).get()
        if not constant_time_compare(known, request_hash):
            raise Problem(409, "Use a new Idempotency-Key for another request.", field="Idempotency-Key") from None
        return False
    return True


def forget_old(*, now: dt.datetime) -> int:
    """Forget the keys of more than a day ago; return how many."""
    return CountedRequest.objects.filter(created_at__lte=now - REMEMBERED).delete()[0]
