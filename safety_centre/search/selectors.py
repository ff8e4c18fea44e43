"""Searching, and what searches found nothing. Reads only: asking writes nothing, whoever asks."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, Q, Sum
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.models import Page

from guides.models import GlossaryTerm, Helpline, Topic
from guides.selectors.helplines import default_country, helplines_for, lines_of_country, visible_helplines
from safety_centre.pages.selectors import public_pages
from safety_centre.pages.typography import typeset
from safety_centre.search import spelling
from safety_centre.search.models import EmptySearch, SearchPassage, SearchPosting, SearchWord
from safety_centre.search.query import Query, understand, words_in
from safety_centre.search.ranking import Hit, Ranked, rank
from safety_centre.search.snippets import quote

PER_PAGE = 10
MOST_POSTINGS = 6000  # the heaviest first; a word that is everywhere says little anyway
MOST_TERMS, MOST_LINES = 2, 3
LEAST_SHOWN = 10  # product.md section 2: nothing under 10 is shown
_LINK_TO_HELP = "page:help"


@dataclass(frozen=True)
class Side:
    """A side of a guide that also answers."""

    label: str
    url: str


@dataclass(frozen=True)
class Result:
    """A page that answers: where its link leads, what is quoted and what else of it answers."""

    page_id: int
    title: str
    url: str
    side: str
    side_label: str
    topic: str
    hue: str
    heading: str
    passage: SafeString
    others: list[Side]


@dataclass(frozen=True)
class Found:
    """The answer to a search. ``mended``: what was looked for instead, as (typed, meant); ``views``: public pages
    that are no pages of the tree, as (title, address); ``query`` as understood.
    """

    query: Query
    results: list[Result] = field(default_factory=list)
    total: int = 0
    terms: list[GlossaryTerm] = field(default_factory=list)
    helplines: list[Helpline] = field(default_factory=list)
    mended: list[tuple[str, str]] = field(default_factory=list)
    suggestion: str = ""
    views: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all to show."""
        return not (self.results or self.terms or self.helplines or self.views)


def side_labels() -> dict[str, str]:
    """Return what the sides are called, in the active language."""
    return {"teen": _("For teens"), "parent": _("For parents"), "friend": _("Worried about a friend")}


def search(
    request: HttpRequest | None,
    text: str,
    language: str,
    *,
    side: str = "",
    topic: str = "",
    about: Sequence[str] = (),
    topics: Sequence[Topic] = (),
    page: int = 1,
) -> Found:
    """Return what public live pages of ``language`` answer to ``text`` (cleaned, see ``query.clean``).

    ``side`` and ``topic`` narrow it; ``about`` names topics that prevention found in the words ("topic:hate"), so that
    algospeak leads to its guide. At most fourteen queries, whatever the number of pages, most searches six:
    restrictions, postings, pages, passages; mistyped words, their postings, their accents (or a suggestion's postings);
    glossary terms, their topics, the postings of those; help lines, their hours and topics.
    """
    words = words_in(text, language)
    query = understand(words, language, about=about)
    hits = _hits(query, side, topic)
    query, hits, mended, suggestion = _mend(query, hits, about, side, topic)
    terms = _terms(query, hits, topic)
    query, hits = _with_topics_of(terms, query, hits, about, side, topic)
    ranked = rank(query, [one.hit for one in hits if one.page], side=side)
    start = (page - 1) * PER_PAGE
    helplines = _helplines(query, hits, language, topic) if page == 1 else []
    return Found(
        query=query,
        results=_results(request, ranked[start : start + PER_PAGE], query, language, topics),
        total=len(ranked),
        terms=terms if page == 1 else [],
        helplines=helplines,
        mended=mended,
        suggestion="" if ranked else suggestion,
        views=_views(query) if page == 1 else [],
    )


@dataclass(frozen=True)
class _Hit:
    """A posting as read: a hit of a page, or of a help line or glossary term (``owner``)."""

    hit: Hit
    page: int | None
    helpline: int | None
    term: int | None


