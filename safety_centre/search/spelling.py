"""What a word that no page has was meant to be."""

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from safety_centre.search.analysis import distance, sound, stem
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


def nearest(words: Iterable[str], language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return what each of ``words`` was surely meant to be, and what others may have been meant to be; one query.

    Sure: one mistake in a word of four to seven letters, two in a longer one, or written as it is heard. Perhaps: up
    to a third of its letters; that is asked back ("Did you mean…?") and not taken for granted.
    """
    looked_for = [word for word in dict.fromkeys(words) if len(word) >= SHORTEST and word.isalpha()][:MOST_WORDS]
    if not looked_for:
        return {}, {}
    find = by_trigram if connection.vendor == "postgresql" else by_length
    candidates = dict(find(looked_for, language).values_list("word", "sound")[:MOST_CANDIDATES])
    candidates |= {word: sound(word) for word in words_of(language).known if word not in candidates}
    sure: dict[str, str] = {}
    perhaps: dict[str, str] = {}
    for word in looked_for:
        far, found = _nearest(word, language, candidates)
        if found:
            (sure if far <= _forgiven(word) else perhaps)[word] = found
    return sure, perhaps


def _forgiven(word: str) -> int:
    """Return the mistakes that are taken for granted in ``word``."""
    return 1 if len(word) < 8 else 2


def _nearest(word: str, language: str, candidates: dict[str, str]) -> tuple[int, str]:
    """Return the candidate nearest to ``word`` and how far it is; ``(0, "")`` where none is near."""
    forgiven = _forgiven(word)
    most = max(forgiven, min(forgiven + 2, len(word) // 3))
    sounds, its_stem = sound(word), sound(stem(word, language))
    best, found = (most + 1, True, 0, ""), ""
    for candidate, its_sound in candidates.items():
        far = distance(word, candidate, most)
        if far > best[0]:
            continue
        alike = its_sound == sounds or (len(its_stem) > 2 and its_stem == sound(stem(candidate, language)))
        if alike:
            far = min(far, forgiven)  # written as it is heard
        rank = (far, not alike, abs(len(candidate) - len(word)), candidate)
        if far <= most and rank < best:
            best, found = rank, candidate
    return (best[0], found) if found and found != word else (0, "")
