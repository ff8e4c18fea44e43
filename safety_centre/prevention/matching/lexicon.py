"""What a sensitive term is, and how terms are written in files.

The file format is described for its writers in `prevention/lexicon/README.md`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from .normalise import normalise
from .patterns import GAP, WIDE, Spelling, expand, in_full, is_pattern, is_wide, sides

Level = Literal["concern", "risk", "urgent"]
Intent = Literal["at-risk", "seeking-help", "neutral"]
MatchKind = Literal["word", "phrase", "hashtag"]
Accents = Literal["ignore", "exact"]

LEVELS: tuple[Level, ...] = get_args(Level)
"""From the least to the most pressing."""
TOPICS = ("harassment", "depression", "eating-disorders", "suicide-self-harm", "hate", "image-abuse")
ANY_LANGUAGE = "any"

_CHOICES: Mapping[str, tuple[str, ...]] = {
    "topic": TOPICS,
    "level": LEVELS,
    "intent": get_args(Intent),
    "match": get_args(MatchKind),
    "accents": get_args(Accents),
}
_LISTS = ("allowed_neighbours", "exceptions", "only_with", "not_with")
SHORT = "(short)"
"""In `only_with`: a hashtag, a text of `SHORT_WORDS` words or a disguised writing is company enough."""
SHORT_WORDS = 6
LISTS_FILE = "lists.yaml"
"""In a language's folder: the lists that its patterns name."""
_LONGEST = 120  # characters of a spelling or exception