def _hits(query: Query, side: str, topic: str, stems: Iterable[str] | None = None) -> list[_Hit]:
    """Return what the index has of the query's stems that anybody may read now; one query."""
    wanted = sorted(query.stems if stems is None else stems)
    if not wanted:
        return []
    pages = public_pages().filter(locale__language_code=query.language)
    allowed = Q(passage__page__in=pages.order_by().values("pk"))
    if side:
        allowed &= Q(passage__audience__in=["", side]) & (Q(passage__sides="") | Q(passage__sides__contains=side))
    if topic:
        allowed &= Q(passage__topic=topic)
    rows = (
        SearchPosting.objects.filter(language=query.language, stem__in=wanted)
        .filter(allowed | Q(passage__page__isnull=True))
        .order_by("-weight", "pk")
        .values_list(
            "stem", "weight", "passage_id", "passage__page_id", "passage__audience", "passage__kind", "passage__sides",
            "passage__position", "passage__helpline_id", "passage__glossary_term_id",
        )[:MOST_POSTINGS]
    )  # fmt: skip
    return [
        _Hit(Hit(stem, weight, passage, page or 0, audience, kind, sides, position), page, line, term)
        for stem, weight, passage, page, audience, kind, sides, position, line, term in rows
    ]


def _mend(
    query: Query, hits: list[_Hit], about: Sequence[str], side: str, topic: str
) -> tuple[Query, list[_Hit], list[tuple[str, str]], str]:
    """Replace words that nothing has by what they were meant to be, and look again; also what to suggest."""
    held = {one.hit.stem for one in hits}
    unknown = [
        concept.word
        for concept in query.concepts
        if concept.word and not any(held.issuperset(wording) for wording in concept.wordings)
    ]
    sure, perhaps = spelling.nearest(unknown, query.language) if unknown else ({}, {})
    if sure:
        query = understand([sure.get(word, word) for word in query.words], query.language, about=about)
        hits = _hits(query, side, topic)
    meant = sure
    if perhaps and not hits:  # asked back, and only where it would find something
        meant = perhaps
        other = understand([perhaps.get(word, word) for word in query.words], query.language)
        perhaps = perhaps if _hits(other, side, topic) else {}
    if not meant:
        return query, hits, [], ""
    rows = SearchWord.objects.filter(language=query.language, word__in=meant.values())
    shown = dict(rows.values_list("word", "shown"))
    pairs = [(word, shown.get(other, other)) for word, other in sure.items()]
    words = [shown.get(perhaps[word], perhaps[word]) if word in perhaps else word for word in query.words]
    return query, hits, pairs, " ".join(words) if perhaps and not hits else ""


def _views(query: Query) -> list[tuple[str, str]]:
    """Return the public views that the words mean, in the active language."""
    names = {
        "glossary": _("Words explained"),
        "prevention_demo": _("How prevention works"),
        "transparency": _("Transparency report"),
    }
    return [(title, reverse(name)) for name, title in names.items() if f"view:{name}" in query.about]


def _results(
    request: HttpRequest | None, ranked: Sequence[Ranked], query: Query, language: str, topics: Sequence[Topic]
) -> list[Result]:
    if not ranked:
        return []
    pages = {
        page.pk: page for page in public_pages().filter(pk__in=[one.page for one in ranked]).select_related("locale")
    }
    wanted = Q(page_id__in=pages, kind=SearchPassage.Kind.BRIEF)
    for one in ranked:
        if one.passage:  # and what stands below it, where it is a heading
            wanted |= Q(page_id=one.page, position__in=[one.position, one.position + 1])
    passages = {(passage.page_id, passage.position): passage for passage in SearchPassage.objects.filter(wanted)}
    brief: dict[int, SearchPassage] = {}
    for (page_id, _position), passage in sorted(passages.items()):
        if page_id and passage.kind == SearchPassage.Kind.BRIEF and passage.audience in {"", passage.sides}:
            brief.setdefault(page_id, passage)
    by_key, labels = {topic.key: topic for topic in topics}, side_labels()
    results = []
    for one in ranked:
        if one.page in pages:  # else taken down between two queries
            found = passages.get((one.page, one.position)) if one.passage else None
            quoted = found
            if found is None or found.kind == SearchPassage.Kind.HEADING:
                quoted = passages.get((one.page, one.position + 1)) if found else None
                if quoted is None or quoted.kind != SearchPassage.Kind.BODY:
                    quoted = brief.get(one.page)
            known = found or quoted
            topic = by_key.get(known.topic) if known else None
            results.append(_result(request, one, pages[one.page], found, quoted, topic, query, labels))
    return results


