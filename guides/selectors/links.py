"""Which addresses outside are used where: in live pages, for help lines, for associations."""

import re
from collections import defaultdict
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urldefrag

from django.db import models
from wagtail.fields import StreamField
from wagtail.models import Page

from guides.models import Helpline, LinkCheck, PartnerAssociation

LONGEST = LinkCheck._meta.get_field("url").max_length or 500
_IN_RICH_TEXT = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_WHOLE = re.compile(r"https?://\S+", re.IGNORECASE)
RECORDS: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = (
    (Helpline, ("chat_url", "web_url", "source_url")),
    (PartnerAssociation, ("website",)),
)


def addresses_in(value: Any) -> Iterator[str]:
    """Yield the http(s) addresses in a field's raw value: texts that are one, and links in rich text.

    Without what follows ``#``: that part is the reader's browser's business and never leaves it.
    """
    if isinstance(value, dict):
        for one in value.values():
            yield from addresses_in(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from addresses_in(one)
    elif isinstance(value, str):
        text = value.strip()
        found = [text] if _WHOLE.fullmatch(text) else [a or b for a, b in _IN_RICH_TEXT.findall(text)]
        for url in found:
            url = urldefrag(unescape(url).strip()).url
            if _WHOLE.fullmatch(url) and len(url) <= LONGEST:
                yield url


def addresses_of_page(page: Page) -> set[str]:
    """Return the addresses that a page's own fields hold, whatever its type."""
    found: set[str] = set()
    for field in page._meta.concrete_fields:
        if isinstance(field, StreamField):
            found.update(addresses_in(list(getattr(page, field.name).raw_data)))
        elif isinstance(field, models.CharField | models.TextField) and field.model is not Page:
            found.update(addresses_in(getattr(page, field.name)))
    return found


def addresses_in_use() -> dict[str, set[int]]:
    """Return every address that readers can meet, with the live pages that hold it; none for a record's address."""
    used: dict[str, set[int]] = defaultdict(set)
    for page in Page.objects.live().order_by("pk").specific().iterator(chunk_size=100):
        for url in addresses_of_page(page):
            used[url].add(page.pk)
    for model, fields in RECORDS:
        for row in model._default_manager.values_list(*fields):
            for url in addresses_in(row):
                used.setdefault(url, set())
    return dict(used)


def records_with(urls: list[str]) -> dict[str, list[str]]:
    """Return the names of the help lines and associations that hold each of ``urls``; two queries."""
    found: dict[str, list[str]] = defaultdict(list)
    wanted = set(urls)
    for model, fields in RECORDS:
        for record in model._default_manager.all():
            held = set(addresses_in([getattr(record, field) for field in fields]))
            for url in held & wanted:
                found[url].append(str(record))
    return found
