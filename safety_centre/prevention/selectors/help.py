"""Help for a topic: a guide, a video, something to do, people to talk to; best first for this reader.

Evidence: a number alone changes nothing, pages with several ways in do (product.md section 4). What a language and a
country have is read once and kept for a minute in each process; only "open now" is worked out at each request.
"""

import datetime as dt
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.text import slugify

from guides import opening
from guides.models import Helpline, TopicGuidePage
from guides.selectors.helplines import default_country, helplines_for, lines_of_country
from safety_centre.pages.selectors import public_pages
from safety_centre.prevention import lines

KEEP_SECONDS = 60.0
MOST_PEOPLE = 4
AUDIENCE_OF_BAND = {"13-15": "teen", "16-17": "teen", "18+": "adult"}


@dataclass(frozen=True)
class Resource:
    """One thing that helps. ``kind``: guide, video, exercise, people. ``url`` may be empty for people to call.

    ``phone`` is the number as people read it, ``dial`` as a telephone dials it; ``sms`` is what follows ``sms:`` in a
    link, the word to send included.
    """

    kind: str
    title: str
    text: str
    url: str
    phone: str = ""
    dial: str = ""
    sms: str = ""
    open_now: bool | None = None

    @property
    def sms_number(self) -> str:
        """Return the number that messages go to, as people read it."""
        return self.sms.partition("?body=")[0]

    @property
    def sms_word(self) -> str:
        """Return the word that the message must hold, or an empty string."""
        return self.sms.partition("?body=")[2]


@dataclass(frozen=True)
class Help:
    """What to offer at once: one line, resources in their order, and where a worried friend goes on."""

    topic: str
    level: str
    line: str
    results_opt_in: bool
    resources: list[Resource]
    guide_url: str
    friend_url: str


@dataclass
class _Guide:
    title: str
    text: str
    url: str
    exercises: list[tuple[str, str]] = field(default_factory=list)
    videos: list[str] = field(default_factory=list)


@dataclass
class _Shelf:
    """What one language and country have, read at ``read_at``."""

    read_at: float
    guides: dict[str, _Guide]
    helplines: list[Helpline]


_shelves: dict[tuple[str, str], _Shelf] = {}
_lock = threading.Lock()


def forget() -> None:
    """Drop what was kept, so that the next use reads the database."""
    with _lock:
        _shelves.clear()


def supported_language(language: str | None) -> str:
    """Return the site's language for a BCP 47 tag: its primary part where the site has it, else the default one."""
    primary = (language or "").replace("_", "-").split("-")[0].lower()
    return primary if primary in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _guide_of(page: TopicGuidePage) -> _Guide:
    """Return what a guide's teen side has to read, watch and do."""
    url = settings.SITE_URL + (page.url or "")
    found = _Guide(page.title, page.search_description or page.topic.summary, url)
    heading = ""
    for block in page.teen:
        if block.block_type == "heading":
            heading = block.value
        elif block.block_type in {"steps", "self_check", "evidence_steps"} and heading:
            if not found.exercises or found.exercises[-1][0] != heading:
                found.exercises.append((heading, f"{url}#{slugify(heading)}"))
        elif block.block_type == "video":
            found.videos.append(str(block.value.get("title", "")) or page.title)
    return found


def _shelf(language: str, country: str) -> _Shelf:
    with _lock:
        kept = _shelves.get((language, country))
    if kept is not None and time.monotonic() - kept.read_at < KEEP_SECONDS:
        return kept
    with translation.override(language):
        pages = public_pages(TopicGuidePage).filter(locale__language_code=language).select_related("topic")
        read = _Shelf(
            time.monotonic(),
            {page.topic.key: _guide_of(page) for page in pages},
            lines_of_country(country, with_hours=True),
        )
    with _lock:
        _shelves[language, country] = read
    return read


def _person(line: Helpline, now: dt.datetime) -> Resource:
    """Return a help line as a resource, with whether somebody answers now where that is known."""
    hours = [(span.weekday, span.opens, span.closes) for span in line.hours.all()]
    is_open: bool | None = True if line.is_always_open else None
    if is_open is None and hours and not line.hours_unknown:
        is_open = opening.status(hours, line.time_zone, now)[0]
    sms = f"{line.sms_number}?body={line.sms_keyword}" if line.sms_keyword else line.sms_number
    return Resource(
        "people",
        line.name,
        line.description,
        line.chat_url or line.web_url,
        phone=line.phone or line.dial,
        dial=line.dial,
        sms=sms,
        open_now=is_open,
    )


def _people(shelf: _Shelf, topic: str, level: str, age_band: str | None, now: dt.datetime) -> list[Resource]:
    """Return people to talk to, those who answer now first; within that, the finder's own order."""
    audience = AUDIENCE_OF_BAND.get(age_band or "", "anyone")
    chosen = helplines_for(shelf.helplines, topic=topic, audience=audience, at_most=MOST_PEOPLE)
    if level != "urgent":
        chosen = [line for line in chosen if line.kind != Helpline.Kind.EMERGENCY] or chosen
    people = [_person(line, now) for line in chosen]
    return sorted(people, key=lambda person: person.open_now is False)


def help_for(
    *,
    topic: str,
    level: str,
    seeks_help: bool,
    language: str | None,
    country: str | None,
    age_band: str | None,
    now: dt.datetime,
) -> Help:
    """Return the help for one topic and level. No query while the shelf of this language and country is fresh.

    For ``urgent``, people come first and search results are opt-in; otherwise the guide does.
    """
    spoken = supported_language(language)
    shelf = _shelf(spoken, country or default_country(spoken))
    guide = shelf.guides.get(topic)
    people = _people(shelf, topic, level, age_band, now)
    with translation.override(spoken):
        line = lines.calm_line(topic, level, seeks_help=seeks_help)
        reading: list[Resource] = []
        if guide is not None:
            reading.append(Resource("guide", guide.title, guide.text, guide.url))
            reading += [Resource("video", title, "", guide.url) for title in guide.videos[:1]]
            reading += [Resource("exercise", title, "", url) for title, url in guide.exercises[:2]]
    resources = [*people, *reading] if level == "urgent" else [*reading[:1], *people[:2], *reading[1:], *people[2:]]
    home = f"{settings.SITE_URL}/{spoken}/"
    return Help(
        topic=topic,
        level=level,
        line=line,
        results_opt_in=level == "urgent",
        resources=resources,
        guide_url=guide.url if guide else home,
        friend_url=f"{guide.url}?for=friend" if guide else home,
    )


def as_dict(found: Help | None) -> dict[str, Any] | None:
    """Return help as plain data for JSON, in the shape that the API documents."""
    if found is None:
        return None
    data = dict(vars(found))
    data["resources"] = [dict(vars(resource)) for resource in found.resources]
    return data
