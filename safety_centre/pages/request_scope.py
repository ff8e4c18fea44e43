"""Reads that one request may need many times, asked once. Outside a request nothing is remembered.

A context variable instead of an attribute of the request, so that selectors need not be handed the request.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

T = TypeVar("T")
_scope: ContextVar[dict[str, Any] | None] = ContextVar("request_scope", default=None)


def once(name: str, compute: Callable[[], T]) -> T:
    """Return ``compute()``, asked once for this request; outside one, asked each time."""
    scope = _scope.get()
    if scope is None:
        return compute()
    if name not in scope:
        scope[name] = compute()
    return scope[name]


def forget(name: str) -> None:
    """Drop what was remembered under ``name``: this request has just changed it."""
    scope = _scope.get()
    if scope is not None:
        scope.pop(name, None)


class RequestScopeMiddleware:
    """Opens the scope around each request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = _scope.set({})
        try:
            return self.get_response(request)
        finally:
            _scope.reset(token)
