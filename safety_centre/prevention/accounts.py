"""Whose count it is, without saying whose."""

from django.utils.crypto import salted_hmac


def account_key(platform_id: str) -> str:
    """Return the keyed hash under which an account's counts are kept.

    ``platform_id`` is what the platform calls the account; for people who signed in here it is their account's
    ``public_id``. Keyed with ``SECRET_KEY``, so that a copied table can't be matched against a list of ids.
    """
    return salted_hmac("prevention.account", str(platform_id), algorithm="sha256").hexdigest()
