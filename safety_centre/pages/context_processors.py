"""What every template may say without asking the database."""

from django.conf import settings
from django.http import HttpRequest


def platform(request: HttpRequest) -> dict[str, str]:
    """The platform's name and the address of this request without its query, for canonical links."""
    return {"PLATFORM_NAME": settings.PLATFORM_NAME}
