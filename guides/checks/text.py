"""Plain text out of rich text, and sentences, quotations and words out of plain text."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

_ONE_FOR_ONE = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "–": "-", "‑": "-", "\u00ad": "-"}
)
_BREAKS = {"p", "li", "br", "h2", "h3", "h4", "ul", "ol", "hr"}
# A full stop ends a sentence before anything but a small letter; not in "M. Dupont", "3.5" or « stop ! » in mid-speech.
_END = re.compile(r"(?<!\bM)(?<!\bDr)(?<!\bMr)(?<!\bMs)[.!?…]+(?:\s*[»”])?[\"')\]]*(?=\s+[^\sa-zà-öø-ÿ»”]|\s*$)|\n")
_QUOTED = re.compile(r"«[^«»]{1,400}»|“[^“”]{1,400}”|\"[^\"\n]{1,400}\"|(?<!\w)‘[^‘\n]{1,200}?’(?!\w)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Sentence:
    """A sentence of a passage: ``text`` as written, ``plain`` normalised letter for letter, so that places agree."""

    text: str
    plain: str
    quoted: tuple[tuple[int, int], ...]


def normalise(text: str) -> str:
    """Return ``text`` in small letters with one kind of apostrophe, dash and space, as long as it was."""
    small = text.translate(_ONE_FOR_ONE)
    lowered = small.lower()
    return lowered if len(lowered) == len(small) else "".join(c.lower() if len(c.lower()) == 1 else c for c in small)


def sentences(text: str) -> list[Sentence]:
    """Split ``text`` into its sentences, in order, without empty ones."""
    found, start = [], 0
    for end in _END.finditer(text):
        found.append(text[start : end.end()])
        start = end.end()
    found.append(text[start:])
    return [make_sentence(part.strip()) for part in found if part.strip()]


def make_sentence(text: str) -> Sentence:
    spans = tuple((m.start(), m.end()) for m in _QUOTED.finditer(text))
    return Sentence(text, normalise(text), spans)


def words(text: str) -> list[str]:
    """Return the words of ``text``, in order: French elisions and hyphens stay inside their word."""
    return _WORD.findall(text)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.links: list[str] = []
        self.bold_lines: list[str] = []
        self._link: list[str] | None = None
        self._line: list[str] = []
        self._bold: list[str] = []
        self._in_bold = 0

    def _break(self) -> None:
        line, bold = "".join(self._line).strip(), "".join(self._bold).strip()
        if line and line == bold:
            self.bold_lines.append(line)
        self._line, self._bold = [], []
        self.parts.append("\n")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BREAKS:
            self._break()
        elif tag == "a":
            self._link = []
        elif tag in {"b", "strong"}:
            self._in_bold += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS:
            self._break()
        elif tag == "a" and self._link is not None:
            self.links.append("".join(self._link).strip())
            self._link = None
        elif tag in {"b", "strong"}:
            self._in_bold = max(0, self._in_bold - 1)

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
        self._line.append(data)
        if self._link is not None:
            self._link.append(data)
        if self._in_bold:
            self._bold.append(data)


@dataclass(frozen=True)
class Rich:
    """Rich text read: its plain text, the words of its links, and the lines that are bold from end to end."""

    text: str
    links: tuple[str, ...]
    bold_lines: tuple[str, ...]


def read_rich(source: str) -> Rich:
    """Read the HTML that the editor stores."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    reader._break()
    lines = [" ".join(line.split(" ")).strip() for line in "".join(reader.parts).split("\n")]
    return Rich("\n".join(line for line in lines if line), tuple(reader.links), tuple(reader.bold_lines))
