"""Errors of the API as RFC 9457 problem details: what is wrong, in which field, and the way out."""

from typing import Any

import msgspec
from django.http import HttpResponse

CONTENT_TYPE = "application/problem+json"
TITLES = {
    400: "The request can’t be read",
    401: "A valid API key is needed",
    403: "This key may not do that",
    404: "There is nothing here",
    405: "This method isn’t possible here",
    409: "The same idempotency key was used for another request",
    413: "The request is too large",
    415: "JSON is needed",
    422: "A field is wrong",
    429: "Too many requests",
    500: "Something went wrong on our side",
}


class Problem(Exception):
    """An answer that stops a request. ``errors`` lists ``{"field", "message"}`` for each field to blame."""

    def __init__(self, status: int, detail: str, *, field: str = "", headers: dict[str, str] | None = None) -> None:
        self.status, self.detail, self.headers = status, detail, headers or {}
        self.errors = [{"field": field, "message": detail}] if field else []
        super().__init__(detail)

    def response(self) -> HttpResponse:
        """Return the problem as an HTTP answer."""
        body: dict[str, Any] = {
            "type": "about:blank",
            "title": TITLES[self.status],
            "status": self.status,
            "detail": self.detail,
        }
        if self.errors:
            body["errors"] = self.errors
        response = HttpResponse(msgspec.json.encode(body), status=self.status, content_type=CONTENT_TYPE)
        for name, value in self.headers.items():
            response[name] = value
        return response
