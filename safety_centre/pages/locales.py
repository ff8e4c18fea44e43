"""Languages by their Wagtail locale, without a query each time: locales change with settings, not with content."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Locale

_codes: dict[int, str] = {}


def code_of(locale_id: int) -> str:
    """Return the language code of a locale; read once a process."""
    if locale_id not in _codes:
        _codes.update(Locale.objects.values_list("pk", "language_code"))
    return _codes[locale_id]


@receiver([post_save, post_delete], sender=Locale)
def forget(sender: type | None = None, **kwargs: Any) -> None:
    """Read them anew at the next use. Tests call it, since they share a process among databases."""
    _codes.clear()
