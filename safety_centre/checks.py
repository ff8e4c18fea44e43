"""What must agree across settings, checked at every start (``manage.py check``) instead of found out by a reader."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register


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
