"""What every endpoint does before its own work: key, scope, rate, size, JSON, idempotency. Errors become problems."""

import logging
import re
from typing import Any, TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from safety_centre.platform_api.keys import find_api_key, within_rate
from safety_centre.platform_api.models import ApiKey
from safety_centre.platform_api.problems import Problem

MAX_BODY = 1024 * 1024
IDEMPOTENCY_KEY = re.compile(r"[A-Za-z0-9._:-]{1,80}")
logger = logging.getLogger(__name__)
T = TypeVar("T")


def json_response(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    """Return ``body`` (a msgspec struct or plain data) as JSON that no cache keeps."""
    response = HttpResponse(msgspec.json.encode(body), status=status, content_type="application/json")
    response["Cache-Control"] = "no-store"
    for name, value in (headers or {}).items():
        response[name] = value
    return response


# Exempt from CSRF: the key in the Authorization header is what authenticates, and no cookie is ever looked at.
@method_decorator(csrf_exempt, name="dispatch")
class Endpoint(View):
    """A versioned API endpoint; ``scopes`` maps a method to the scope that it needs."""

    scopes: dict[str, str] = {}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            method = request.method or ""
            if method not in self.scopes:
                raise Problem(
                    405, f"Use {' or '.join(sorted(self.scopes))}.", headers={"Allow": ", ".join(self.scopes)}
                )
            self.now = timezone.now()
            self.api_key = self._authenticate(request, self.scopes[method])
            with translation.override("en"):  # the problems' language, whatever a client's library asks for
                return getattr(self, method.lower())(request, *args, **kwargs)
        except Problem as problem:
            return problem.response()
        except Exception:  # whatever failed, a client gets a problem document; the log says where, never what was sent
            logger.exception("API error at %s", request.resolver_match and request.resolver_match.view_name)
            return Problem(500, "Try again later.").response()

    def _authenticate(self, request: HttpRequest, scope: str) -> ApiKey:
        scheme, _space, key = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        api_key = find_api_key(key.strip()) if scheme.lower() == "bearer" else None
        if api_key is None:
            raise Problem(401, "Send the key as “Authorization: Bearer …”.", headers={"WWW-Authenticate": "Bearer"})
        if scope not in api_key.scopes:
            raise Problem(403, f"This key lacks the scope {scope}.")
        if not within_rate(api_key, self.now):
            wait = 60 - self.now.second
            raise Problem(429, f"Try again in {wait} seconds.", headers={"Retry-After": str(wait)})
        return api_key

    def raw(self, request: HttpRequest) -> bytes:
        """Return the body's bytes. Raises :class:`Problem` 413 past the limit, having read no more than it, or 415."""
        if request.content_type != "application/json":
            raise Problem(415, "Send Content-Type: application/json.")
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > MAX_BODY:
            raise Problem(413, f"At most {MAX_BODY} bytes.")
        found = request.read(MAX_BODY + 1)
        if len(found) > MAX_BODY:
            raise Problem(413, f"At most {MAX_BODY} bytes.")
        return found

    def decoded(self, raw: bytes, decoder: "msgspec.json.Decoder[T]") -> T:
        """Return the decoded body. Raises :class:`Problem` 400 or 422, naming the field if there is one."""
        try:
            found = decoder.decode(raw)
        except msgspec.ValidationError as error:
            message, _at, path = str(error).partition(" - at `$")
            raise Problem(422, message, field=_field(message, path)) from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Problem(400, f"This isn’t valid JSON in UTF-8: {error}") from error
        for name in ("account", "country", "language"):
            refuse_line_end(name, getattr(found, name, None))
        return found

    def idempotency_key(self, request: HttpRequest) -> str | None:
        """Return the request's ``Idempotency-Key``. Raises :class:`Problem` 422 for one that isn't."""
        key = request.META.get("HTTP_IDEMPOTENCY_KEY")
        if key is not None and not IDEMPOTENCY_KEY.fullmatch(key):
            raise Problem(422, "1 to 80 letters, digits, dots, colons, dashes.", field="Idempotency-Key")
        return key


def refuse_line_end(field: str, value: object) -> None:
    """Refuse a value that ends in a line break: Python's ``$`` lets one pass where JSON Schema's doesn't."""
    if isinstance(value, str) and value.endswith("\n"):
        raise Problem(422, "It ends in a line break.", field=field)


def _field(message: str, path: str) -> str:
    """Return the field to blame: the place, and the name that the message quotes where one is missing or unknown."""
    place = path.rstrip("`").lstrip(".")
    named = re.search(r"(?:unknown|required) field `([^`]*)`", message)
    return ".".join(part for part in (place, named[1] if named else "") if part) or "(body)"
