"""Writing the index: when something is published, changed or taken away, and whole by ``rebuild_search_index``."""

import datetime as dt
import logging
from collections import Counter
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import translation
from wagtail.models import Page

from guides.models import GlossaryTerm, Helpline, TopicGuidePage
from guides.models.topics import AUDIENCES
from guides.selectors.helplines import visible_helplines
from safety_centre.pages.locales import code_of
from safety_centre.pages.models import BasePage, PageKey
from safety_centre.pages.selectors import public_pages
from safety_centre.search.analysis import LONGEST_WORD, sound, stem, tokens
from safety_centre.search.extract import Piece, pieces_of
from safety_centre.search.models import EmptySearch, SearchPassage, SearchPosting, SearchWord
from safety_centre.search.words import words_of

logger = logging.getLogger(__name__)
WEIGHTS = {"title": 4.0, "brief": 2.0, "heading": 2.0, "body": 1.0}
# Pages that only lead to others answer less than those they lead to.
LEADING = {
    "homepage": 0.5,
    "topicindexpage": 0.5,
    "partnerindexpage": 0.6,
    "wellbeingguidepage": 0.6,
    "partnerpage": 0.6,
}
USUAL_LENGTH = 40  # stems of a passage; a longer one says less about each of its words
KEEP_DAYS = 90  # what found nothing: long enough to write the missing guide, then gone
BATCH = 2000


@transaction.atomic
def index_page(*, page: Page) -> int:
    """Put ``page`` into the index as it is live, in place of what was there; return how many passages.

    A page that isn't public is only taken out. What an editor is drafting is never read: the live row is.
    """
    SearchPassage.objects.filter(page_id=page.pk).delete()
    live = public_pages().filter(pk=page.pk, depth__gt=1).specific().first()
    if not isinstance(live, BasePage):
        return 0
    language = code_of(live.locale_id)
    with translation.override(language):  # topics and associations say it in the page's language, not the editor's
        pieces = pieces_of(live)
    is_guide = isinstance(live, TopicGuidePage)
    sides = [side for side in AUDIENCES if getattr(live, side, None)] if is_guide else [pieces[0].audience]
    common = {
        "page_id": live.pk,
        "language": language,
        "sides": ",".join(sides),
        "topic": live.topic.key if is_guide else "",
    }
    about = [f"topic:{live.topic.key}"] if is_guide else []
    key = PageKey.objects.filter(translation_key=live.translation_key).values_list("key", flat=True).first()
    return _store(pieces, common, factor=LEADING.get(live._meta.model_name or "", 1.0), about=[*about, f"page:{key}"])


@transaction.atomic
def remove_page(*, page: Page) -> None:
    """Take ``page`` out of the index."""
    SearchPassage.objects.filter(page_id=page.pk).delete()


def _store(pieces: Sequence[Piece], common: dict[str, object], *, factor: float, about: Sequence[str]) -> int:
    language = str(common["language"])
    rows = [
        SearchPassage(
            **common, kind=piece.kind, audience=piece.audience, heading=piece.heading, anchor=piece.anchor,
            text=piece.text, position=number,
        )
        for number, piece in enumerate(pieces)
    ]  # fmt: skip
    passages = SearchPassage.objects.bulk_create(rows, batch_size=BATCH)
    postings: list[SearchPosting] = []
    words: dict[str, str] = {}
    for passage, piece in zip(passages, pieces, strict=True):
        weights = _weights(piece, language, factor, words)
        if piece.kind == SearchPassage.Kind.TITLE:
            weights |= dict.fromkeys(about, WEIGHTS["title"])
        postings += [
            SearchPosting(passage=passage, language=language, stem=one, weight=weight)
            for one, weight in weights.items()
        ]
    SearchPosting.objects.bulk_create(postings, batch_size=BATCH)
    _learn(words, language)
    return len(passages)


def _weights(piece: Piece, language: str, factor: float, words: dict[str, str]) -> dict[str, float]:
    """Return the weight of each stem of a passage, and note its words with their accents in ``words``."""
    counts: Counter[str] = Counter()
    for word, start, end in tokens(piece.text):
        counts[stem(word, language)] += 1
        words.setdefault(word, piece.text[start:end].lower())
    length = sum(counts.values())
    times = WEIGHTS[piece.kind] * factor
    return {one: times * 1.6 * count / (count + 0.3 + 0.3 * length / USUAL_LENGTH) for one, count in counts.items()}


