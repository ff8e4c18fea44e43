"""Rules about words: patterns in sentences, with quotation and negation understood."""

from collections.abc import Iterator
from dataclasses import dataclass

from guides.checks.rules import Language, Patterns
from guides.checks.text import Sentence, words


@dataclass(frozen=True)
class Hit:
    """A rule's words in a sentence, as written."""

    rule: str
    written: str
    better: str


def hits(sentence: Sentence, role: str, language: Language) -> Iterator[Hit]:
    """Yield the first words of each rule in ``sentence``."""
    for patterns in language.patterns:
        place = find(sentence, role, patterns, language)
        if place:
            yield Hit(patterns.rule, sentence.text[place[0] : place[1]], patterns.better)


def find(sentence: Sentence, role: str, patterns: Patterns, language: Language) -> tuple[int, int] | None:
    """Return where ``patterns`` hold in the sentence, or None."""
    plain = sentence.plain
    if role in patterns.skip_roles:
        return None
    if patterns.shouting and is_shouted(sentence.text):
        return 0, len(sentence.text)
    if not any(cue in plain for cue in patterns.cues):
        return None
    if patterns.mentions and role == "dont":
        return None  # the list of what not to say or do is all avoidance
    for pattern in patterns.patterns:
        for match in pattern.finditer(plain):
            if any(unless.search(plain) for unless in patterns.unless):
                return None
            if patterns.quotes and _is_quoted(sentence, match.start()):
                continue
            if patterns.mentions and _is_mentioned(sentence, match.start(), language):
                continue
            return match.start(), match.end()
    return None


def is_shouted(text: str) -> bool:
    """Say whether ``text`` is a sentence in capitals: more than an acronym or two."""
    found = words(text)
    loud = [word for word in found if word.isupper() and sum(map(str.isalpha, word)) > 1]
    return len(loud) >= 4 and len(loud) * 3 >= len(found) * 2


def _is_quoted(sentence: Sentence, at: int) -> bool:
    return any(start <= at < end for start, end in sentence.quoted)


def _is_mentioned(sentence: Sentence, at: int, language: Language) -> bool:
    """Are the words there as words: named in quotation marks, or right after "don't say", "rather than"?"""
    before = sentence.plain[max(0, at - 90) : at]
    if language.avoiding.search(before):
        return True
    return _is_quoted(sentence, at) and bool(
        language.avoiding.search(sentence.plain) or language.naming.search(sentence.plain)
    )
