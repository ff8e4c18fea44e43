"""The OpenAPI document, made of the types that decode requests, so that it can't say anything else than they do.

Source: OpenAPI 3.1 (JSON Schema 2020-12, which msgspec writes).
"""

from functools import cache
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from safety_centre.platform_api import schemas
from safety_centre.platform_api.endpoint import MAX_BODY
from safety_centre.platform_api.examples import ANSWERS, REQUESTS
from safety_centre.platform_api.problems import TITLES

TYPES = [
    schemas.ScreenRequest,
    schemas.ScreenResponse,
    schemas.FeedRequest,
    schemas.FeedResponse,
    schemas.ExposuresResponse,
    schemas.PolicyResponse,
    schemas.UsageRequest,
    schemas.LexiconResponse,
    schemas.ProblemOut,
]
INTRODUCTION = (
    "Send the key as `Authorization: Bearer …`; `manage.py create_api_key --name N --scopes a,b` makes one and shows "
    "it once. A key may ask 6,000 times a minute unless it was made with another `--requests-a-minute`; beyond, the "
    f"answer is 429 with `Retry-After`.\n\nBodies are JSON in UTF-8, at most {MAX_BODY // 1024} KB, with "
    "`Content-Type: application/json`; a field that isn’t listed is refused. Errors are problem details (RFC 9457): "
    "`errors` names each field to mend. Nothing is counted by a request that was refused.\n\nAn `Idempotency-Key` on "
    "`prevention/screen` makes a repeated request count once for a day: the same key and body are answered again "
    "without counting (`Idempotent-Replayed: true`), the same key with another body is refused with 409.\n\nNothing "
    "that is sent is kept but the account (as a keyed hash), topic, day and count."
)


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(name: str, description: str = "OK") -> dict[str, Any]:
    content: dict[str, Any] = {"schema": _ref(name)}
    if name in ANSWERS:
        content["example"] = ANSWERS[name]
    return {"description": description, "content": {"application/json": content}}


def _problems(*statuses: int) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": _ref("ProblemOut")}}
    return {str(status): {"description": TITLES[status], "content": content} for status in sorted(statuses)}


ACCOUNT = {
    "name": "account",
    "in": "path",
    "required": True,
    "description": "The platform’s id of the account; for pairing, the public id of the teen’s account here.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[A-Za-z0-9._:@-]+$"},
}
IDEMPOTENCY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "At most 80 letters, digits, dots, colons, dashes; new for each use that is to count.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 80, "pattern": "^[A-Za-z0-9._:-]+$"},
}
LEXICON_HEADERS = {
    "ETag": {"description": "Send it as `If-None-Match` next time.", "schema": {"type": "string"}},
    "Signature": {
        "description": "`ed25519=` and the base64 of an Ed25519 signature over the bytes of the body (before any "
        "`Content-Encoding`), by the key with the `kid` “lexicon” at `/api/v1/keys.json`.",
        "schema": {"type": "string"},
    },
}
COMMON = (400, 401, 403, 429)


def _operation(
    name: str,
    summary: str,
    scope: str,
    responses: dict[str, Any],
    *,
    body: str = "",
    parameters: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": name,
        "summary": summary,
        "security": [{"bearer": [scope]}],
        "description": f"Needs the scope `{scope}`.",
        "responses": responses,
    }
    if parameters:
        operation["parameters"] = parameters
    if body:
        content: dict[str, Any] = {"schema": _ref(body)}
        if body in REQUESTS:
            content["example"] = REQUESTS[body]
        operation["requestBody"] = {
            "required": True,
            "description": f"At most {MAX_BODY} bytes in all, else 413.",
            "content": {"application/json": content},
        }
    return operation


def _paths() -> dict[str, Any]:
    with_body = _problems(*COMMON, 413, 415, 422)
    nothing = {"204": {"description": "Done"}}
    etag = {"name": "If-None-Match", "in": "header", "required": False, "schema": {"type": "string"}}
    return {
        "/api/v1/prevention/screen": {
            "post": _operation(
                "screen",
                "What is sensitive in some words, and help for it",
                "prevention:screen",
                {"200": _json("ScreenResponse"), **with_body, **_problems(409)},
                body="ScreenRequest",
                parameters=[IDEMPOTENCY],
            )
        },
        "/api/v1/prevention/feed": {
            "post": _operation(
                "feed",
                "Show, cover or skip, for each item of a page of a viewer’s feed",
                "prevention:feed",
                {"200": _json("FeedResponse"), **with_body},
                body="FeedRequest",
            )
        },
        "/api/v1/prevention/lexicon": {
            "get": _operation(
                "lexicon",
                "The published lexicon, to evaluate at the edge",
                "prevention:lexicon",
                {
                    "200": {**_json("LexiconResponse"), "headers": LEXICON_HEADERS},
                    "304": {"description": "Not changed since `If-None-Match`"},
                    **_problems(*COMMON),
                },
                parameters=[etag],
            )
        },
        "/api/v1/accounts/{account}/exposures": {
            "get": _operation(
                "exposures",
                "All that is kept of an account’s repeated use",
                "accounts:read",
                {"200": _json("ExposuresResponse"), **_problems(*COMMON, 404, 422)},
                parameters=[ACCOUNT],
            ),
            "delete": _operation(
                "forget_exposures",
                "Forget it: counts, covers and pause",
                "accounts:write",
                {**nothing, **_problems(*COMMON, 404, 422)},
                parameters=[ACCOUNT],
            ),
        },
        "/api/v1/accounts/{account}/policy": {
            "get": _operation(
                "policy",
                "What holds for a teen today, setting by setting",
                "accounts:read",
                {"200": _json("PolicyResponse"), **_problems(*COMMON, 404, 422)},
                parameters=[ACCOUNT],
            )
        },
        "/api/v1/accounts/{account}/usage": {
            "post": _operation(
                "usage",
                "Report a teen’s minutes of one day",
                "accounts:write",
                {**nothing, **with_body, **_problems(404)},
                body="UsageRequest",
                parameters=[ACCOUNT],
            )
        },
    }


@cache
def document() -> dict[str, Any]:
    """Return the OpenAPI document of version 1."""
    _schemas, components = msgspec.json.schema_components(TYPES, ref_template="#/components/schemas/{name}")
    # A type can't say "one of these two at least"; the document can, and a client need not find out by an error.
    components["ScreenRequest"]["anyOf"] = [{"required": ["text"]}, {"required": ["hashtags"]}]
    return {
        "openapi": "3.1.0",
        "info": {"title": "Safety centre API", "version": "1", "description": INTRODUCTION},
        "servers": [{"url": "/"}],
        "paths": _paths(),
        "components": {
            "schemas": components,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


@require_safe
@cache_control(public=True, max_age=300)
def openapi_json(request: HttpRequest) -> HttpResponse:
    """The document, for machines."""
    return HttpResponse(msgspec.json.encode(document()), content_type="application/json")