def _learn(words: dict[str, str], language: str) -> None:
    """Add words that are new to the language, for mending mistyped ones."""
    empty = words_of(language).empty
    SearchWord.objects.bulk_create(
        [
            SearchWord(
                language=language, word=word, shown=shown[:LONGEST_WORD], stem=stem(word, language), sound=sound(word)
            )
            for word, shown in words.items()
            if len(word) > 3 and word.isalpha() and word not in empty
        ],
        ignore_conflicts=True,
        batch_size=BATCH,
    )


@transaction.atomic
def index_below(*, path: str) -> int:
    """Index every page at and below a tree path, as a restriction or a move changes all of them; return how many."""
    pages = Page.objects.filter(path__startswith=path)
    for page in pages:
        index_page(page=page)
    return len(pages)


@transaction.atomic
def index_helpline(*, helpline: Helpline) -> None:
    """Let a visible help line be found by its name and numbers, in every language."""
    SearchPassage.objects.filter(helpline_id=helpline.pk).delete()
    if not visible_helplines().filter(pk=helpline.pk).exists():
        return
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            names = [name.strip() for name in (helpline.name or "").split(",")]
        numbers = [helpline.phone, helpline.dial, helpline.sms_number]
        _store_names([*names, *numbers], code, helpline_id=helpline.pk)


@transaction.atomic
def index_glossary_term(*, term: GlossaryTerm) -> None:
    """Let a word of the glossary be found by each of its spellings, in every language."""
    SearchPassage.objects.filter(glossary_term_id=term.pk).delete()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            _store_names([term.term or "", *term.other_spellings], code, glossary_term_id=term.pk)


def _store_names(names: Sequence[str], language: str, **owner: int) -> None:
    """Store each name as a passage whose weights add up to one: found whole, or not found."""
    empty = words_of(language).empty
    rows, stems = [], []
    for number, name in enumerate(dict.fromkeys(filter(None, names))):
        found = [stem(word, language) for word, _s, _e in tokens(name) if word not in empty]
        if found:
            rows.append(
                SearchPassage(language=language, kind=SearchPassage.Kind.TITLE, text=name, position=number, **owner)
            )
            stems.append(sorted(set(found)))
    passages = SearchPassage.objects.bulk_create(rows)
    SearchPosting.objects.bulk_create(
        SearchPosting(passage=passage, language=language, stem=one, weight=1 / len(mine))
        for passage, mine in zip(passages, stems, strict=True)
        for one in mine
    )
    _learn({word: name[start:end].lower() for name in names for word, start, end in tokens(name)}, language)


def rebuild(*, everything: bool = False) -> dict[str, int]:
    """Bring the index up to date; return how many pages, help lines and terms were indexed, and words dropped.

    Without ``everything``, only what is missing is added and what is no longer public is removed: that is quick, so
    every start may do it. Each page is its own transaction.
    """
    public = set(public_pages().filter(depth__gt=1).values_list("pk", flat=True))
    visible = set(visible_helplines().values_list("pk", flat=True))
    terms = set(GlossaryTerm.objects.values_list("pk", flat=True))
    if everything:
        SearchPassage.objects.all().delete()
        SearchWord.objects.all().delete()
    known = {
        name: set(SearchPassage.objects.filter(**{f"{name}__isnull": False}).values_list(name, flat=True).distinct())
        for name in ("page", "helpline", "glossary_term")
    }
    SearchPassage.objects.filter(page_id__in=known["page"] - public).delete()
    SearchPassage.objects.filter(helpline_id__in=known["helpline"] - visible).delete()
    for page in Page.objects.filter(pk__in=public - known["page"]):
        index_page(page=page)
    for line in Helpline.objects.filter(pk__in=visible - known["helpline"]):
        index_helpline(helpline=line)
    for term in GlossaryTerm.objects.filter(pk__in=terms - known["glossary_term"]):
        index_glossary_term(term=term)
    return {
        "pages": len(public - known["page"]),
        "helplines": len(visible - known["helpline"]),
        "terms": len(terms - known["glossary_term"]),
        "words": forget_words(),
    }


def forget_words() -> int:
    """Drop words that no indexed passage holds any more; return how many."""
    dropped = 0
    for language in SearchWord.objects.values_list("language", flat=True).distinct():
        held = SearchPosting.objects.filter(language=language).values("stem")
        dropped += SearchWord.objects.filter(language=language).exclude(stem__in=held).delete()[0]
    return dropped


def erase_old(*, now: dt.datetime) -> int:
    """Erase counts of searches that found nothing older than :data:`KEEP_DAYS` days; return how many rows."""
    return EmptySearch.objects.filter(day__lt=now.date() - dt.timedelta(days=KEEP_DAYS)).delete()[0]
