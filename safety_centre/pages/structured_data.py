"""What a page says of itself to machines, in schema.org's words (JSON-LD). Only what is true and on the page."""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from safety_centre.pages.models import BasePage
from safety_centre.pages.platform import with_platform_name

# A data block is no script and needs no nonce; what could end it or start markup is written as an escape.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def as_data_block(data: Any) -> str:
    """Return ``data`` as JSON that can stand inside a ``script`` element, whatever its strings hold."""
    return json.dumps(_filled(data), ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)


def _filled(data: Any) -> Any:
    """Return ``data`` with the platform's name in its strings. The page's own filling would escape it for HTML."""
    if isinstance(data, str):
        return with_platform_name(data)
    if isinstance(data, dict):
        return {name: _filled(value) for name, value in data.items()}
    if isinstance(data, list):
        return [_filled(value) for value in data]
    return data


def publisher() -> dict[str, Any]:
    """Return who publishes: this safety centre."""
    name = f"{_('Safety centre')} {settings.PLATFORM_NAME}"
    return {"@type": "Organization", "@id": f"{settings.SITE_URL}/#publisher", "name": name, "url": settings.SITE_URL}


def graph_of(
    page: BasePage, *, url: str, crumbs: list[dict[str, Any]], description: str, image: str, context: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the JSON-LD graph of ``page``: the page, the way to it, the site, and the article where it is one."""
    language = page.content_language
    special, article = page.schema_nodes(context)
    node: dict[str, Any] = {
        "@type": "WebPage",
        "@id": url,
        "url": url,
        "name": page.seo_title or page.title,
        "inLanguage": language,
        "isPartOf": {"@id": f"{settings.SITE_URL}/#site"},
        "primaryImageOfPage": {"@type": "ImageObject", "url": image},
        "publisher": {"@id": f"{settings.SITE_URL}/#publisher"},
        **_dates(page),
    }
    if description:
        node["description"] = description
    node |= special
    site = {
        "@type": "WebSite",
        "@id": f"{settings.SITE_URL}/#site",
        "url": f"{settings.SITE_URL}/",
        "name": publisher()["name"],
        "inLanguage": [code for code, _name in settings.LANGUAGES],
    }
    graph: list[dict[str, Any]] = [node, site, publisher()]
    if len(crumbs) > 1:
        node["breadcrumb"] = {"@id": f"{url}#breadcrumb"}
        items = [
            {"@type": "ListItem", "position": place, "name": crumb["title"], "item": settings.SITE_URL + crumb["url"]}
            for place, crumb in enumerate(crumbs, start=1)
        ]
        graph.append({"@type": "BreadcrumbList", "@id": f"{url}#breadcrumb", "itemListElement": items})
    if article is not None:
        graph.append(
            {
                "@type": "Article",
                "@id": f"{url}#article",
                "headline": page.title,
                "inLanguage": language,
                "mainEntityOfPage": {"@id": url},
                "image": image,
                "author": {"@id": f"{settings.SITE_URL}/#publisher"},
                "publisher": {"@id": f"{settings.SITE_URL}/#publisher"},
                "isAccessibleForFree": True,
                **({"description": description} if description else {}),
                **_dates(page),
                **article,
            }
        )
    return {"@context": "https://schema.org", "@graph": graph}


def _dates(page: BasePage) -> dict[str, str]:
    names = {"datePublished": page.first_published_at, "dateModified": page.last_published_at}
    return {name: moment.isoformat(timespec="seconds") for name, moment in names.items() if moment}
