"""The language of an address, and the headers that every answer carries."""

from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class SiteLocaleMiddleware(LocaleMiddleware):
    """Django's, except that a missing object at an address without a language is simply missing.

    Django would send ``/family/…`` on to ``/fr/family/…`` in the hope of a page there.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and request.resolver_match is not None:
            response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
            return response
        return super().process_response(request, response)


class SitePolicyMiddleware(CSPMiddleware):
    """The public content security policy everywhere, Wagtail's looser one below ``/admin/``."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        # A preview is a public page shown in a frame of the admin.
        if (request.path_info.startswith("/admin/") or getattr(request, "is_preview", False)) and not report_only:
            parts.config = settings.ADMIN_POLICY
        return parts


class PermissionsPolicyMiddleware:
    """Tells the browser that no page here wants a camera, a place or a fingerprint."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return response
