"""The matching engine: finds sensitive terms in posts, hard to evade, rarely wrong, explainable. Knows no Django.

    matcher = Matcher(terms_from_folder(folder))
    matcher.find("j'en peux plus", hashtags=["jeveuxmourir"], language="fr")

`explain` tells why a text matches or doesn't, for the "try it" box.
"""

from .explain import Explanation, explain
from .lexicon import (
    LexiconError,
    Term,
    terms_from_folder,
    terms_from_json,
    terms_from_yaml,
    terms_to_json,
    version_of,
)
from .matcher import Match, Matcher
from .normalise import normalise

__all__ = [
    "Explanation",
    "LexiconError",
    "Match",
    "Matcher",
    "Term",
    "explain",
    "normalise",
    "terms_from_folder",
    "terms_from_json",
    "terms_from_yaml",
    "terms_to_json",
    "version_of",
]
