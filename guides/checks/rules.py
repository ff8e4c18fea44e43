"""The rules as data: what each means (both languages of the admin), and how each is recognised in each language."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Source:
    """Where a rule comes from. ``year`` is empty where we are not sure of it."""

    title: str
    publisher: str
    year: str = ""
    title_fr: str = ""
    publisher_fr: str = ""

    def in_words(self, language: str) -> str:
        """Return title, publisher and year; in French where the work or its publisher has a French name."""
        french = language == "fr"
        title = (french and self.title_fr) or self.title
        publisher = (french and self.publisher_fr) or self.publisher
        return ", ".join(part for part in (title, publisher, self.year) if part)


@dataclass(frozen=True)
class Rule:
    """What a rule is about. ``topic`` narrows ``must``: on other topics' pages the same words are advice."""

    id: str
    group: str
    level: str
    topic: str
    title: dict[str, str]
    why: dict[str, str]
    better: dict[str, str]
    source: Source

    def level_on(self, topic: str) -> str:
        return self.level if not self.topic or self.topic == topic else "advice"


@dataclass(frozen=True)
class Patterns:
    """How a rule is recognised in one language.

    A sentence without any of ``cues`` is not looked at (speed). ``mentions``: words quoted as words to avoid are fine.
    ``unless`` are contexts that make the whole sentence fine. ``skip_roles`` are passages that the rule leaves alone.
    ``shouting``: a sentence in capitals is a hit by itself.
    """

    rule: str
    cues: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    mentions: bool
    quotes: bool
    shouting: bool
    skip_roles: frozenset[str]
    better: str


@dataclass(frozen=True)
class Language:
    """All that is known of one language."""

    code: str
    patterns: tuple[Patterns, ...]
    avoiding: re.Pattern[str]
    naming: re.Pattern[str]
    vague_links: frozenset[str]
    jargon: dict[str, str]
    jargon_pattern: re.Pattern[str]
    explained_after: re.Pattern[str]
    explained_before: re.Pattern[str]
    longest: dict[str, int]
    lix: dict[str, int]


def read_yaml(name: str) -> Any:
    return yaml.safe_load((DATA / name).read_text(encoding="utf-8"))


@cache
def rules() -> dict[str, Rule]:
    """Return every rule by its id, in the order of the file."""
    data = read_yaml("rules.yaml")
    sources = {key: Source(**{k: str(v) for k, v in row.items()}) for key, row in data["sources"].items()}
    return {
        row["id"]: Rule(
            id=row["id"],
            group=row["group"],
            level=row["level"],
            topic=row.get("topic", ""),
            title=row["title"],
            why=row["why"],
            better=row.get("better", {}),
            source=sources[row["source"]],
        )
        for row in data["rules"]
    }


def rule(rule_id: str) -> Rule:
    return rules()[rule_id]


@cache
def language(code: str) -> Language | None:
    """Return what is known of a language, or None for one without rules: nothing is checked then."""
    base = code.split("-")[0]
    if not (DATA / f"{base}.yaml").exists():
        return None
    data = read_yaml(f"{base}.yaml")
    words: dict[str, str] = data.get("words", {})

    def compiled(source: str) -> re.Pattern[str]:
        for _ in range(3):  # words may be made of words
            source = re.sub(
                r"<(\w+)>", lambda m: f"(?:{words[m.group(1)]})" if m.group(1) in words else m.group(0), source
            )
        return re.compile(source)

    def patterns(row: dict[str, Any]) -> Patterns:
        return Patterns(
            rule=row["rule"],
            cues=tuple(row["cues"]),
            patterns=tuple(compiled(p) for p in row["patterns"]),
            unless=tuple(compiled(p) for p in row.get("unless", [])),
            mentions=row.get("mentions", False),
            quotes=row.get("quotes", False),
            shouting=row.get("shouting", False),
            skip_roles=frozenset(row.get("skip_roles", ["source"])),
            better=row["better"],
        )

    jargon = {str(k): str(v) for k, v in data["jargon"].items()}
    alternatives = "|".join(sorted((re.escape(word) for word in jargon), key=len, reverse=True))
    return Language(
        code=base,
        patterns=tuple(patterns(row) for row in data["rules"]),
        avoiding=compiled(data["avoiding"]),
        naming=compiled(data["naming"]),
        vague_links=frozenset(data["vague_links"]),
        jargon=jargon,
        jargon_pattern=re.compile(rf"(?<![\w-])(?:{alternatives})(?![\w-])"),
        explained_after=compiled(data["explaining"]["after"]),
        explained_before=compiled(data["explaining"]["before"]),
        longest=data["longest"],
        lix=data["lix"],
    )
