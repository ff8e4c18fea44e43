"""What a word that no page has was meant to be."""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from safety_centre.search.analysis import distance, sound
from safety_centre.search.models import SearchWord
from safety_centre.search.words import words_of

MOST_WORDS = 4  # mended in one search
SHORTEST = 4  # a mistake in a shorter word makes another word
MOST_CANDIDATES = 400


def by_trigram(words: Sequence[str], language: str) -> QuerySet[SearchWord]:
    """Return index words that share enough groups of three letters with one of ``words``. PostgreSQL's ``pg_trgm``."""
    alike = Q(sound__in=[sound(word) for word in words])
    for word in words:
        alike |= Q(word__trigram_similar=word)
    return SearchWord.objects.filter(alike, language=language)


def by_length(words: Sequence[str], language: str) -> QuerySet[SearchWord]:
    """Return index words that sound like one of ``words``, or begin alike and are about as long. Any database."""
    alike = Q(sound__in=[sound(word) for word in words])
    for word in words:
        starts = Q(word__startswith=word[:2]) | Q(word__startswith=word[0] + word[2:3]) | Q(word__startswith=word[1])
        alike |= starts & Q(length__range=(len(word) - 2, len(word) + 2))
    return SearchWord.objects.annotate(length=Length("word")).filter(alike, language=language)


def nearest(words: Iterable[str], language: str) -> dict[str, str]:
    """Return, for each of ``words`` that has one, the known word that it was most likely meant to be; one query.

    One mistake is forgiven in a word of four to seven letters, two in a longer one or where both sound alike.
    """
    looked_for = [word for word in dict.fromkeys(words) if len(word) >= SHORTEST and word.isalpha()][:MOST_WORDS]
    if not looked_for:
        return {}
    find = by_trigram if connection.vendor == "postgresql" else by_length
    candidates = dict(find(looked_for, language).values_list("word", "sound")[:MOST_CANDIDATES])
    candidates |= {word: sound(word) for word in words_of(language).known if word not in candidates}
    mended = {word: _nearest(word, candidates) for word in looked_for}
    return {word: found for word, found in mended.items() if found}


def _nearest(word: str, candidates: dict[str, str]) -> str:
    sounds = sound(word)
    most = 1 if len(word) < 8 else 2
    best, found = (most + 1, True, 0, ""), ""
    for candidate, its_sound in candidates.items():
        alike = its_sound == sounds
        far = distance(word, candidate, max(most, 3) if alike else most)
        if far > most and alike:
            far = most  # written as it is heard
        rank = (far, not alike, abs(len(candidate) - len(word)), candidate)
        if far <= most and rank < best:
            best, found = rank, candidate
    return found