def _result(
    request: HttpRequest | None, one: Ranked, page: Page, passage: SearchPassage | None,
    quoted: SearchPassage | None, topic: Topic | None, query: Query, labels: dict[str, str],
) -> Result:  # fmt: skip
    address = page.get_url(request) or ""
    is_guide = bool(topic)
    url = address + (f"?for={one.side}" if is_guide and one.side not in {"", "teen"} else "")
    if passage and passage.anchor:
        url += f"#{passage.anchor}"
    return Result(
        page_id=page.pk,
        title=page.title,
        url=url,
        side=one.side,
        side_label=labels.get(one.side, ""),
        topic=topic.name if topic else "",
        hue=topic.hue if topic else "",
        heading=passage.heading if passage else "",
        passage=quote(typeset(quoted.text, query.language), query.telling, query.language) if quoted else mark_safe(""),
        others=[Side(labels[side], f"{address}?for={side}") for side in one.others] if is_guide else [],
    )


def _whole(hits: Iterable[_Hit], owner: str) -> list[int]:
    """Return the help lines or terms of which one name was typed whole (its weights add up to one), best first."""
    sums: dict[tuple[int, int], float] = {}
    for one in hits:
        pk = getattr(one, owner)
        if pk:
            key = (pk, one.hit.passage)
            sums[key] = sums.get(key, 0.0) + one.hit.weight
    return list(dict.fromkeys(pk for (pk, _passage), total in sums.items() if total > 0.99))


def _typed(query: Query, hits: Iterable[_Hit]) -> list[_Hit]:
    """Return the hits of what was typed, without those of other wordings and topics."""
    typed = {stem for concept in query.concepts if concept.word for stem in next(iter(concept.wordings))}
    return [one for one in hits if one.hit.stem in typed]


def _terms(query: Query, hits: Sequence[_Hit], topic: str) -> list[GlossaryTerm]:
    found = _whole(_typed(query, hits), "term")
    if not found:
        return []
    terms = GlossaryTerm.objects.filter(pk__in=found).prefetch_related("topics")
    if topic:
        terms = terms.filter(topics__key=topic)
    return sorted(terms, key=lambda term: found.index(term.pk))[:MOST_TERMS]


def _with_topics_of(
    terms: Sequence[GlossaryTerm], query: Query, hits: list[_Hit], about: Sequence[str], side: str, topic: str
) -> tuple[Query, list[_Hit]]:
    """Look for the guides of the glossary terms that were named, too: editors add wordings there."""
    more = {f"topic:{one.key}" for term in terms for one in term.topics.all()} - query.about
    if not more:
        return query, hits
    wider = understand(query.words, query.language, about=[*about, *sorted(more)])
    return wider, hits + _hits(wider, side, topic, more)


def _helplines(query: Query, hits: Sequence[_Hit], language: str, topic: str) -> list[Helpline]:
    """Return the lines that were named, or, where somebody looks for people to talk to, the country's own."""
    named = _whole(_typed(query, hits), "helpline")
    if named:
        lines = visible_helplines().filter(pk__in=named).prefetch_related("hours", "topics")
        return sorted(lines, key=lambda line: named.index(line.pk))[:MOST_LINES]
    if _LINK_TO_HELP in query.about:
        country = lines_of_country(default_country(language), with_hours=True)
        return helplines_for(country, topic=topic, at_most=MOST_LINES)
    return []


def empty_searches_near(
    topic_keys: Iterable[str], *, since: dt.date, until: dt.date | None = None
) -> list[dict[str, Any]]:
    """Return what readers looked for and didn't find near these topics, of the days ``since`` to ``until``; one query.

    ``{"topic", "language", "query", "count", "last_day"}``, only from ten times on, most often first. A topic is the
    one that the reader had chosen, or for sensitive words (``query`` empty: they are never kept) the one that
    prevention found; the empty topic has the searches of none.
    """
    rows = EmptySearch.objects.filter(topic__in=list(topic_keys), day__gte=since)
    if until is not None:
        rows = rows.filter(day__lte=until)
    found = (
        rows.values("topic", "language", "query")
        .annotate(total=Sum("count"), last_day=Max("day"))
        .filter(total__gte=LEAST_SHOWN)
        .order_by("-total", "topic", "language", "query")
    )
    kept = ("topic", "language", "query", "last_day")
    return [{"count": row["total"], **{name: row[name] for name in kept}} for row in map(dict, found)]


def empty_searches(topic_key: str, since: dt.date) -> list[dict[str, object]]:
    """Return what :func:`empty_searches_near` says of one topic: ``{"language", "query", "count", "last_day"}``."""
    return [
        {"language": row["language"], "query": row["query"], "count": row["count"], "last_day": row["last_day"]}
        for row in empty_searches_near([topic_key], since=since)
    ]
