"""The piece of a passage that a result quotes, with the words that were looked for marked."""

from collections.abc import Set

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from safety_centre.search.analysis import stem, tokens

LONGEST = 190  # characters: three lines on a phone
_ENDS = (". ", "? ", "! ", "… ", " · ")


def quote(text: str, stems: Set[str], language: str) -> SafeString:
    """Return about :data:`LONGEST` characters of ``text`` with most of ``stems``, escaped, each hit in ``<mark>``."""
    hits = [(start, end, one) for word, start, end in tokens(text) if (one := stem(word, language)) in stems]
    begin = _begin(text, hits)
    end = _end(text, begin)
    parts, place = [], begin
    for start, stop, _one in hits:
        if start >= place and stop <= end:
            parts += [escape(text[place:start]), format_html("<mark>{}</mark>", text[start:stop])]
            place = stop
    parts.append(escape(text[place:end].rstrip(" ·")))
    before, after = "… " if begin and text[begin - 2 : begin] not in _ENDS else "", " …" if end < len(text) else ""
    return mark_safe(before + "".join(parts) + after)  # noqa: S308  # each part is escaped


def _begin(text: str, hits: list[tuple[int, int, str]]) -> int:
    """Return where to begin: at the sentence whose stretch holds most different hits, the first of equals."""
    if len(text) <= LONGEST or not hits:
        return 0
    start = max(hits, key=lambda hit: (_different(hits, hit[0]), -hit[0]))[0]
    sentence = max((at + len(mark) for mark in _ENDS if (at := text.rfind(mark, 0, start)) >= 0), default=0)
    if start - sentence <= LONGEST * 2 // 3:
        return sentence
    return text.rfind(" ", 0, max(0, start - LONGEST // 3)) + 1


def _different(hits: list[tuple[int, int, str]], begin: int) -> int:
    """Return how many different stems stand in the stretch from ``begin`` on."""
    return len({one for start, end, one in hits if begin <= start and end <= begin + LONGEST})


def _end(text: str, begin: int) -> int:
    """Return where to end: after a whole sentence where one ends late enough, else after a whole word."""
    if len(text) - begin <= LONGEST + 20:
        return len(text)
    stretch = text[begin : begin + LONGEST]
    sentence = max(stretch.rfind(mark) for mark in _ENDS)
    if sentence > LONGEST // 2:
        return begin + sentence + 1
    return begin + stretch.rfind(" ")
