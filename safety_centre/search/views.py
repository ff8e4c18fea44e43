"""The search page."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guides.models import Topic
from guides.models.topics import AUDIENCES
from safety_centre.pages.platform import fill_platform_name
from safety_centre.pages.selectors import home_of
from safety_centre.prevention.selectors.help import Help
from safety_centre.search import empty
from safety_centre.search.query import MOST_CHARACTERS, clean
from safety_centre.search.selectors import PER_PAGE, Found, search, side_labels
from safety_centre.search.topics import help_for_search

MOST_PAGES = 50


@dataclass
class Asked:
    """What the address asks for, made safe; ``problems`` name the field and say what was done instead."""

    text: str = ""
    whole: str = ""  # what prevention reads: help is for all of a story, search for its beginning
    topic: str = ""
    side: str = ""
    page: int = 1
    shows: bool = False
    tried: bool = False
    problems: list[str] = field(default_factory=list)

    def address(self, **changes: object) -> str:
        """Return the query string of this search with ``changes``."""
        parts = {"q": self.text, "topic": self.topic, "for": self.side, **changes}
        return "?" + urlencode({name: value for name, value in parts.items() if value})


def read(request: HttpRequest, topics: list[Topic]) -> Asked:
    """Return what was asked. Nothing is refused: what can't be used is left out, and the page says so."""
    data = request.GET
    asked = Asked(whole=clean(data.get("q", "")[:10_000]), tried="q" in data)
    asked.text = asked.whole
    if len(asked.text) > MOST_CHARACTERS:
        asked.text = asked.text[:MOST_CHARACTERS].rsplit(" ", 1)[0]
        asked.problems.append(
            _("Search words: you wrote a lot, so we looked for the beginning (%(number)s characters at most).")
            % {"number": MOST_CHARACTERS}
        )
    if asked.tried and not any(character.isalnum() for character in asked.text):
        asked.problems.append(_("Search words: type a word or two, as they come to you."))
        asked.text = ""
    wanted = data.get("topic", "")
    if wanted in {topic.key for topic in topics}:
        asked.topic = wanted
    elif wanted:
        asked.problems.append(_("Subject: there isn’t one of that name, so we looked in all of them."))
    wanted = data.get("for", "")
    if wanted in AUDIENCES:
        asked.side = wanted
    elif wanted:
        asked.problems.append(_("For whom: we don’t know that reader, so we looked for everybody."))
    number = data.get("page", "1")
    asked.page = min(int(number), MOST_PAGES) if number.isascii() and number.isdecimal() and len(number) < 4 else 1
    asked.page = max(1, asked.page)
    asked.shows = "show" in data
    return asked


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Search the public pages of this language: ``?q=words&topic=key&for=teen|parent|friend``.

    GET, though that leaves the words in this device's history. POST wouldn't, but then Back from a guide asks "send the
    form again?", which frightens and which nobody clears away in a hurry, and a reload loses what was found. Against
    what GET gives away: the words are in no title, not in the browser's form memory (``autocomplete="off"``) nor in its
    cache (``no-store``), sent as a referrer to nobody, not even to our own pages (``no-referrer``), and in no log that
    we write. Leaving in a hurry replaces this entry of the history; what it can't do the page says under the box:
    earlier searches stay in the history.

    Always 200: whoever looks for help isn't sent away over a filter. Nothing is written; a search without result is
    counted in memory (``search.empty``).
    """
    language = (get_language() or "fr").split("-")[0]
    if home_of(language) is None:
        raise Http404  # without its home a language has no pages, and so nothing to find
    topics = list(Topic.objects.all())
    asked = read(request, topics)
    help_found, found = _answer(request, asked, topics, language) if asked.text else (None, None)
    response = render(request, "search/page.html", _context(asked, topics, help_found, found))
    if asked.tried:
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
    return fill_platform_name(response)


def _answer(request: HttpRequest, asked: Asked, topics: list[Topic], language: str) -> tuple[Help | None, Found | None]:
    """Return the help for sensitive words and what was found; nothing found yet where results wait to be asked for.

    Words that prevention doesn't know because they are mistyped are read again as what they were meant to be.
    """
    now = timezone.now()
    help_found, about = help_for_search(asked.whole, language, now)
    if _waits(help_found, asked):
        return help_found, None
    found = search(
        request, asked.text, language, side=asked.side, topic=asked.topic, about=about, topics=topics, page=asked.page
    )
    if found.mended and help_found is None:
        help_found, about = help_for_search(" ".join(found.query.words), language, now)
        if _waits(help_found, asked):
            return help_found, None
    if found.is_empty and asked.page == 1:
        empty.count(
            text=asked.whole,
            language=language,
            topic=asked.topic,
            sensitive=[key.removeprefix("topic:") for key in about],
            day=timezone.localdate(now),
        )
    return help_found, found


def _waits(help_found: Help | None, asked: Asked) -> bool:
    """Whether help comes first, and results only when they are asked for."""
    return help_found is not None and help_found.results_opt_in and not asked.shows


def _context(asked: Asked, topics: list[Topic], help_found: Help | None, found: Found | None) -> dict[str, object]:
    more = found is not None and found.total > asked.page * PER_PAGE
    return {
        "asked": asked,
        "topics": topics,
        "sides": list(side_labels().items()),
        "help": help_found,
        "found": found,
        "show_url": asked.address(show=1) if help_found and found is None else "",
        "next_url": asked.address(page=asked.page + 1, show=asked.shows and 1) if more else "",
        "previous_url": asked.address(page=asked.page - 1, show=asked.shows and 1) if asked.page > 1 else "",
        "suggestion_url": asked.address(q=found.suggestion) if found and found.suggestion else "",
        "wider_url": asked.address(topic="", **{"for": ""}) if asked.topic or asked.side else "",
    }
