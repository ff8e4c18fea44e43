"""What a partner learns of how its guides are read: numbers by week, and nothing that could be one reader.

No number under ten is shown, and none can be worked out from those that are:

* **Views** of a page are published in portions of ten and more. A week under ten waits and is added to the next, until
  together they are ten; every total, chart and export is a sum of portions, so a difference of any two of them is a sum
  of portions too. Portions are cut the same whoever asks and for whichever period: 52 weeks at a time, always from the
  same Monday, in finished weeks only.
* **Votes and searches** are rounded down to tens, each by itself: between a total and its parts there is always room.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.dispatch import Signal
from wagtail.models import Page

from guides.models import GuideChapterPage, Topic, TopicGuidePage
from safety_centre.pages.models.votes import REASONS, PageVote
from safety_centre.pages.selectors import views_by_week
from safety_centre.pages.votes import answers_of_pages

LEAST = 10  # product.md section 2: nothing under 10 is shown
PERIODS = (4, 12, 52)  # weeks that one may ask for
SEARCHES_KEPT_WEEKS = 12  # searches without result are erased after 90 days
BLOCK = dt.timedelta(weeks=52)
FIRST_MONDAY = dt.date(2024, 1, 1)
WEEK = dt.timedelta(weeks=1)

# Sent with ``topic_keys``, ``since`` and ``until``. Search, which lies above guides, answers with a list of
# ``{"topic", "language", "query", "count"}``: what was looked for and not found.
searches_wanted = Signal()


@dataclass(frozen=True)
class GuideInsight:
    """One page (one language) in the period. A number is None where it is under ten; votes are whole tens.

    ``weeks``: the portions of views by the week in which each became full. ``reasons`` by ``(answer, reason)``.
    """

    page: Page
    views: int | None
    weeks: dict[dt.date, int]
    yes: int | None
    no: int | None
    reasons: dict[tuple[str, str], int | None]


@dataclass(frozen=True)
class Search:
    """What readers looked for near a topic and didn't find; ``words`` empty where they are never kept."""

    topic: str
    language: str
    words: str
    count: int


@dataclass(frozen=True)
class Insight:
    """The guides asked for, and their views together by week (None under ten)."""

    guides: list[GuideInsight]
    weeks: dict[dt.date, int | None]
    views: int | None
    searches: list[Search] = field(default_factory=list)


def finished_weeks(number: int, today: dt.date) -> list[dt.date]:
    """Return the Mondays of the last ``number`` weeks that are over, the oldest first."""
    this_monday = today - dt.timedelta(days=today.weekday())
    return [this_monday - WEEK * back for back in range(number, 0, -1)]


def block_start(monday: dt.date) -> dt.date:
    """Return the Monday from which the portions around ``monday`` are counted."""
    return FIRST_MONDAY + BLOCK * ((monday - FIRST_MONDAY) // BLOCK)


def portions(by_week: Mapping[dt.date, int], first: dt.date, last: dt.date) -> dict[dt.date, int]:
    """Cut the weeks ``first`` (where a block begins) to ``last`` into portions of ten and more, keyed by their last.

    What is under ten at the end of a block is never published.
    """
    found: dict[dt.date, int] = {}
    waiting, monday = 0, first
    while monday <= last:
        if monday == block_start(monday):
            waiting = 0
        waiting += by_week.get(monday, 0)
        if waiting >= LEAST:
            found[monday], waiting = waiting, 0
        monday += WEEK
    return found


def tens(number: int) -> int | None:
    """Round down to tens; None under ten."""
    return number // LEAST * LEAST or None


def own_guides(own: QuerySet) -> QuerySet:
    """Return the guides and chapters among the pages ``own``, in the order of the tree."""
    kinds = [ContentType.objects.get_for_model(model) for model in (TopicGuidePage, GuideChapterPage)]
    return own.filter(content_type__in=kinds).select_related("locale").order_by("path")


def insight_of(pages: Sequence[Page], weeks: Sequence[dt.date]) -> Insight:
    """Return views and votes of ``pages`` in ``weeks``; two queries, however many pages."""
    keys = [page.pk for page in pages]
    first, last = block_start(weeks[0]), weeks[-1]
    until = last + WEEK - dt.timedelta(days=1)
    viewed = views_by_week(keys, first, until)
    answered = answers_of_pages(keys, since=weeks[0], until=until)
    guides = [_guide(page, portions(viewed.get(page.pk, {}), first, last), answered[page.pk], weeks) for page in pages]
    together = {week: sum(guide.weeks.get(week, 0) for guide in guides) or None for week in weeks}
    return Insight(guides, together, sum(guide.views or 0 for guide in guides) or None)


def _guide(
    page: Page, by_week: dict[dt.date, int], answers: dict[tuple[str, str], int], weeks: Sequence[dt.date]
) -> GuideInsight:
    shown = {week: by_week[week] for week in weeks if week in by_week}
    sums = {value: sum(n for (answer, _r), n in answers.items() if answer == value) for value in PageVote.Answer.values}
    reasons = {
        (str(answer), str(reason)): tens(answers.get((answer, reason), 0))
        for answer, known in REASONS.items()
        for reason in known
    }
    yes, no = tens(sums[PageVote.Answer.YES]), tens(sums[PageVote.Answer.NO])
    return GuideInsight(page, sum(shown.values()) or None, shown, yes, no, reasons)


def searches_near(own: QuerySet, *, with_none: bool, weeks: Sequence[dt.date]) -> list[Search]:
    """Return what was looked for and not found near the topics of the guides ``own``; two queries.

    ``with_none``: also the searches of no topic at all.
    """
    guides = TopicGuidePage.objects.filter(pk__in=own.values("pk"))
    names = {topic.key: topic.name for topic in Topic.objects.filter(pk__in=guides.values("topic"))}
    if with_none:
        names[""] = ""
    asked = weeks[-SEARCHES_KEPT_WEEKS:]
    answers: Iterable[tuple[Any, Any]] = searches_wanted.send(
        sender=None, topic_keys=list(names), since=asked[0], until=asked[-1] + WEEK - dt.timedelta(days=1)
    )
    rows: Iterable[dict[str, Any]] = (row for _receiver, found in answers for row in found)
    return [
        Search(names[row["topic"]], row["language"], row["query"], count)
        for row in rows
        if row["topic"] in names and (count := tens(row["count"])) is not None
    ]
