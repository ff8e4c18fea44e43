"""Words as search compares them: without accents or case, cut to their stem, spelt as they sound.

The same on both sides, when a page is indexed and when somebody asks. Stems are cut from words that have lost their
accents already, because that is how they are typed: "insultée", "insultee" and "insulter" must be one. Snowball's
French stemmer (and so PostgreSQL's) takes "insultee" for another word than "insultée".
"""

import re
import unicodedata
from collections.abc import Iterator

PLATFORM = "platform"  # the token that stands for the platform's name in texts: {platform}
LONGEST_WORD = 40
_WORD = re.compile(r"\{platform\}|[^\W_]+(?:['’][^\W_]+)*", re.UNICODE)
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "’": "'", "ʼ": "'", "‘": "'", "`": "'"})

# Endings from the longest to the shortest with the fewest letters that must be left before them.
_ENDINGS: dict[str, tuple[tuple[str, str, int], ...]] = {
    "fr": (
        ("tesses", "t", 3), ("tesse", "t", 3), ("aires", "", 4), ("aire", "", 4), ("iques", "", 4), ("ique", "", 4),
        ("issements", "", 4), ("issement", "", 4), ("ellement", "el", 3), ("ements", "", 4), ("ement", "", 4),
        ("atrices", "", 3), ("atrice", "", 3), ("ateurs", "", 3), ("ateur", "", 3), ("ations", "", 3), ("ation", "", 3),
        ("issions", "", 3), ("eries", "", 4), ("erie", "", 4), ("euses", "", 3), ("euse", "", 3), ("eurs", "", 4),
        ("eur", "", 4), ("antes", "", 4), ("ante", "", 4), ("ants", "", 4), ("ant", "", 4), ("ives", "if", 3),
        ("ive", "if", 3), ("aient", "", 3), ("erait", "", 3), ("erai", "", 3), ("eraient", "", 3), ("ions", "ion", 3),
        ("ees", "", 3), ("ee", "", 3), ("ait", "", 3), ("ais", "", 4), ("ent", "", 4), ("ont", "", 5), ("iez", "", 4),
        ("ez", "", 3), ("er", "", 3), ("ir", "", 4), ("it", "", 4), ("ies", "", 4), ("ie", "", 4), ("eaux", "eau", 1),
        ("aux", "al", 3), ("es", "", 3), ("e", "", 3), ("s", "", 3), ("x", "", 3), ("i", "", 4), ("a", "", 5),
    ),
    "en": (
        ("iness", "y", 3), ("ness", "", 3), ("idal", "id", 4), ("ments", "", 4), ("ment", "", 4),
        ("ations", "at", 3), ("ation", "at", 3),
        ("ions", "", 4), ("ion", "", 4), ("ingly", "", 3), ("ings", "", 3), ("ing", "", 3),
        ("ied", "y", 2), ("ies", "y", 2), ("ily", "y", 3), ("edly", "", 3), ("ed", "", 3),
        ("ers", "", 4), ("er", "", 4),
        ("ate", "at", 3), ("ates", "at", 3), ("ly", "", 4), ("'s", "", 2), ("ses", "s", 3), ("xes", "x", 2),
        ("ches", "ch", 3), ("shes", "sh", 2), ("sses", "ss", 2), ("es", "", 3), ("e", "", 3), ("s", "", 3),
    ),
}  # fmt: skip
_KEEP = {"en": ("ss", "us", "is")}
_ELISIONS = re.compile(r"^(?:qu|lorsqu|puisqu|jusqu|quelqu|[cdjlmnst])'(?=.{2})")
_SOUNDS = (
    (r"[^a-z]", ""), (r"^h", ""), (r"ph", "f"), (r"(?<!c)h", ""), (r"sc(?=[eiy])", "s"), (r"c(?=[eiy])", "s"),
    (r"ch", "x"), (r"qu?|ck|c", "k"), (r"eaux?|aux?|ault", "o"), (r"ai[st]?|ei", "e"), (r"z", "s"),
    (r"y", "i"), (r"ti(?=on)", "si"), (r"ge(?=[aou])", "j"), (r"g(?=[ei])", "j"), (r"w", "v"), (r"(.)\1+", r"\1"),
    (r"(?<=..)(?:ent|es|e|s|t|d|x)$", ""), (r"(?<=..)e$", ""),
)  # fmt: skip
_SOUND_RULES = tuple((re.compile(pattern), put) for pattern, put in _SOUNDS)


def fold(text: str) -> str:
    """Return ``text`` in lower case without accents, ligatures or compatibility forms."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).translate(_LIGATURES)


def tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word of ``text``, folded, with where it begins and ends in ``text``.

    French elisions go ("l'anorexie" is "anorexie"), and so do the apostrophes inside words ("isn't" is "isnt").
    """
    for found in _WORD.finditer(text):
        raw = found.group()
        if raw == "{platform}":
            yield PLATFORM, found.start(), found.end()
            continue
        folded = fold(raw)
        bare = _ELISIONS.sub("", folded)
        start = found.start() + (len(folded) - len(bare) if len(folded) == len(raw) else 0)
        word = bare.replace("'", "")
        if word:
            yield word[:LONGEST_WORD], start, found.end()


def stem(word: str, language: str) -> str:
    """Return the stem of a folded ``word``; the word itself where the language has no rules or the word is short."""
    if word.endswith(_KEEP.get(language, ())) or not word.isalpha():
        return word
    for ending, put, least in _ENDINGS.get(language, ()):
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return _close(word[: len(word) - len(ending)] + put, language)
    return _close(word, language)


def _close(stemmed: str, language: str) -> str:
    """Make stems of one family alike: no doubled last letter, English y and i the same."""
    if len(stemmed) > 3 and stemmed[-1] == stemmed[-2] and stemmed[-1] not in "se":
        stemmed = stemmed[:-1]
    if language == "en" and len(stemmed) > 2 and stemmed.endswith("y"):
        stemmed = stemmed[:-1] + "i"
    if language == "fr" and len(stemmed) > 4:
        stemmed = stemmed.removesuffix("i") if stemmed.endswith("i") else stemmed
    return stemmed


def sound(word: str) -> str:
    """Return how a folded ``word`` sounds, roughly, in French or English: "harselemen" and "harcelement" are one."""
    for pattern, put in _SOUND_RULES:
        word = pattern.sub(put, word)
    return word[:LONGEST_WORD]


def distance(one: str, other: str, most: int) -> int:
    """Return the typing mistakes (a letter more, less, other, or two swapped) between two words, at most ``most``+1.

    Damerau's distance, optimal string alignment.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, last, row = row, before, [i]
        for j, wanted in enumerate(other, start=1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                best = min(best, last[j - 2] + 1)
            row.append(best)
        if min(row) > most:
            return most + 1
    return row[-1]
