"""Reads of guides, chapters, topics and partners for readers."""

import unicodedata
from typing import Any

from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext as _
from wagtail.models import Page

from guides.glossary import as_words
from guides.models import (
    GlossaryTerm,
    GuideChapterPage,
    PartnerAssociation,
    PartnerPage,
    TopicGuidePage,
    WellbeingGuidePage,
)
from guides.models.topics import AUDIENCES
from safety_centre.pages import reading
from safety_centre.pages.models import CustomRendition
from safety_centre.pages.rich_text import linked_ids, remember_linked
from safety_centre.pages.selectors import is_public, public_pages

LOGO_FILTER = "max-400x200"


def chapters_of(guide: WellbeingGuidePage) -> list[GuideChapterPage]:
    """Return the public chapters of ``guide`` in the order of the page tree."""
    return list(public_pages(GuideChapterPage, locale=guide.locale).child_of(guide).order_by("path"))


def chapter_cards(language: str) -> list[GuideChapterPage]:
    """Return the public chapters of ``language``, in order, for listings outside the guide."""
    chapters = public_pages(GuideChapterPage).filter(locale__language_code=language).order_by("path")
    return list(chapters.defer("body", "sources"))


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
        **reading_context(chapter.body, "body", chapter),
    }


def topic_cards(language: str) -> list[TopicGuidePage]:
    """Return the public topic guides of ``language`` with their topics, in the topics' order."""
    guides = public_pages(TopicGuidePage).filter(locale__language_code=language)
    return list(guides.select_related("topic").defer("teen", "parent", "friend").order_by("topic__sort_order", "path"))


def table_of_contents(body: Any, anchors: dict[str, str]) -> list[dict[str, str]]:
    """Return ``{"anchor", "title"}`` of each heading block of a body, in order."""
    return [{"anchor": anchors[block.id], "title": block.value} for block in body if block.block_type == "heading"]


def parts_of(body: Any, anchors: dict[str, str]) -> list[dict[str, str]]:
    """Return at most three parts that a hurried reader looks for and this body has: first what can be done now."""
    labels = {
        "part-now": _("What to do now"),
        "part-words": _("Words to say"),
        "part-signs": _("Signs to notice"),
        "part-evidence": _("Keep proof and report"),
        "part-video": _("Video"),
    }
    there = set(anchors.values())
    found = [{"anchor": anchor, "title": title} for anchor, title in labels.items() if anchor in there]
    return found[:3]


def reading_context(body: Any, side: str, page: Any) -> dict[str, Any]:
    """Return what a page needs to show ``body``: anchors, contents, parts, minutes, and the words it explains."""
    anchors = reading.anchors(body)
    return {
        "anchors": anchors,
        "toc": table_of_contents(body, anchors),
        "parts": parts_of(body, anchors),
        "minutes": page.minutes_of(side),
        "words": as_words(page.derived.get("words", {}).get(side, [])),
    }


def topic_guide_context(page: TopicGuidePage, wanted: str) -> dict[str, Any]:
    """Return what a topic guide's page shows: the side for ``wanted`` (teen unless a known reader), and the others.

    Each side has an address of its own, also the first: a link to it means that side whatever the device remembers.
    Reading it takes a fixed number of queries whatever the number of partners: logos come prefetched with the one
    rendition that the template uses.
    """
    audience = wanted if wanted in AUDIENCES else "teen"
    labels = {"teen": _("I am a teen"), "parent": _("I am a parent"), "friend": _("I am worried about a friend")}
    side = getattr(page, audience)
    return {
        "topic": page.topic,
        "audience": audience,
        "brief": page.brief_for(audience),
        "audiences": [
            {"key": key, "label": labels[key], "url": f"?for={key}", "is_current": key == audience} for key in AUDIENCES
        ],
        "side": side,
        "summary_url": f"?for={audience}&print=summary",
        "partners": _partners_of(page, side),
        **reading_context(side, audience, page),
    }


# One A4 page holds this much.
SUMMARY_SIGNS, SUMMARY_STEPS, SUMMARY_AVOID, SUMMARY_LINES = 6, 6, 4, 4


