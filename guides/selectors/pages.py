"""Reads of guides, chapters, topics and partners for readers."""

from typing import Any

from django.db.models import Prefetch
from django.utils.text import slugify
from django.utils.translation import gettext as _

from guides.models import GuideChapterPage, PartnerAssociation, PartnerPage, TopicGuidePage, WellbeingGuidePage
from guides.models.topics import AUDIENCES
from safety_centre.pages.models import CustomRendition
from safety_centre.pages.selectors import public_pages

LOGO_FILTER = "max-400x200"


def chapters_of(guide: WellbeingGuidePage) -> list[GuideChapterPage]:
    """Return the public chapters of ``guide`` in the order of the page tree."""
    return list(public_pages(GuideChapterPage, locale=guide.locale).child_of(guide).order_by("path"))


def chapter_cards(language: str) -> list[GuideChapterPage]:
    """Return the public chapters of ``language``, in order, for listings outside the guide."""
    return list(public_pages(GuideChapterPage).filter(locale__language_code=language).order_by("path"))


def chapter_neighbours(chapter: GuideChapterPage) -> dict[str, Any]:
    """Return all chapters of this guide with the ones before and after ``chapter`` (None at the ends)."""
    guide = chapter.get_parent()
    chapters = list(
        public_pages(GuideChapterPage, locale=chapter.locale).child_of(guide).order_by("path").defer("body", "sources")
    )
    position = next((i for i, other in enumerate(chapters) if other.pk == chapter.pk), None)
    return {
        "guide": guide,
        "chapters": chapters,
        "chapter_number": None if position is None else position + 1,
        "previous_chapter": chapters[position - 1] if position else None,
        "next_chapter": chapters[position + 1] if position is not None and position + 1 < len(chapters) else None,
        "toc": table_of_contents(chapter.body),
    }


def topic_cards(language: str) -> list[TopicGuidePage]:
    """Return the public topic guides of ``language`` with their topics, in the topics' order."""
    guides = public_pages(TopicGuidePage).filter(locale__language_code=language)
    return list(guides.select_related("topic").defer("teen", "parent", "friend").order_by("topic__sort_order", "path"))


def table_of_contents(body: Any) -> list[dict[str, str]]:
    """Return ``{"anchor", "title"}`` of each heading block of a body, in order."""
    return [{"anchor": slugify(child.value), "title": child.value} for child in body if child.block_type == "heading"]


def topic_guide_context(page: TopicGuidePage, wanted: str) -> dict[str, Any]:
    """Return what a topic guide's page shows: the side for ``wanted`` (teen unless a known reader), and the others.

    Reading it takes a fixed number of queries whatever the number of partners: logos come prefetched with the one
    rendition that the template uses.
    """
    audience = wanted if wanted in AUDIENCES else "teen"
    labels = {"teen": _("I am a teen"), "parent": _("I am a parent"), "friend": _("I am worried about a friend")}
    side = getattr(page, audience)
    return {
        "topic": page.topic,
        "audience": audience,
        "audiences": [
            {
                "key": key,
                "label": labels[key],
                "url": "?" if key == "teen" else f"?for={key}",
                "is_current": key == audience,
            }
            for key in AUDIENCES
        ],
        "side": side,
        "toc": table_of_contents(side),
        "partners": _partners_of(page),
    }


def _partners_of(page: TopicGuidePage) -> list[Any]:
    """Return the page's associations with logo, rendition and public page, in three queries."""
    if "partners" in getattr(page, "_cluster_related_objects", {}):  # a preview of what isn't saved yet
        wanted = PartnerAssociation.objects.filter(pk__in=[partner.pk for partner in page.partners.all()])
    else:
        wanted = PartnerAssociation.objects.filter(guides=page)
    partners = list(wanted.select_related("logo").prefetch_related(_renditions("logo")))
    _attach_pages(partners, page.locale_id)
    return partners


def _renditions(path: str) -> Prefetch:
    """Return the prefetch of the rendition that templates use of the picture at ``path``."""
    renditions = CustomRendition.objects.filter(filter_spec=LOGO_FILTER)
    return Prefetch(f"{path}__renditions", queryset=renditions, to_attr="prefetched_renditions")


def _attach_pages(partners: list[Any], locale_id: int) -> None:
    """Give each partner its public page in that locale as ``public_page`` (None where there is none)."""
    pages = public_pages(PartnerPage).filter(locale_id=locale_id, partner__in=partners)
    by_partner = {page.partner_id: page for page in pages}
    for partner in partners:
        partner.public_page = by_partner.get(partner.pk)


def partner_pages(index: Any) -> list[PartnerPage]:
    """Return the public partner pages below ``index`` with their associations, logos and topics."""
    pages = public_pages(PartnerPage).filter(locale_id=index.locale_id).child_of(index).order_by("path")
    return list(pages.select_related("partner__logo").prefetch_related(_renditions("partner__logo")))


def guides_by_partner(page: PartnerPage) -> list[TopicGuidePage]:
    """Return the public guides of this page's language that its association wrote."""
    guides = public_pages(TopicGuidePage, locale=page.locale).filter(partners=page.partner)
    return list(guides.select_related("topic").defer("teen", "parent", "friend").order_by("topic__sort_order"))
