"""Blocks of the starter files: checked against their fields, then made into stream data."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from wagtail.models import Page

from guides.loading import files, markdown
from guides.loading.documents import Document, Location

# Each field: (kind, required). Kinds: line, prose (plain), rich (Markdown), lines, number, file (its path below the
# starter folder), and lists of mappings.
STEP = {"title": ("line", True), "text": ("rich", False)}
STARTER = {"say": ("prose", True), "why": ("line", False)}
CAPTIONS = {"language": ("line", True), "file": ("file", True)}
BLOCKS: dict[str, Any] = {
    "heading": "line",
    "text": "rich",
    "callout": {"tone": ("line", False), "title": ("line", True), "text": ("rich", True)},
    "quote": {"text": ("prose", True), "attribution": ("line", False)},
    "video": {
        "video": ("file", True),
        "width": ("number", True),
        "height": ("number", True),
        "seconds": ("number", True),
        "title": ("line", True),
        "captions": (CAPTIONS, True),
        "transcript": ("rich", True),
    },
    "embed": {"url": ("line", True), "title": ("line", True), "transcript": ("rich", True)},
    "download": {"document": ("file", True), "title": ("line", True), "text": ("prose", False)},
    "key_figure": {"figure": ("line", True), "text": ("prose", True), "source": ("line", True)},
    "warning_signs": {
        "title": ("line", True),
        "intro": ("prose", False),
        "signs": ("lines", True),
        "closing": ("prose", False),
    },
    "steps": {"title": ("line", True), "intro": ("prose", False), "steps": (STEP, True)},
    "evidence_steps": {"title": ("line", True), "intro": ("prose", False), "steps": (STEP, True)},
    "conversation_starters": {"title": ("line", True), "intro": ("prose", False), "starters": (STARTER, True)},
    "do_dont": {"title": ("line", True), "do": ("lines", True), "dont": ("lines", True)},
    "helplines": {"title": ("line", True), "topic": ("topic", False), "audience": ("line", False)},
    "self_check": {
        "title": ("line", True),
        "intro": ("prose", False),
        "questions": ("lines", True),
        "closing": ("prose", True),
    },
}


def check_body(document: Document, at: Location, body: Any, topics: set[str]) -> None:
    """Report every problem of a body (a list of one-key mappings) at its line."""
    if not isinstance(body, list):
        document.report(at, "a list of blocks is needed")
        return
    for number, item in enumerate(body):
        here = (*at, number)
        if not isinstance(item, dict) or len(item) != 1:
            document.report(here, "a block is a mapping with one key, the block's name")
            continue
        name, value = next(iter(item.items()))
        if name not in BLOCKS:
            document.report((*here, name), f"no such block; there are {', '.join(sorted(BLOCKS))}")
            continue
        _check_value(document, (*here, name), value, BLOCKS[name], topics)


def _check_value(document: Document, at: Location, value: Any, kind: Any, topics: set[str]) -> None:
    if isinstance(kind, dict):
        check_mapping(document, at, value, kind, topics)
    elif kind == "number":
        if not isinstance(value, int) or isinstance(value, bool) or value <= 0:
            document.report(at, "a whole number above zero is needed")
    elif kind == "file":
        if not isinstance(value, str) or document.root is None or not _inside(document.root, value):
            document.report(at, "there is no such file below the starter folder")
    elif kind in {"line", "prose", "rich", "topic"}:
        if not isinstance(value, str) or not value.strip():
            document.report(at, "a text is needed")
        elif kind == "line" and len(value.strip().splitlines()) > 1:
            document.report(at, "one line is needed")
        elif kind == "topic" and value not in topics:
            document.report(at, f"no such topic: {value}")
        elif kind == "rich":
            try:
                markdown.check(value)
            except markdown.MarkdownError as error:
                document.report(at, str(error))
    elif kind == "lines" and (
        not isinstance(value, list) or not value or not all(isinstance(line, str) and line.strip() for line in value)
    ):
        document.report(at, "a list of lines is needed")


def _inside(root: Path, name: str) -> bool:
    path = (root / name).resolve()
    return path.is_relative_to(root.resolve()) and path.is_file()


def check_mapping(document: Document, at: Location, value: Any, fields: dict, topics: set[str]) -> None:
    """Report missing, unknown and wrong fields of one mapping."""
    if not isinstance(value, dict):
        document.report(at, "a mapping is needed")
        return
    for unknown in set(value) - set(fields):
        document.report((*at, unknown), f"unknown field; there are {', '.join(sorted(fields))}")
    for name, (kind, required) in fields.items():
        if value.get(name) in (None, "", []):
            if required:
                document.report((*at, name), "is missing")
            continue
        if isinstance(kind, dict) and isinstance(value[name], list):
            for number, item in enumerate(value[name]):
                check_mapping(document, (*at, name, number), item, kind, topics)
        else:
            _check_value(document, (*at, name), value[name], kind, topics)


def to_stream(
    body: list[dict[str, Any]], *, seed: str, page_of: Callable[[str], Page], root: Path | None
) -> list[dict[str, Any]]:
    """Return raw stream data of a checked body. Block ids depend on ``seed`` and place only: loading twice is once."""

    def convert(value: Any, kind: Any) -> Any:
        if not value and kind in ("line", "prose", "rich"):
            return ""  # as the admin saves it: wagtail-localize can't translate a text that is None
        if isinstance(kind, dict):
            return {
                name: convert(value.get(name), field[0])
                for name, field in kind.items()
                if value.get(name) or field[0] in ("line", "prose", "rich")
            }
        if kind == "rich":
            return markdown.to_rich_text(value, page_of)
        if kind == "lines":
            return [line.strip() for line in value]
        return " ".join(value.split()) if kind in {"line", "prose"} else value

    def convert_block(name: str, value: Any) -> Any:
        kind = BLOCKS[name]
        if name in {"video", "download"} and root is not None:
            return _with_files(name, value, root, convert)
        if not isinstance(kind, dict):
            return convert(value, kind)
        made = {}
        for field, (inner, _required) in kind.items():
            if not value.get(field) and inner not in ("line", "prose", "rich"):
                continue
            if isinstance(inner, dict):
                made[field] = [convert(item, inner) for item in value[field]]
            else:
                made[field] = convert(value.get(field), inner)
        return made

    return _stream(body, seed, convert_block)


def _with_files(name: str, value: Any, root: Path, convert: Callable[[Any, Any], Any]) -> dict[str, Any]:
    """Return a video or a download, its files made into what the admin would choose."""
    title = convert(value["title"], "line")
    if name == "download":
        made = {"title": title, "document": files.document_of(root / value["document"], title)}
        return made | ({"text": convert(value["text"], "prose")} if value.get("text") else {})
    captions = [
        {
            "language": one["language"],
            "kind": "captions",
            "file": files.document_of(root / one["file"], f"{title} ({one['language']})"),
        }
        for one in value["captions"]
    ]
    video = files.video_of(root / value["video"], title, value)
    return {"video": video, "title": title, "captions": captions, "transcript": convert(value["transcript"], "rich")}


def _stream(body: list[dict[str, Any]], seed: str, convert_block: Callable[[str, Any], Any]) -> list[dict[str, Any]]:
    stream = []
    for number, item in enumerate(body):
        name, value = next(iter(item.items()))
        identity = uuid.uuid5(uuid.NAMESPACE_URL, f"{seed}/{number}/{name}")
        stream.append({"type": name, "value": convert_block(name, value), "id": str(identity)})
    return stream
