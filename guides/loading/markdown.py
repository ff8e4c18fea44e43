"""Markdown of the starter files to Wagtail's rich text: paragraphs, emphasis, lists and links, nothing else."""

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from wagtail.models import Page

ALLOWED = {
    "paragraph_open",
    "paragraph_close",
    "bullet_list_open",
    "bullet_list_close",
    "ordered_list_open",
    "ordered_list_close",
    "list_item_open",
    "list_item_close",
    "inline",
}
ALLOWED_INLINE = {"text", "softbreak", "hardbreak", "strong_open", "strong_close", "em_open", "em_close"}
_parser = MarkdownIt("commonmark", {"html": True})
_PAGE_LINK = re.compile(r'<a href="page:([a-z0-9-]+)(?:#([a-z]+))?">')
# Wagtail's internal links have no query, so a link to one side of a guide is made of the page's address.


class MarkdownError(ValueError):
    """The text holds something that a starter text may not."""


def check(text: str) -> None:
    """Raise :class:`MarkdownError` naming what is not allowed: headings, HTML, images, code, quotes."""
    for token in _parser.parse(text):
        if token.type not in ALLOWED:
            raise MarkdownError(f"{token.type.removesuffix('_open').replace('_', ' ')} isn't allowed in a text")
        for child in token.children or []:
            if child.type == "text" and "](" in child.content:
                raise MarkdownError("a link can't be read: only https:// page: tel: sms: mailto: addresses are links")
            if child.type == "link_open":
                target = str(child.attrs.get("href", ""))
                if not target.startswith(("https://", "page:", "tel:", "sms:", "mailto:")):
                    raise MarkdownError(f"the link “{target}” starts with none of https:// page: tel: sms: mailto:")
            elif child.type not in ALLOWED_INLINE and child.type != "link_close":
                raise MarkdownError(f"{child.type.replace('_', ' ')} isn't allowed in a text")


def links(text: str) -> set[str]:
    """Return the keys of the pages that ``text`` links to."""
    return {key for key, _side in _PAGE_LINK.findall(_parser.render(text))}


def to_rich_text(text: str, page_of: Callable[[str], Page]) -> str:
    """Return Wagtail rich text for ``text``; ``page_of`` gives the page of a key in the text's language.

    Raises :class:`KeyError` for an unknown page key.
    """
    html = _parser.render(text.strip()).replace("\n", "")
    html = html.replace("<strong>", "<b>").replace("</strong>", "</b>").replace("<em>", "<i>").replace("</em>", "</i>")

    def link(found: re.Match[str]) -> str:
        page, side = page_of(found[1]), found[2]
        if not side:
            return f'<a linktype="page" id="{page.pk}">'
        below_home = page.url_path.split("/", 2)[2]
        return f'<a href="/{page.locale.language_code}/{below_home}?for={side}">'

    return _PAGE_LINK.sub(link, html)
