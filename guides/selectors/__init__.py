"""Every read that a guide's page renders: prefetched, and public means public."""

from guides.selectors.help_finder import help_context
from guides.selectors.helplines import helplines_for
from guides.selectors.pages import (
    chapter_cards,
    chapter_neighbours,
    chapters_of,
    glossary,
    guides_by_partner,
    partner_pages,
    topic_cards,
    topic_guide_context,
    topic_guide_summary,
)

__all__ = [
    "chapter_cards",
    "chapter_neighbours",
    "chapters_of",
    "glossary",
    "guides_by_partner",
    "help_context",
    "helplines_for",
    "partner_pages",
    "topic_cards",
    "topic_guide_context",
    "topic_guide_summary",
]
