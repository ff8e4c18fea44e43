"""What django-axes counts failures by: the address as typed, whichever of the two doors it was typed at."""

from collections.abc import Mapping

from django.http import HttpRequest


def axes_username(request: HttpRequest | None, credentials: Mapping[str, str] | None = None) -> str:
    """Return the address in lower case, so that capitals don't buy five more tries.

    The people's door calls it ``login`` or ``email``, the admin's door ``username``.
    """
    given = credentials or {}
    typed = given.get("username") or given.get("email") or given.get("login")
    if not typed and request is not None:
        typed = request.POST.get("login") or request.POST.get("username")
    return (typed or "").strip().lower()