class LexiconError(ValueError):
    """A lexicon can't be read. `problems` has one line for each, naming file, line and field."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True, slots=True)
class Term:
    """One spelling with its meaning: one row of the lexicon.

    `term` is the spelling as written by its editor. `language` is a primary language subtag, or "any".
    `family` groups the spellings of one idea; `exceptions` hold for the whole family in that language.
    `allowed_neighbours` are endings ("-s") and beginnings ("anti-") that may touch a word. A term with
    `only_with` matches only if one of these words is anywhere in the post, one with `not_with` only if none is. `SHORT`
    among them is for words that long posts use of anything (“bullying”, of a firm), and short ones of what they name.
    `accents="exact"` asks the text to carry the spelling's own accents.
    """

    term: str
    topic: str
    level: Level
    intent: Intent
    match: MatchKind
    family: str
    language: str
    allowed_neighbours: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    only_with: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    accents: Accents = "ignore"
    note: str = ""

    @property
    def sides(self) -> tuple[list[str], list[str]] | None:
        """The beginnings and the ends of a frame ("je veux … mourir"; see `patterns`), None for any other term."""
        return sides(self.term, self.only_with)

    def to_dict(self) -> dict[str, Any]:
        """Give a JSON-ready object; `from_dict` reads it back."""
        values = ((key, getattr(self, key)) for key in _TERM_FIELDS)
        return {key: list(value) if isinstance(value, tuple) else value for key, value in values}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any], where: str = "term") -> Term:
        """Read one term from a JSON object.

        Raises `LexiconError`, each problem beginning with `where`, on a missing, unknown or wrong field.
        """

        def place(_: str) -> str:
            return where

        problems = [*_unknown(values, _TERM_FIELDS, place), *_check(values, place)]
        for field in ("term", "language"):
            problems += _check_list([values.get(field)], field, place)
        if problems:
            raise LexiconError(problems)
        checked: dict[str, Any] = {key: tuple(value) if key in _LISTS else value for key, value in values.items()}
        return cls(**checked)


_YAML: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same in C, where it is there

_TERM_FIELDS = tuple(field.name for field in fields(Term))


Where = Callable[[str], str]
"""Gives the place that a problem with a field is told with."""


def _check(values: Mapping[str, Any], where: Where) -> Iterator[str]:
    """Yield what is wrong with the fields that a group and a term share."""
    for field in ("family", "topic", "level", "intent", "match"):
        if not isinstance(values.get(field), str) or not values[field].strip():
            yield f"{where(field)}: field “{field}” is missing or not text"
    for field, choices in _CHOICES.items():
        value = values.get(field)
        if isinstance(value, str) and value.strip() and value not in choices:
            yield f"{where(field)}: field “{field}” is “{value}”; it must be one of {', '.join(choices)}"
    for field in ("note", "accents"):
        if not isinstance(values.get(field, ""), str):
            yield f"{where(field)}: field “{field}” must be text"
    for field in _LISTS:
        yield from _check_list(values.get(field, []), field, where)
    neighbours = values.get("allowed_neighbours", [])
    if isinstance(neighbours, list | tuple):
        yield from _check_neighbours(neighbours, values.get("match"), where("allowed_neighbours"))


def _check_neighbours(neighbours: Iterable[Any], match: Any, where: str) -> Iterator[str]:
    for neighbour in neighbours:
        if isinstance(neighbour, str) and (len(neighbour) < 2 or neighbour.startswith("-") == neighbour.endswith("-")):
            yield f"{where}: allowed neighbour “{neighbour}” must be an ending “-s” or a beginning “anti-”"
    if neighbours and match == "phrase":
        yield f"{where}: field “allowed_neighbours” has no meaning for a phrase"


def _check_list(value: Any, field: str, where: Where, patterns: bool = False) -> Iterator[str]:
    start = f"{where(field)}: field “{field}”"
    if not isinstance(value, list | tuple):
        yield f"{start} must be a list"
        return
    for item in value:
        if not isinstance(item, str):
            # YAML reads an unquoted `no` as false and 3114 as a number.
            yield f"{start} holds {item!r}, which is not text: put it in quotes"
        elif not item.strip() or (len(item) > _LONGEST and not (patterns and is_pattern(item))):
            yield f"{start} holds “{item[:20]}”: from 1 to {_LONGEST} characters are wanted"


def _unknown(values: Mapping[Any, Any], known: Iterable[str], where: Where) -> Iterator[str]:
    for key in values:
        if key not in known:
            yield f"{where(key)}: unknown field “{key}”"


_GROUP_FIELDS = (*(f for f in _TERM_FIELDS if f not in ("term", "language")), "spellings")


def _places(name: str, group: yaml.MappingNode) -> Where:
    """Give "file:line" of a group's field, or of the group for a field that isn't there."""
    lines = {str(key.value): key.start_mark.line + 1 for key, _ in group.value}
    return lambda field: f"{name}:{lines.get(field, group.start_mark.line + 1)}"


def terms_from_yaml(
    source: str, language: str, name: str = "lexicon", lists: Mapping[str, Sequence[str]] | None = None
) -> list[Term]:
    """Read the terms of one lexicon file of `language`; `lists` are those that its patterns may name.

    Raises `LexiconError` with every problem found, each as "name:line: …".
    """
    return _once(_read(source, language, name, lists or {}))


def _read(source: str, language: str, name: str, lists: Mapping[str, Sequence[str]]) -> list[tuple[Term, bool]]:
    """Read one file's terms, each with whether a pattern made it."""
    try:
        tree = yaml.compose(source, Loader=_YAML)
        groups = yaml.load(source, Loader=_YAML)  # noqa: S506 (it is a safe loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{name}:{mark.line + 1}" if mark else name
        raise LexiconError([f"{place}: not YAML: {getattr(error, 'problem', None) or error}"]) from error
    if groups is None:
        return []
    if not isinstance(groups, list) or not isinstance(tree, yaml.SequenceNode):
        raise LexiconError([f"{name}:1: a lexicon file is a list of groups"])
    terms: list[tuple[Term, bool]] = []
    problems: list[str] = []
    for node, group in zip(tree.value, groups, strict=True):
        if not isinstance(group, dict) or not isinstance(node, yaml.MappingNode):
            problems.append(f"{name}:{node.start_mark.line + 1}: a group is a set of fields")
            continue
        where = _places(name, node)
        found = [*_unknown(group, _GROUP_FIELDS, where), *_check(group, where)]
        spellings = group.get("spellings")
        found += _check_list(spellings, "spellings", where, patterns=True)
        if isinstance(spellings, list) and not spellings:
            found.append(f"{where('spellings')}: field “spellings” is empty")
        problems += found
        if not found:
            shared: dict[str, Any] = {key: tuple(value) if key in _LISTS else value for key, value in group.items()}
            del shared["spellings"]
            for (spelling, parts), made in _spellings(group["spellings"], lists, where("spellings"), problems):
                fields_of_it = {**shared, "only_with": parts} if parts else shared
                terms.append((Term(term=spelling, language=language, **fields_of_it), made))
    if problems:
        raise LexiconError(problems)
    return terms


def _spellings(
    given: Iterable[str], lists: Mapping[str, Sequence[str]], where: str, problems: list[str]
) -> Iterator[tuple[Spelling, bool]]:
    """Yield each spelling, with whether a pattern made it. Adds to `problems` what can't be read."""
    for spelling in given:
        if not is_pattern(spelling):
            yield Spelling(spelling), False
            continue
        try:
            yield from ((made, True) for made in expand(spelling, lists))
        except ValueError as error:
            problems.append(f"{where}: {error}")


def _key(term: Term) -> tuple[str, str, str]:
    return term.language, term.term.casefold(), term.match


def _once(terms: Iterable[tuple[Term, bool]]) -> list[Term]:
    """Leave out what a pattern made and is there already: a spelling written in full wins, then the first pattern.

    A frame is called after its first beginning and end; one whose name is taken, after its next.
    """
    rows = list(terms)
    taken = {_key(term) for term, made in rows if not made}
    result: list[Term] = []
    for term, made in rows:
        if made and term.sides is not None:
            before, after = term.sides
            gap = WIDE if is_wide(term.term) else GAP
            names = (replace(term, term=f"{one} {gap} {other}") for one in before for other in after)
            term = next((named for named in names if _key(named) not in taken), term)
        if made and _key(term) in taken:
            continue
        taken.add(_key(term))
        result.append(term)
    return result


