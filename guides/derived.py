"""What is worked out of a guide's text once, when it is saved: reading times, and the glossary terms that it uses."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from guides.glossary import Word, words_in
from guides.models.reference import GlossaryTerm
from safety_centre.pages import reading
from safety_centre.pages.locales import code_of


def words_of(language: str) -> list[Word]:
    """Return the glossary terms that guides in ``language`` explain in place."""
    found = []
    for term in GlossaryTerm.objects.filter(in_place=True):
        name, definition = (getattr(term, f"{field}_{language}", "") or "" for field in ("term", "definition"))
        if name and definition:
            found.append(Word(term.key, name, definition))
    return found


def minutes_of(page: Any, side: str) -> int:
    """Return the minutes that one side of a guide takes to read. Teens are given more time a word."""
    pace = reading.TEEN_WORDS_A_MINUTE if side in {"teen", "friend"} else reading.WORDS_A_MINUTE
    return reading.minutes(getattr(page, side), pace)


def derive(page: Any, words: Iterable[Word] | None = None) -> dict[str, Any]:
    """Return ``{"minutes": {side: n}, "words": {side: [word, …]}}`` of a guide or chapter."""
    known = list(words if words is not None else words_of(code_of(page.locale_id)) if page.locale_id else [])
    return {
        "minutes": {side: minutes_of(page, side) for side in page.sides},
        "words": {side: [word.as_data() for word in _used(page, side, known)] for side in page.sides},
    }


def _used(page: Any, side: str, known: list[Word]) -> list[Word]:
    body = getattr(page, side)
    return words_in(reading.texts(getattr(body, "raw_data", body)), known)


@transaction.atomic
def refresh_words(*, only_missing: bool = False) -> None:
    """Work out the words of every guide anew, after the glossary changed. No page counts as edited.

    With ``only_missing``, of pages that were last saved before there was anything to keep.
    """
    from guides.models import GuideChapterPage, TopicGuidePage

    by_language: dict[str, list[Word]] = {}
    for model in (TopicGuidePage, GuideChapterPage):
        pages = model.objects.filter(derived={}) if only_missing else model.objects.all()
        for page in pages.iterator(chunk_size=50):
            language = code_of(page.locale_id)
            if language not in by_language:
                by_language[language] = words_of(language)
            fresh = derive(page, by_language[language])
            if fresh != page.derived:
                model.objects.filter(pk=page.pk).update(derived=fresh)


def refresh_words_after_commit() -> None:
    """Refresh once at the end of this transaction, however many terms it changes."""
    waiting = [entry[1] for entry in connection.run_on_commit]
    if refresh_words not in waiting:
        transaction.on_commit(refresh_words)
