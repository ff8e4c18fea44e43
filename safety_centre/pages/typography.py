"""French typography, applied when a page is saved, so that no reader's browser breaks a line before a colon.

Source: Lexique des règles typographiques en usage à l'Imprimerie nationale (narrow no-break space before ; ! ?,
no-break space before the colon and inside guillemets; on screen the narrow one serves all five).
"""

import re
from typing import Any

from django.db import models
from django.http import HttpResponse
from django.utils.translation import get_language_bidi
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import StreamField
from wagtail.rich_text import RichText

NARROW = "\N{NARROW NO-BREAK SPACE}"
_BEFORE = re.compile(r"(?<=[^\s<])[ \u00a0]+(?=[;:!?»](?:\s|$|[<»”,.)…\u202f]))")
_AFTER = re.compile(r"«[ \u00a0]*(?=\S)")
_NOT_PROSE = {"url", "slug", "link"}


def typeset(text: str, language: str) -> str:
    """Return ``text`` (plain or rich text) with the spaces that ``language`` asks for. Applying it twice is once."""
    if not language.startswith("fr"):
        return text
    text = _BEFORE.sub(NARROW, text)
    return _AFTER.sub("«" + NARROW, text)


def _typeset_value(value: Any, language: str) -> Any:
    if isinstance(value, str):
        return typeset(value, language)
    if isinstance(value, RichText):
        return RichText(typeset(value.source, language))
    if isinstance(value, StructValue):
        for name, item in value.items():
            if name not in _NOT_PROSE:
                value[name] = _typeset_value(item, language)
    elif isinstance(value, StreamValue | ListValue):
        items = value if isinstance(value, StreamValue) else value.bound_blocks
        for child in items:
            child.value = _typeset_value(child.value, language)
    return value


def typeset_page(page: models.Model) -> None:
    """Apply :func:`typeset` to every title, text and block of ``page``, in place."""
    language = page.locale.language_code  # type: ignore[attr-defined]
    if not language.startswith("fr"):
        return
    for field in page._meta.get_fields():
        name = getattr(field, "attname", "")
        if isinstance(field, StreamField):
            setattr(page, name, _typeset_value(getattr(page, name), language))
        elif isinstance(field, models.CharField | models.TextField) and name in page.typeset_fields:  # type: ignore[attr-defined]
            setattr(page, name, typeset(getattr(page, name), language))


_BETWEEN_TAGS = re.compile(rb">[^<]+<")
_GROUPS = re.compile(rb"(?<=[0-9]) (?=[0-9])")


def keep_numbers_in_order(response: HttpResponse) -> HttpResponse:
    """Let telephone numbers be read in their order on right-to-left pages.

    Between words that run from right to left, ``0 800 235 236`` is shown as ``236 235 800 0``: each group is a number
    of its own there. A no-break space is part of a number (Unicode's bidirectional algorithm, rule W4).
    """
    if get_language_bidi() and not response.streaming:
        kept = "\u00a0".encode()
        response.content = _BETWEEN_TAGS.sub(lambda found: _GROUPS.sub(kept, found[0]), response.content)
    return response
