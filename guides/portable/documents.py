"""One guide or chapter as a portable document, and the list of all in one language."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from wagtail.models import Page

from guides.models import GuideChapterPage, PartnerAssociation, TopicGuidePage
from guides.models.topics import AUDIENCES
from guides.portable.blocks import convert, text, whole
from guides.selectors.translations import translation_states
from safety_centre.pages.locales import code_of
from safety_centre.pages.models import PageKey
from safety_centre.pages.selectors import public_pages

SCHEMA_VERSION = "1.0"
KINDS: dict[type[Any], str] = {TopicGuidePage: "topic-guide", GuideChapterPage: "chapter"}
Guide = TopicGuidePage | GuideChapterPage


def all_guides(language: str) -> list[Guide]:
    """Return the public guides and chapters of ``language``, the latest published or reviewed first."""
    topics = public_pages(TopicGuidePage).filter(locale__language_code=language)
    chapters = public_pages(GuideChapterPage).filter(locale__language_code=language)
    found: list[Guide] = [
        *topics.select_related("topic").defer("teen", "parent", "friend"),
        *chapters.defer("body"),
    ]
    return sorted(found, key=lambda guide: (updated_at(guide), guide.pk), reverse=True)


def find_guide(translation_key: uuid.UUID, language: str) -> Guide | None:
    """Return the public guide or chapter with this key in ``language``, or None."""
    for model in KINDS:
        found = public_pages(model).filter(translation_key=translation_key, locale__language_code=language).first()
        if found is not None:
            return found
    return None


def updated_at(guide: Guide) -> dt.datetime:
    """Return when the guide last changed or was last read whole by somebody competent, whichever is later."""
    published = guide.last_published_at or timezone.now()
    if guide.reviewed_on is None:
        return published
    reviewed = dt.datetime.combine(guide.reviewed_on, dt.time(), timezone.get_default_timezone())
    return max(published, min(reviewed, timezone.now()))


def entry_id(guide: Guide) -> str:
    """Return the stable name of this guide in this language, whatever its address becomes."""
    return f"urn:uuid:{uuid.uuid5(guide.translation_key, code_of(guide.locale_id))}"


def document_url(guide: Page, language: str = "") -> str:
    """Return the whole address of the guide's document in its own language, or in ``language``."""
    with translation.override(language or code_of(guide.locale_id)):
        return whole(reverse("portable_guide", args=[guide.translation_key]))


def index(language: str) -> dict[str, Any]:
    """Return the list of a language's guides: enough to know which documents to read again."""
    guides = all_guides(language)
    states = translation_states(guides)
    return {
        "schema_version": SCHEMA_VERSION,
        "language": language,
        "licence": _licence(),
        "guides": [
            {
                "id": entry_id(guide),
                "kind": KINDS[type(guide)],
                "title": text(guide.title),
                "topic": guide.topic.key if isinstance(guide, TopicGuidePage) else None,
                "url": guide.full_url,
                "document_url": document_url(guide),
                "updated_at": _moment(updated_at(guide)),
                "reviewed_on": _day(guide.reviewed_on),
                "translation_behind": states[guide.pk].behind,
            }
            for guide in guides
        ],
    }


def document(guide: Guide) -> dict[str, Any]:
    """Return the whole guide (docs/portable-guides.md)."""
    language = code_of(guide.locale_id)
    state = translation_states([guide])[guide.pk]
    same = list(public_pages().filter(translation_key=guide.translation_key).select_related("locale"))
    help_url = _help_url(language)
    partners = list(PartnerAssociation.objects.filter(guides=guide)) if isinstance(guide, TopicGuidePage) else []
    bodies = {name: getattr(guide, name) for name in AUDIENCES} if partners or isinstance(guide, TopicGuidePage) else {}
    return {
        "schema_version": SCHEMA_VERSION,
        "id": entry_id(guide),
        "guide_id": f"urn:uuid:{guide.translation_key}",
        "kind": KINDS[type(guide)],
        "language": language,
        "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "url": guide.full_url,
        "document_url": document_url(guide),
        "title": text(guide.title),
        "summary": text(guide.search_description),
        "in_brief": [text(line.value) for line in _brief(guide)],
        "parent_in_brief": [text(line.value) for line in getattr(guide, "parent_in_brief", [])],
        "friend_in_brief": [text(line.value) for line in getattr(guide, "friend_in_brief", [])],
        "topic": {"key": guide.topic.key, "name": text(guide.topic.name)}
        if isinstance(guide, TopicGuidePage)
        else None,
        "sides": {name: convert(body, help_url=help_url) for name, body in (bodies or {"parent": guide.body}).items()},
        "help_url": help_url,
        "published_at": _moment(guide.first_published_at),
        "updated_at": _moment(updated_at(guide)),
        "reviewed_on": _day(guide.reviewed_on),
        "next_review": _day(guide.next_review),
        "review_overdue": bool(guide.next_review and guide.next_review < timezone.localdate()),
        "sources": [
            {
                "title": text(source.value["title"]),
                "publisher": text(source.value["publisher"]),
                "url": source.value.get("url") or None,
                "year": source.value.get("year"),
            }
            for source in guide.sources
        ],
        "credit": _credit(partners),
        "licence": _licence(),
        "translation": {
            "original_language": state.original_language,
            "is_original": state.is_original,
            "behind": state.behind,
        },
        "alternates": [
            {"language": code_of(page.locale_id), "url": page.full_url, "document_url": document_url(page)}
            for page in same
            if page.pk != guide.pk
        ],
    }


def _brief(guide: Guide) -> Sequence[Any]:
    return guide.in_brief if isinstance(guide, TopicGuidePage) else guide.takeaways


def _help_url(language: str) -> str:
    key = PageKey.objects.filter(key="help").values("translation_key")
    page = public_pages().filter(translation_key__in=key, locale__language_code=language).first()
    return page.full_url if page else ""


def _credit(partners: Sequence[PartnerAssociation]) -> dict[str, Any]:
    """Return who wrote it. A made-up association of the starter content says so, and is no part of the credit line."""
    site = f"{_('Safety centre')} {settings.PLATFORM_NAME}"
    real = [text(partner.name) for partner in partners if not partner.is_example]
    return {
        "publisher": site,
        "line": " · ".join([*real, site]),
        "partners": [
            {"name": text(partner.name), "website": partner.website or None, "is_example": partner.is_example}
            for partner in partners
        ],
    }


def _licence() -> dict[str, Any]:
    return {"name": settings.CONTENT_LICENCE or None, "url": settings.CONTENT_LICENCE_URL or None}


def _moment(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(dt.UTC).isoformat(timespec="seconds") if moment else None


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
