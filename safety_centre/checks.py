"""What must agree across settings, checked at every start (``manage.py check``) instead of found out by a reader."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register


@register()
def check_languages(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """One list of languages for Django, Wagtail and modeltranslation, each with a country to show help lines of."""
    codes = [code for code, _name in settings.LANGUAGES]
    found: list[CheckMessage] = []
    if list(settings.WAGTAIL_CONTENT_LANGUAGES) != list(settings.LANGUAGES):
        found.append(Error("WAGTAIL_CONTENT_LANGUAGES differs from LANGUAGES.", id="safety_centre.E001"))
    if tuple(settings.MODELTRANSLATION_LANGUAGES) != tuple(codes):
        found.append(Error("MODELTRANSLATION_LANGUAGES differs from LANGUAGES.", id="safety_centre.E002"))
    missing = sorted(set(codes) - set(settings.DEFAULT_COUNTRIES))
    if missing:
        found.append(Error(f"DEFAULT_COUNTRIES lacks {', '.join(missing)}.", id="safety_centre.E003"))
    return found


@register()
def check_platform(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The platform has a name, and the addresses that pages carry are whole."""
    found: list[CheckMessage] = []
    if not settings.PLATFORM_NAME.strip():
        found.append(Error("PLATFORM_NAME is empty.", id="safety_centre.E004"))
    addresses = {name: getattr(settings, name) for name in ("SITE_URL", "QUICK_EXIT_URL")}
    addresses |= {f"QUICK_EXIT_URLS[{language}]": url for language, url in settings.QUICK_EXIT_URLS.items()}
    for name, address in addresses.items():
        url = urlsplit(address)
        if url.scheme not in {"http", "https"} or not url.hostname:
            found.append(Error(f"{name} isn’t a whole address, as https://example.org.", id="safety_centre.E005"))
    return found


@register(Tags.caches, deploy=True)
def check_shared_cache(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """In production limits are counted together: a server has several processes, and each has a memory of its own."""
    backend = settings.CACHES["default"]["BACKEND"].rsplit(".", 1)[-1]
    if backend not in {"LocMemCache", "DummyCache"}:
        return []
    return [
        Warning(
            "REDIS_URL isn’t set: API rates, sign-in attempts and votes are counted by each process for itself, and a "
            "limit is as many times higher as there are processes.",
            hint="Set REDIS_URL, as redis://127.0.0.1:6379/0.",
            id="safety_centre.W001",
        )
    ]
