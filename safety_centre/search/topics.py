"""What prevention makes of a search: the help to show above it, and the topics that its words mean."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings

from safety_centre.prevention import compiled
from safety_centre.prevention.matching import Match
from safety_centre.prevention.selectors.help import Help
from safety_centre.prevention.services.screening import screen

MOST_SCREENED = 2_000  # characters: whoever writes a whole story gets help for all of it
SHORT_PANEL = 3  # resources, where nothing is urgent: the results say the rest


def topics_meant(text: str, language: str) -> list[str]:
    """Return ``topic:…`` for each topic that prevention finds in ``text``. Counts nothing."""
    return _topics(compiled.current().matcher.find(text[:MOST_SCREENED], (), language))


def help_for_search(text: str, language: str, now: dt.datetime) -> tuple[Help | None, list[str]]:
    """Return the help to show above the results (None where nothing is sensitive), and the topics it is about.

    No account goes along, even of somebody signed in: looking for help here is never a use of a sensitive topic. What
    is counted is a number a day and topic, in memory (``prevention.services.aggregates``).
    """
    screened = screen(text=text[:MOST_SCREENED], trigger="search", language=language, now=now)
    return _on_this_site(screened.help), _topics(screened.matches)


def _topics(matches: Sequence[Match]) -> list[str]:
    return list(dict.fromkeys(f"topic:{match.topic}" for match in matches))


def _on_this_site(found: Help | None) -> Help | None:
    """Return the help with addresses of this very site, and shorter where results follow."""
    if found is None:
        return None
    resources = found.resources if found.results_opt_in else found.resources[:SHORT_PANEL]
    return replace(
        found,
        resources=[replace(one, url=one.url.removeprefix(settings.SITE_URL)) for one in resources],
        guide_url=found.guide_url.removeprefix(settings.SITE_URL),
        friend_url=found.friend_url.removeprefix(settings.SITE_URL),
    )