def lists_from_yaml(source: str, name: str) -> dict[str, list[str]]:
    """Read the named lists of one language. Raises `LexiconError`. A list may itself hold patterns of earlier ones."""
    try:
        given = yaml.safe_load(source) or {}
    except yaml.YAMLError as error:
        raise LexiconError([f"{name}: not YAML: {error}"]) from error
    if not isinstance(given, dict):
        raise LexiconError([f"{name}:1: a file of lists is a set of names, each with a list"])
    lists: dict[str, list[str]] = {}
    problems: list[str] = []
    for key, value in given.items():
        wrong = list(_check_list(value, str(key), lambda _: name, patterns=True))
        problems += wrong
        if not wrong:
            lists[str(key)] = [one for given in value for one in in_full(given, lists)]
    if problems:
        raise LexiconError(problems)
    return lists


def terms_from_folder(folder: Path) -> list[Term]:
    """Read every `<language>/*.yaml` under `folder`, in name order. Raises `LexiconError` with all problems."""
    rows: list[tuple[Term, bool]] = []
    problems: list[str] = []
    lists: dict[str, dict[str, list[str]]] = {}
    # The lists come first.
    for path in sorted(folder.glob("*/*.yaml"), key=lambda path: (path.name != LISTS_FILE, path)):
        language = path.parent.name
        name = f"{language}/{path.name}"
        try:
            if path.name == LISTS_FILE:
                lists[language] = lists_from_yaml(path.read_text(encoding="utf-8"), name)
            else:
                rows += _read(path.read_text(encoding="utf-8"), language, name, lists.get(language, {}))
        except LexiconError as error:
            problems += error.problems
    terms = _once(rows)
    problems += duplicates(terms)
    if problems:
        raise LexiconError(problems)
    return terms


def duplicates(terms: Iterable[Term]) -> list[str]:
    """Name each spelling that one language gives twice for the same kind of match: a term has one meaning."""
    seen: dict[tuple[str, str, str], Term] = {}
    problems = []
    for term in terms:
        first = seen.setdefault(_key(term), term)
        if first is not term:
            problems.append(
                f"{term.language}: “{term.term}” is given twice as {term.match}, in family “{first.family}” "
                f"({first.topic}, {first.level}) and in family “{term.family}” ({term.topic}, {term.level})"
            )
    return problems


def idle_exceptions(terms: Iterable[Term]) -> list[str]:
    """Name each exception that can't overlap a wording of its family: it shares no word of three letters with any."""
    written: dict[tuple[str, str], set[str]] = {}
    exceptions: dict[tuple[str, str], dict[str, None]] = {}
    for term in terms:
        key = term.family, term.language
        for wording in (term.term, *(term.only_with if term.sides else ())):
            written.setdefault(key, set()).update(wording.split())
        exceptions.setdefault(key, {}).update(dict.fromkeys(term.exceptions))
    problems: list[str] = []
    for (family, language), found in exceptions.items():
        words = normalise(" ".join(written[family, language])).text.split() if found else ()
        telling = {word for word in words if len(word) > 2 or not word.isascii()}
        for exception in found:
            together = normalise(exception).text.replace(" ", "")
            if not any(word in together for word in telling):
                problems.append(f"{language}: exception “{exception}” has no word of family “{family}”")
    return problems


def terms_to_json(terms: Iterable[Term]) -> str:
    """Write terms as JSON, the same text for the same terms whatever their order."""
    rows = [json.dumps(term.to_dict(), ensure_ascii=False, sort_keys=True) for term in terms]
    return "[" + ",\n".join(sorted(rows)) + "]"


def terms_from_json(source: str) -> list[Term]:
    """Read what `terms_to_json` wrote. Raises `LexiconError` naming the row's number and field."""
    try:
        rows = json.loads(source)
    except json.JSONDecodeError as error:
        raise LexiconError([f"line {error.lineno}: not JSON: {error.msg}"]) from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise LexiconError(["line 1: a lexicon is a list of objects"])
    terms: list[Term] = []
    problems: list[str] = []
    for number, row in enumerate(rows, start=1):
        try:
            terms.append(Term.from_dict(row, f"row {number}"))
        except LexiconError as error:
            problems += error.problems
    if problems:
        raise LexiconError(problems)
    return terms


def version_of(terms: Iterable[Term]) -> str:
    """Give the lexicon's version: 16 hexadecimal digits that change when any term does, whatever the order."""
    digest = hashlib.sha256()
    for row in sorted(json.dumps(term.to_dict(), sort_keys=True) for term in terms):
        digest.update(row.encode("ascii") + b"\n")
    return digest.hexdigest()[:16]
