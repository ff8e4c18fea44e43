"""Whose count it is, without saying whose."""

import hmac
from functools import cache

from django.conf import settings
from django.utils.crypto import salted_hmac


@cache
def _key(secret: str) -> bytes:
    return salted_hmac("prevention.account", "", secret=secret, algorithm="sha256").digest()


def account_key(platform_id: str) -> str:
    """Return the keyed hash under which an account's counts are kept.

    ``platform_id`` is what the platform calls the account; for people who signed in here it is their account's
    ``public_id``. Keyed with ``SECRET_KEY``, so that a copied table can't be matched against a list of ids.
    """
    return hmac.digest(_key(settings.SECRET_KEY), str(platform_id).encode(), "sha256").hex()
