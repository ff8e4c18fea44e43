"""The API's document, for people: made of the OpenAPI document, so that the two can't differ."""

import re
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from safety_centre.platform_api.openapi import document


def _prose(text: str) -> SafeString:
    """Return a description as HTML: what stands between backticks is code."""
    return mark_safe(re.sub(r"`+([^`]+)`+", r"<code>\1</code>", escape(text)))  # noqa: S308  # escaped before


def _text(value: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(value)).decode() if value is not None else ""


def _kind(schema: dict[str, Any]) -> str:
    """Return a schema's type in a few words."""
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(_kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(str(value) for value in schema["enum"])
    if schema.get("type") == "array":
        most = f", at most {schema['maxItems']}" if "maxItems" in schema else ""
        return f"list of {_kind(schema['items'])}{most}"
    if "maxLength" in schema:
        return f"{schema['type']}, at most {schema['maxLength']} characters"
    return str(schema.get("type", "any value"))


def _operations(found: dict[str, Any]) -> list[dict[str, Any]]:
    operations = []
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            answered = operation["responses"].get("200", {}).get("content", {}).get("application/json", {})
            operations.append(
                {
                    **operation,
                    "path": path,
                    "method": method.upper(),
                    "about": _prose(f"{operation['summary']}. {operation['description']}"),
                    "body_name": content.get("schema", {}).get("$ref", "").rsplit("/", 1)[-1],
                    "example": _text(content.get("example")),
                    "answer_name": answered.get("schema", {}).get("$ref", "").rsplit("/", 1)[-1],
                    "answer": _text(answered.get("example")),
                    "headers": [
                        (name, _prose(header["description"]))
                        for name, header in operation["responses"].get("200", {}).get("headers", {}).items()
                    ],
                    "inputs": [
                        {**one, "about": _prose(one.get("description", ""))} for one in operation.get("parameters", [])
                    ],
                    "statuses": [
                        (status, _prose(response["description"]))
                        for status, response in sorted(operation["responses"].items())
                    ],
                }
            )
    return operations


@require_safe
@cache_control(public=True, max_age=300)
def docs(request: HttpRequest) -> HttpResponse:
    """The document to read."""
    found = document()
    types = [
        {
            "name": name,
            "about": _prose(schema.get("description", "")),
            "text": _text(schema),
            "fields": [
                {
                    "name": field,
                    "kind": _kind(one),
                    "needed": field in schema.get("required", ()),
                    "about": _prose(one.get("description", "")),
                }
                for field, one in schema.get("properties", {}).items()
            ],
        }
        for name, schema in sorted(found["components"]["schemas"].items())
    ]
    context = {
        "title": f"{found['info']['title']} v{found['info']['version']}",
        "introduction": [_prose(part) for part in found["info"]["description"].split("\n\n")],
        "operations": _operations(found),
        "types": types,
    }
    return render(request, "platform_api/docs.html", context)
