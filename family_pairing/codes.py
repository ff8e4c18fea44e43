"""The eight characters that one phone shows and the other types.

Three characters find the pairing, five prove that somebody read them: that way a wrong try counts against the very
code it was tried on. No look-alikes (0 O, 1 I L, U V).
29^5 = 20.5 million secrets against five tries.
"""

import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

ALPHABET = "23456789ABCDEFGHJKMNPQRSTWXYZ"
LOCATOR_LENGTH = 3
LENGTH = 8


def new_code() -> str:
    """Return a new random code of eight characters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def normalise(typed: str) -> str:
    """Return ``typed`` as a code: capitals, without the spaces and hyphens that pasting brings along."""
    return "".join(character for character in typed.upper() if character.isalnum())


def is_code(text: str) -> bool:
    """Say whether ``text`` could be a code at all, before any look-up."""
    return len(text) == LENGTH and set(text) <= set(ALPHABET)


def display(code: str) -> str:
    """Return the code as it is shown: two groups of four."""
    return f"{code[:4]} {code[4:]}"


def locator(code: str) -> str:
    """Return the part that finds the pairing."""
    return code[:LOCATOR_LENGTH]


def hash_of(secret: str) -> str:
    """Return what is stored instead of a code or a link's token: keyed, so that a copied table can't be tried out."""
    return salted_hmac("family_pairing.codes", secret, algorithm="sha256").hexdigest()


def matches(secret: str, stored: str) -> bool:
    """Compare in constant time."""
    return bool(stored) and constant_time_compare(hash_of(secret), stored)


def new_token() -> str:
    """Return a token for an e-mailed link: 256 bits, since it lives longer than a code."""
    return secrets.token_urlsafe(32)
