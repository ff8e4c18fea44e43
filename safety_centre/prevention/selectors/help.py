"""Help for a topic: a guide, a video, something to do, people to talk to; best first for this reader.

Evidence: a number alone changes nothing, pages with several ways in do (product.md section 4). What a language and a
country have is read once and kept for a minute in each process; whether somebody answers is worked out once a minute.
"""

import datetime as dt
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.text import slugify

from guides.models import Helpline, TopicGuidePage
from guides.selectors.help_finder import ALWAYS_SHOWN, open_state
from guides.selectors.helplines import default_country, helplines_for, lines_of_country
from guides.words import state_in_words
from safety_centre.pages.selectors import public_pages
from safety_centre.prevention import lines

KEEP_SECONDS = 60.0
MOST_PEOPLE = 4
AUDIENCE_OF_BAND = {"13-15": "teen", "16-17": "teen", "18+": "adult"}


@dataclass(frozen=True)
class Resource:
    """One thing that helps. ``kind``: guide, video, exercise, people. ``url`` may be empty for people to call.

    ``phone`` is the number as people read it, ``dial`` as a telephone dials it; ``sms`` is what follows ``sms:`` in a
    link, the word to send included. ``open_now`` is None where it isn't known; ``hours`` says it in words, with the
    moment that changes it ("Closed now. Opens tomorrow at 09:00 (Paris time)"), public holidays included.
    """

    kind: str
    title: str
    text: str
    url: str
    phone: str = ""
    dial: str = ""
    sms: str = ""
    open_now: bool | None = None
    hours: str = ""

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
    people: dict[tuple[str, bool, str, int], list[Resource]] = field(default_factory=dict)


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


def _person(line: Helpline, country: str, now: dt.datetime) -> Resource:
    state = open_state(line, now, country)
    sms = f"{line.sms_number}?body={line.sms_keyword}" if line.sms_keyword else line.sms_number
    return Resource(
        "people",
        line.name,
        line.description,
        line.chat_url or line.web_url,
        phone=line.phone or line.dial,
        dial=line.dial,
        sms=sms,
        open_now=None if state.kind == "unknown" else state.kind != "closed",
        hours=state_in_words(state.kind, state.changes_at, line.time_zone, now),
    )


def _people(
    shelf: _Shelf, topic: str, level: str, age_band: str | None, country: str, now: dt.datetime
) -> list[Resource]:
    """Return people to talk to: those for this topic before those for any worry, within that who answers now first.

    For ``urgent``, who answers now comes before all who don't: the line above promises somebody right now.
    """
    audience, is_urgent = AUDIENCE_OF_BAND.get(age_band or "", "anyone"), level == "urgent"
    key = (topic, is_urgent, audience, int(now.timestamp()) // 60)
    if key not in shelf.people:
        chosen = helplines_for(shelf.helplines, topic=topic, audience=audience, at_most=MOST_PEOPLE)
        if not is_urgent:
            chosen = [line for line in chosen if line.kind != Helpline.Kind.EMERGENCY] or chosen
        ranked = []
        for line in chosen:
            person = _person(line, country, now)
            fit = (line.kind in ALWAYS_SHOWN, all(found.key != topic for found in line.topics.all()))
            closed = person.open_now is False
            ranked.append(((closed, *fit) if is_urgent else (*fit, closed), person))
        ranked.sort(key=lambda one: one[0])  # stable: else the finder's own order
        shelf.people[key] = [person for _rank, person in ranked]
    return shelf.people[key]


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
    place = country or default_country(spoken)
    shelf = _shelf(spoken, place)
    guide = shelf.guides.get(topic)
    with translation.override(spoken):
        people = _people(shelf, topic, level, age_band, place, now)
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
