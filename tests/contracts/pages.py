"""One public page of each type in each language, for the contracts that hold on every page."""

from wagtail.models import Page

from safety_centre.pages.selectors import public_pages


def one_of_each_type() -> dict[str, Page]:
    """Return ``{"fr TopicGuidePage": page, …}`` for all public page types."""
    found: dict[str, Page] = {}
    for page in public_pages().select_related("locale", "content_type").order_by("path"):
        if page.depth > 1:
            found.setdefault(f"{page.locale.language_code} {page.content_type.model}", page)
    return found
