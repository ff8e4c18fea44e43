"""The platform's name is one setting; texts say ``{platform}`` where they mean it."""

from django.conf import settings
from django.http import HttpResponse
from django.utils.html import escape

PLACEHOLDER = "{platform}"


def with_platform_name(text: str) -> str:
    """Return ``text`` (not HTML) with the platform's name in place of each token."""
    return text.replace(PLACEHOLDER, settings.PLATFORM_NAME)


def fill_platform_name(response: HttpResponse) -> HttpResponse:
    """Put the platform's name, escaped, into a rendered page: title, metadata, body, everywhere at once."""
    if not response.streaming:
        token = PLACEHOLDER.encode()
        if token in response.content:
            response.content = response.content.replace(token, escape(settings.PLATFORM_NAME).encode())
    return response