def topic_guide_summary(page: TopicGuidePage, audience: str) -> dict[str, Any]:
    """Return what the one-page summary of a side says: its first signs and first steps, by title only."""
    side = getattr(page, audience)
    signs = next((block.value for block in side if block.block_type == "warning_signs"), None)
    steps = next((block.value for block in side if block.block_type == "steps"), None)
    starters = next((block.value for block in side if block.block_type == "conversation_starters"), None)
    advice = next((block.value for block in side if block.block_type == "do_dont"), None)
    to_do = [step["title"] for step in steps["steps"]] if steps else list(advice["do"]) if advice else []
    return {
        "signs": list(signs["signs"])[:SUMMARY_SIGNS] if signs else [],
        "steps": to_do[:SUMMARY_STEPS],
        "avoid": list(advice["dont"])[:SUMMARY_AVOID] if advice else [],
        "starters": [starter["say"] for starter in starters["starters"]][:2] if starters else [],
        "back_url": f"?for={audience}",
        "lines_at_most": SUMMARY_LINES,
        "lines_for": "parent" if audience == "parent" else "teen",
    }


def glossary(language: str) -> list[dict[str, Any]]:
    """Return all glossary terms of ``language`` in its alphabetical order, with topics and their public guides.

    Accents don't count in the order, as in a printed dictionary.
    """
    guides = {guide.topic_id: guide for guide in topic_cards(language)}
    found = []
    for term in GlossaryTerm.objects.prefetch_related("topics"):
        if term.term and term.definition:
            topics = [{"topic": topic, "guide": guides.get(topic.pk)} for topic in term.topics.all()]
            found.append({"term": term, "letter": _plain(term.term)[:1].upper(), "topics": topics})
    return sorted(found, key=lambda entry: _plain(entry["term"].term))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _partners_of(page: TopicGuidePage, side: Any) -> list[Any]:
    """Return the page's associations with logo, rendition and public page, in three queries.

    The last of them reads the pages that ``side`` links to as well: they are needed for its links anyway.
    """
    if "partners" in getattr(page, "_cluster_related_objects", {}):  # a preview of what isn't saved yet
        wanted = PartnerAssociation.objects.filter(pk__in=[partner.pk for partner in page.partners.all()])
    else:
        wanted = PartnerAssociation.objects.filter(guides=page)
    partners = list(wanted.select_related("logo").prefetch_related(_renditions("logo")))
    theirs = Q(locale_id=page.locale_id, partnerpage__partner__in=partners)
    linked = linked_ids(reading.texts(getattr(side, "raw_data", [])))
    found = Page.objects.filter(theirs | Q(pk__in=linked)).select_related("locale")
    by_partner = {}
    for other in found.annotate(partner_id=F("partnerpage__partner")):
        remember_linked(other)
        if other.partner_id and is_public(other):
            by_partner[other.partner_id] = other
    for partner in partners:
        partner.public_page = by_partner.get(partner.pk)
    return partners


def _renditions(path: str) -> Prefetch:
    """Return the prefetch of the rendition that templates use of the picture at ``path``."""
    renditions = CustomRendition.objects.filter(filter_spec=LOGO_FILTER)
    return Prefetch(f"{path}__renditions", queryset=renditions, to_attr="prefetched_renditions")


def partner_pages(index: Any) -> list[PartnerPage]:
    """Return the public partner pages below ``index`` with their associations, logos and topics."""
    pages = public_pages(PartnerPage).filter(locale_id=index.locale_id).child_of(index).order_by("path")
    return list(pages.select_related("partner__logo").prefetch_related(_renditions("partner__logo")))


def guides_by_partner(page: PartnerPage) -> list[TopicGuidePage]:
    """Return the public guides of this page's language that its association wrote."""
    guides = public_pages(TopicGuidePage, locale=page.locale).filter(partners=page.partner)
    return list(guides.select_related("topic").defer("teen", "parent", "friend").order_by("topic__sort_order"))
