"""The short way to the endpoints that a platform asks at every post."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from safety_centre.platform_api import views


class HotEndpointsMiddleware:
    """Answers ``screen`` and ``feed`` before sessions, sign-in, languages and page policies are looked at.

    They need none of it: a key in a header is what authenticates, no cookie is read or set, and the answer is data that
    no browser shows. What they share with every page (transport security, compression) stands before this. Measured by
    ``benchmarks/endpoints.py``: the rest of the way costs as much as looking at a post.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._endpoints: dict[str, Callable[..., Any]] | None = None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._endpoints is None:  # addresses are known once the first request is here, not while starting
            self._endpoints = {
                reverse("api_screen"): views.Screen.as_view(),
                reverse("api_feed"): views.Feed.as_view(),
            }
        endpoint = self._endpoints.get(request.path)
        if endpoint is None:
            return self.get_response(request)
        response: HttpResponse = endpoint(request)
        response["Content-Length"] = str(
            len(response.content)
        )  # CommonMiddleware's part: without it, answers are chunked
        response["Content-Security-Policy"] = "default-src 'none'"
        response["X-Frame-Options"] = "DENY"
        return response
