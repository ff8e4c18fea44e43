"""A lexicon for programs that know none of this code: every wording spelt out, so that looking for words is enough.

What an edge does with it is in docs/api.md; ``docs/examples/edge.py`` is one, and a test compares it with `Matcher`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .automaton import plain_forms, with_neighbours
from .fillers import FILLERS
from .lexicon import SHORT, SHORT_WORDS, Term
from .lookalikes import LOOKALIKES
from .patterns import WIDEST, is_wide

EDITED = ("term", "language", "topic", "level", "intent", "match", "family", "accents")


def _forms(wordings: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(form for wording in wordings for form in plain_forms(wording)))


def _edge_term(term: Term) -> dict[str, Any]:
    sides = term.sides
    begins, ends = map(_forms, sides) if sides else ([], [])
    forms = [
        form
        for plain in ([] if sides else plain_forms(term.term))
        for form in with_neighbours(plain, term.allowed_neighbours)
    ]
    return {
        **{name: getattr(term, name) for name in EDITED},
        "forms": list(dict.fromkeys(forms)),
        "begins": begins,
        "ends": ends,
        "gap": WIDEST if is_wide(term.term) else 0,
        "only_with": [] if sides else _forms(word for word in term.only_with if word != SHORT),
        "short": SHORT_WORDS if SHORT in term.only_with else 0,
        "not_with": _forms(term.not_with),
    }


def edge_lexicon(terms: Iterable[Term]) -> dict[str, Any]:
    """Give what an edge needs: terms, exceptions by family, and what text is normalised with.

    A term's `forms` are its wordings as plain words. A frame has `begins` and `ends` instead, with at most `gap` words
    between. `lookalikes` reads one character as letters, `fillers` are words that may stand between those of a wording.
    """
    rows = list(terms)
    exceptions: dict[tuple[str, str], dict[str, None]] = {}
    for term in rows:
        if term.exceptions:
            exceptions.setdefault((term.family, term.language), {}).update(dict.fromkeys(term.exceptions))
    return {
        "lookalikes": dict(LOOKALIKES),
        "fillers": sorted(FILLERS),
        "exceptions": [
            {"family": family, "language": language, "forms": _forms(found)}
            for (family, language), found in exceptions.items()
        ],
        "terms": list(map(_edge_term, rows)),
    }
