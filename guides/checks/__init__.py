"""Safe-messaging checks: what a draft says that could harm, and better words for it.

Pure: no Django, no database, no clock. ``check`` takes a :class:`Document` and returns findings in reading order; the
rules are YAML (``data/``), one file of meanings and one file of patterns a language.
"""

from guides.checks.check import VERSION, check
from guides.checks.model import ADVICE, MUST, Block, Document, Finding, Passage
from guides.checks.reading import Reading, read_sides
from guides.checks.rules import Rule, rule, rules

__all__ = [
    "ADVICE",
    "MUST",
    "VERSION",
    "Block",
    "Document",
    "Finding",
    "Passage",
    "Reading",
    "Rule",
    "check",
    "read_sides",
    "rule",
    "rules",
]
