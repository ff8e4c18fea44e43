"""The feed, the list and the documents, open to any site's scripts: there is nothing in them that isn't public."""

import functools
import json
import uuid
from collections.abc import Callable
from email.utils import format_datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from guides.models import PartnerAssociation, TopicGuidePage
from guides.portable import documents
from guides.portable.blocks import whole
from safety_centre.pages.platform import fill_platform_name
from safety_centre.pages.selectors import home_of

LONGEST_FEED = 40
KEEP_SECONDS = 300  # what republishes asks again after five minutes, and mostly gets 304

View = Callable[..., HttpResponse]


def _open_to_all(view: View) -> View:
    """GET only, with an ETag, readable by any site's scripts, kept for a few minutes."""

    @functools.wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return require_safe(conditional_page(cache_control(public=True, max_age=KEEP_SECONDS)(opened)))


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def _json(data: dict[str, Any]) -> HttpResponse:
    body = json.dumps(data, ensure_ascii=False, indent=1)
    return HttpResponse(body, content_type="application/json; charset=utf-8")


@_open_to_all
def portable_index(request: HttpRequest) -> HttpResponse:
    """All guides of this language."""
    if home_of(_language()) is None:
        raise Http404
    return _json(documents.index(_language()))


@_open_to_all
def portable_guide(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One guide of this language."""
    guide = documents.find_guide(key, _language())
    if guide is None:
        raise Http404
    return _json(documents.document(guide))


@_open_to_all
def guide_feed(request: HttpRequest) -> HttpResponse:
    """New and reviewed guides of this language, the latest first: Atom (RFC 4287)."""
    # "application/atom+xml" is shown as text or saved by most browsers; machines read either.
    return _feed(request, "guide_feed", "feeds/guides.xml", "application/atom+xml")


@_open_to_all
def guide_rss(request: HttpRequest) -> HttpResponse:
    """The same for readers that know RSS 2.0 only."""
    return _feed(request, "guide_rss", "feeds/guides-rss.xml", "application/rss+xml")


def _feed(request: HttpRequest, name: str, template: str, content_type: str) -> HttpResponse:
    home = home_of(_language())
    if home is None:
        raise Http404
    guides = documents.all_guides(_language())[:LONGEST_FEED]
    authors = _authors([guide.pk for guide in guides if isinstance(guide, TopicGuidePage)])
    days = [documents.updated_at(guide) for guide in guides]
    entries = [
        {
            "id": documents.entry_id(guide),
            "guide": guide,
            "topic": guide.topic if isinstance(guide, TopicGuidePage) else None,
            "authors": authors.get(guide.pk, []),
            "updated": day.isoformat(timespec="seconds"),
            "updated_822": format_datetime(day),
            "published": (guide.first_published_at or day).isoformat(timespec="seconds"),
            "url": guide.get_full_url(request),
            "document_url": documents.document_url(guide),
        }
        for guide, day in zip(guides, days, strict=True)
    ]
    newest = max(days, default=home.last_published_at)
    context = {
        "entries": entries,
        "home": home.get_full_url(request),
        "feed": whole(reverse(name)),
        "updated": newest.isoformat(timespec="seconds"),
        "updated_822": format_datetime(newest),
        "licence": settings.CONTENT_LICENCE,
        "licence_url": settings.CONTENT_LICENCE_URL,
        "PLATFORM_NAME": settings.PLATFORM_NAME,
    }
    response = render(request, template, context, content_type=f"{content_type}; charset=utf-8")
    return fill_platform_name(response)


def _authors(guide_ids: list[int]) -> dict[int, list[str]]:
    """Return the real associations' names by guide, in one query."""
    found: dict[int, list[str]] = {}
    partners = PartnerAssociation.objects.filter(is_example=False, guides__in=guide_ids).prefetch_related("guides")
    for partner in partners.distinct():
        for guide in partner.guides.all():
            found.setdefault(guide.pk, []).append(partner.name)
    return found
