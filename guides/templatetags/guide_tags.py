"""What templates ask of guides: cards and help lines."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from guides import selectors
from guides.glossary import mark
from guides.models import Helpline
from guides.selectors.helplines import default_country, lines_of_country
from safety_centre.pages.reading import texts
from safety_centre.pages.request_scope import once
from safety_centre.pages.rich_text import linked_ids, read_linked

register = template.Library()


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE


@register.simple_tag(takes_context=True)
def topic_cards(context: template.Context) -> list[dict[str, Any]]:
    """Return a card for each public topic guide of this language, in the topics' order."""
    request = context.get("request")
    return [
        {
            "page": guide,
            "topic": guide.topic,
            "url": guide.get_url(request),
            "title": guide.title,
            "summary": guide.topic.summary,
            "hue": guide.topic.hue,
            "illustration": guide.topic.illustration,
        }
        for guide in selectors.topic_cards(_language())
    ]


@register.simple_tag(takes_context=True)
def chapter_cards(context: template.Context) -> list[dict[str, Any]]:
    """Return a card for each public chapter of the wellbeing guide in this language, in order."""
    request = context.get("request")
    return [
        {
            "page": chapter,
            "url": chapter.get_url(request),
            "title": chapter.title,
            "intro": chapter.intro,
            "minutes": chapter.minutes_of("body"),
            "takeaways": chapter.takeaways,
            "order": number,
            "illustration": chapter.illustration,
        }
        for number, chapter in enumerate(selectors.chapter_cards(_language()), start=1)
    ]


@register.simple_tag(takes_context=True)
def helplines_for(
    context: template.Context, topic: str = "", audience: str = "anyone", at_most: int = 4, country: str = ""
) -> list[Helpline]:
    """Return the help lines for ``topic`` (its key or nothing) and ``audience``. A page reads its country's once."""
    country = str(country) or default_country(_language())
    lines = once(f"lines_{country}", lambda: lines_of_country(country))
    return selectors.helplines_for(lines, topic=topic or "", audience=audience, at_most=at_most)


@register.simple_tag(takes_context=True)
def guide_body(context: template.Context, body: Any) -> dict[str, Any]:
    """Return ``{"html", "words"}``: the blocks of ``body``, and the glossary words that were marked in them.

    ``words`` of the context are those that may occur; the page keeps them, so nothing is asked of the database.
    """
    read_linked(linked_ids(texts(getattr(body, "raw_data", []))))
    outer = context.flatten()
    pieces = [block.render(context={**outer, "block": block}) for block in body]
    html, words = mark("".join(pieces), context.get("words") or [])
    return {"html": SafeString(html), "words": words}  # blocks escape; marking adds escaped text only
