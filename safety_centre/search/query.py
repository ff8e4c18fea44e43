"""From what somebody typed to what is looked for: concepts, each with the wordings that would answer it."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.conf import settings

from safety_centre.search.analysis import PLATFORM, fold, stem, tokens
from safety_centre.search.words import Phrase, Words, words_of

MOST_CHARACTERS = 200
MOST_WORDS = 16
SYNONYM, ABOUT = 0.7, 0.6  # what another wording is worth beside the typed one (1)
RELATED = 0.02  # what goes on from any topic comes after all that answers
# Where a reader goes on from a topic's guide: signs and words are a parent's; people to talk to are for everybody.
GOES_ON = {
    "": ("page:guide-signs", "page:guide-talking", "page:help"),
    "teen": ("page:help",),
    "friend": ("page:help",),
}


@dataclass(frozen=True)
class Concept:
    """One thing that is looked for. ``wordings``: stems that all must stand in a passage, and what that is worth.

    ``word`` is the typed word where the concept is a single one: spelling may mend it.
    """

    wordings: dict[Phrase, float]
    word: str = ""
    goes_on: bool = False  # wasn't asked for: where to go on from what was


@dataclass(frozen=True)
class Query:
    """What is looked for in ``language``; ``reader`` is the side that the words ask for, empty where they don't say."""

    language: str
    words: tuple[str, ...]
    concepts: tuple[Concept, ...] = ()
    reader: str = ""
    about: frozenset[str] = field(default_factory=frozenset)  # "topic:…" and "page:…" that the words mean

    @property
    def stems(self) -> set[str]:
        """Every stem that one of the wordings needs."""
        return {one for concept in self.concepts for wording in concept.wordings for one in wording}

    @property
    def telling(self) -> set[str]:
        """The stems worth marking in a passage: those of words that say something, typed or alike."""
        empty = {stem(word, self.language) for word in words_of(self.language).empty}
        return self.stems - empty


def clean(text: str) -> str:
    """Return ``text`` without what no reader types on purpose: control characters, halves of letters, doubled spaces.

    Lone surrogates, which no database takes, go with them.
    """
    whole = text.encode("utf-8", "ignore").decode("utf-8")
    kept = []
    for character in unicodedata.normalize("NFC", whole):
        category = unicodedata.category(character)
        if category != "Cf":  # invisible joiners and marks of direction only hide a word
            kept.append(" " if category[0] == "C" else character)
    return " ".join("".join(kept).split())


def words_in(text: str, language: str) -> tuple[str, ...]:
    """Return the words of a cleaned text, short spellings written out, at most :data:`MOST_WORDS`."""
    known, platform = words_of(language), fold(settings.PLATFORM_NAME)
    found: list[str] = []
    for word, _start, _end in tokens(text):
        if word == platform:
            found.append(PLATFORM)
        else:
            found += known.spellings.get(word, [word])
    return tuple(found[:MOST_WORDS])


def understand(words: Sequence[str], language: str, *, about: Sequence[str] = ()) -> Query:
    """Return the query that ``words`` are. ``about`` adds topics that somebody else (prevention) found in them."""
    known = words_of(language)
    stems = [stem(word, language) for word in words]
    reader, taken = _reader(stems, known)
    concepts: list[Concept] = []
    meant = set(about)
    for place, length in _windows(len(stems), known.longest):
        wording = tuple(stems[place : place + length])
        targets = known.about.get(wording, [])
        others = known.synonyms.get(wording, [])
        meant.update(target for (target,) in targets)
        if length > 1 and (targets or others):
            concepts.append(Concept({wording: 1.0, **_worth(others, targets)}))
        elif length == 1 and words[place] not in known.empty and place not in taken:
            concepts.append(Concept({wording: 1.0, **_worth(others, targets)}, word=words[place]))
    concepts += [Concept({(target,): ABOUT}) for target in about]
    if any(target.startswith("topic:") for target in meant):
        further = GOES_ON.get(reader, GOES_ON[""])
        concepts.append(Concept({(target,): RELATED for target in further if target not in meant}, goes_on=True))
    return Query(language, tuple(words), tuple(concepts), reader, frozenset(meant))


def _worth(others: Sequence[Phrase], targets: Sequence[Phrase]) -> dict[Phrase, float]:
    return {**dict.fromkeys(others, SYNONYM), **dict.fromkeys(targets, ABOUT)}


def _windows(words: int, longest: int) -> Iterator[tuple[int, int]]:
    """Yield where each run of one to ``longest`` words begins, and its length."""
    for length in range(1, min(words, longest) + 1):
        for place in range(words - length + 1):
            yield place, length


def _reader(stems: Sequence[str], known: Words) -> tuple[str, set[int]]:
    """Return the side that the words ask for and the places of the words that say so; the longest wording wins."""
    for length in range(min(len(stems), known.longest), 0, -1):
        for place in range(len(stems) - length + 1):
            reader = known.readers.get(tuple(stems[place : place + length]))
            if reader:
                return reader, set(range(place, place + length))
    return "", set()
