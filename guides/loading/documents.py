"""YAML files read with the line of every field, so that an error can say where it is."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from guides.loading.errors import Problem

Location = tuple[str | int, ...]


@dataclass
class Document:
    """A parsed file: its data and the line of each value by its path in the data."""

    name: str
    data: Any
    lines: dict[Location, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    root: Path | None = None

    def report(self, at: Location, message: str) -> None:
        """Note a problem at a place in the data; the nearest known line is used."""
        known = at
        while known and known not in self.lines:
            known = known[:-1]
        name = ".".join(str(part) for part in at) or "(file)"
        self.problems.append(Problem(self.name, self.lines.get(known, 1), name, message))

    def fingerprint(self, part: Any = None) -> str:
        """Return a hash of the data, or of one part of it, that changes when its meaning does."""
        data = self.data if part is None else part
        return hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()


def read_document(path: Path, root: Path) -> Document:
    """Read ``path``; broken YAML becomes a problem of the document, not an exception."""
    name = str(path.relative_to(root))
    try:
        loader = yaml.SafeLoader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        data = loader.construct_document(node) if node else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else 1
        return Document(name, None, problems=[Problem(name, line, "(YAML)", error.problem or "can't be read")])
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        return Document(name, None, problems=[Problem(name, 1, "(file)", str(error))])
    document = Document(name, data, root=root)
    if node:
        _note_lines(node, (), document.lines)
        _refuse_repeated_keys(node, (), document)
    return document


def _note_lines(node: yaml.Node, at: Location, lines: dict[Location, int]) -> None:
    lines[at] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _note_lines(value, (*at, key.value), lines)
            lines[(*at, key.value)] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            _note_lines(value, (*at, number), lines)


def _refuse_repeated_keys(node: yaml.Node, at: Location, document: Document) -> None:
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if key.value in seen:
                document.report((*at, key.value), "is there twice")
            seen.add(key.value)
            _refuse_repeated_keys(value, (*at, key.value), document)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            _refuse_repeated_keys(value, (*at, number), document)
