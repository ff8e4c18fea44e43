"""What a body says to its reader: its words, how long they take, and where each part can be linked. Pure."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import slugify

# Brysbaert 2019: adults read 238 words of prose a minute. Slower in distress; slower at thirteen (Hasbrouck and
# Tindal 2017: half of that year reads fewer than 180).
WORDS_A_MINUTE = 200
TEEN_WORDS_A_MINUTE = 180
_NOT_WORDS = {"id", "type", "topic", "audience", "tone", "url", "video", "described", "document", "file", "language"}
_NOT_WORDS |= {"kind", "transcript", "image"}
# Ids that the page's frame has already.
_TAKEN = {"main", "side", "toc-title", "partners-title", "words-title", "vote", "vote-title", "top"}
# The parts of a guide that a reader looks for first, by kind of block; the first of each kind gets this anchor.
PARTS = {
    "warning_signs": "part-signs",
    "steps": "part-now",
    "conversation_starters": "part-words",
    "evidence_steps": "part-evidence",
    "do_dont": "part-avoid",
    "video": "part-video",
    "embed": "part-video",
    "self_check": "part-check",
}


def texts(raw: Any) -> Iterator[str]:
    """Yield the words that a reader sees of raw stream data, without rendering a block or asking the database.

    A transcript doesn't count: it stands for a video.
    """
    if isinstance(raw, str):
        yield raw
    elif isinstance(raw, Mapping):
        for name, value in raw.items():
            if name not in _NOT_WORDS:
                yield from texts(value)
    elif isinstance(raw, Iterable):
        for item in raw:
            yield from texts(item)


def minutes(body: Any, words_a_minute: int = WORDS_A_MINUTE) -> int:
    """Return the whole minutes that a body (a stream value or a text) takes to read in one's head, at least 1."""
    words = sum(len(re.findall(r"\w+", strip_tags(text))) for text in texts(getattr(body, "raw_data", body)))
    return max(1, math.ceil(words / words_a_minute))


def anchors(body: Any) -> dict[str, str]:
    """Return the anchor of each block of ``body`` that can be linked to, by the block's id.

    A heading's anchor is made of its words, so that a link to it outlives a new block above; the second of two equal
    headings gets ``-2``. A heading without a Latin letter takes its block's id, which never changes.
    """
    found: dict[str, str] = {}
    used = set(_TAKEN) | set(PARTS.values())
    parts: set[str] = set()
    for block in body:
        part = PARTS.get(block.block_type)
        if block.block_type == "heading":
            name = slugify(block.value) or f"section-{str(block.id)[:8]}"
            anchor, number = name, 2
            while anchor in used:
                anchor, number = f"{name}-{number}", number + 1
            used.add(anchor)
            found[str(block.id)] = anchor
        elif part and part not in parts:
            parts.add(part)
            found[str(block.id)] = part
    return found
