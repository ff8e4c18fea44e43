"""A body's blocks as plain data and plain HTML: no class of ours, whole addresses, the platform's name filled in.

Numbers of help lines are not copied into the document: they differ by country and change. A ``helplines`` block says
for which topic and reader they are, and links to the help page, where they are kept right.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.utils.html import escape
from django.utils.text import slugify
from wagtail.images.models import Filter
from wagtail.rich_text import expand_db_html

from safety_centre.pages.platform import PLACEHOLDER, with_platform_name

IMAGE_SPEC = "format-webp|width-1080"
_RELATIVE = re.compile(r'(href|src)="(/[^"]*)"')

Converted = tuple[dict[str, Any], str]


def whole(url: str) -> str:
    """Return ``url`` with the site's address before it where it has none."""
    return settings.SITE_URL + url if url.startswith("/") else url


def text(value: Any) -> str:
    """Return plain text as it is shown."""
    return with_platform_name(str(value or ""))


def rich(value: Any) -> str:
    """Return rich text as HTML with whole addresses."""
    html = expand_db_html(getattr(value, "source", value) or "").replace(PLACEHOLDER, escape(settings.PLATFORM_NAME))
    return _RELATIVE.sub(lambda found: f'{found[1]}="{whole(found[2])}"', html)


def _element(tag: str, inner: str, **attributes: str) -> str:
    said = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items() if value)
    return f"<{tag}{said}>{inner}</{tag}>" if inner else ""


def _list(items: Iterable[str], tag: str = "ul") -> str:
    return _element(tag, "".join(_element("li", item) for item in items))


def _titled(value: Any, *parts: str) -> str:
    intro = _element("p", escape(text(value["intro"]))) if value.get("intro") else ""
    return _element("section", _element("h3", escape(text(value["title"]))) + intro + "".join(parts))


def _heading(value: Any, help_url: str) -> Converted:
    return {"text": text(value)}, _element("h2", escape(text(value)), id=slugify(value))


def _text(value: Any, help_url: str) -> Converted:
    html = rich(value)
    return {"html": html}, html


def _callout(value: Any, help_url: str) -> Converted:
    data = {"tone": value["tone"], "title": text(value["title"]), "html": rich(value["text"])}
    return data, _element("aside", _element("h3", escape(data["title"])) + data["html"])


def _quote(value: Any, help_url: str) -> Converted:
    data = {"text": text(value["text"]), "attribution": text(value["attribution"])}
    credit = _element("figcaption", escape(data["attribution"]))
    return data, _element("figure", _element("blockquote", _element("p", escape(data["text"]))) + credit)


def _key_figure(value: Any, help_url: str) -> Converted:
    data = {name: text(value[name]) for name in ("figure", "text", "source")}
    figure = f"{_element('strong', escape(data['figure']))} {escape(data['text'])}"
    return data, _element("p", figure + " " + _element("small", escape(data["source"])))


def _warning_signs(value: Any, help_url: str) -> Converted:
    data = {
        "title": text(value["title"]),
        "intro": text(value["intro"]),
        "signs": [text(sign) for sign in value["signs"]],
        "closing": text(value["closing"]),
    }
    return data, _titled(value, _list(map(escape, data["signs"])), _element("p", escape(data["closing"])))


def _steps(value: Any, help_url: str) -> Converted:
    steps = [{"title": text(step["title"]), "html": rich(step["text"])} for step in value["steps"]]
    data = {"title": text(value["title"]), "intro": text(value["intro"]), "steps": steps}
    lines = (_element("strong", escape(step["title"])) + step["html"] for step in steps)
    return data, _titled(value, _list(lines, "ol"))


def _conversation_starters(value: Any, help_url: str) -> Converted:
    starters = [{"say": text(one["say"]), "why": text(one["why"])} for one in value["starters"]]
    data = {"title": text(value["title"]), "intro": text(value["intro"]), "starters": starters}
    lines = (_element("blockquote", escape(one["say"])) + _element("p", escape(one["why"])) for one in starters)
    return data, _titled(value, _list(lines))


def _do_dont(value: Any, help_url: str) -> Converted:
    data = {
        "title": text(value["title"]),
        "do": [text(line) for line in value["do"]],
        "dont": [text(line) for line in value["dont"]],
    }
    does = _list(f"✓ {escape(line)}" for line in data["do"])
    return data, _titled(value, does, _list(f"✗ {escape(line)}" for line in data["dont"]))


def _helplines(value: Any, help_url: str) -> Converted:
    data = {
        "title": text(value["title"]),
        "topic": value["topic"] or None,
        "audience": value["audience"],
        "help_url": help_url,
    }
    link = _element("p", _element("a", escape(data["title"]), href=help_url)) if help_url else ""
    return data, link or _element("p", escape(data["title"]))


def _self_check(value: Any, help_url: str) -> Converted:
    data = {
        "title": text(value["title"]),
        "intro": text(value["intro"]),
        "questions": [text(question) for question in value["questions"]],
        "closing": text(value["closing"]),
    }
    return data, _titled(value, _list(map(escape, data["questions"])), _element("p", escape(data["closing"])))


def _video(value: Any, help_url: str) -> Converted:
    captions = [
        {"language": one["language"], "kind": one["kind"], "url": whole(one["file"].url)} for one in value["captions"]
    ]
    described = value.get("described")
    data: dict[str, Any] = {
        "title": text(value["title"]),
        "url": whole(value["video"].url),
        "described_url": whole(described.url) if described else "",
        "captions": captions,
        "transcript_html": rich(value["transcript"]),
    }
    link = _element("figcaption", _element("a", escape(data["title"]), href=data["url"]))
    return data, _element("figure", link + data["transcript_html"])


def _embed(value: Any, help_url: str) -> Converted:
    """A video on another site: its address, which is loaded by nobody who doesn't ask for it."""
    data = {"title": text(value["title"]), "url": value["url"], "transcript_html": rich(value["transcript"])}
    link = _element("figcaption", _element("a", escape(data["title"]), href=data["url"]))
    return data, _element("figure", link + data["transcript_html"])


def _image(value: Any, help_url: str) -> Converted:
    """The size that readers get where it was made already; nothing is made on a reader's request."""
    image = value["image"]
    wanted = Filter(spec=IMAGE_SPEC)
    shown = image.find_existing_renditions(wanted).get(wanted) or image
    data = {
        "url": whole(shown.file.url),
        "width": shown.width,
        "height": shown.height,
        "alt": text(image.description),
        "caption": text(value["caption"]),
        "credit": text(image.credit),
    }
    size = f'width="{shown.width}" height="{shown.height}"'
    img = f'<img src="{escape(data["url"])}" alt="{escape(data["alt"])}" {size}>'
    return data, _element("figure", img + _element("figcaption", escape(data["caption"])))


def _download(value: Any, help_url: str) -> Converted:
    data = {
        "title": text(value["title"]),
        "text": text(value["text"]),
        "url": whole(value["document"].url),
    }
    return data, _element("p", _element("a", escape(data["title"]), href=data["url"]) + " " + escape(data["text"]))


CONVERTERS: dict[str, Callable[[Any, str], Converted]] = {
    "heading": _heading,
    "text": _text,
    "callout": _callout,
    "quote": _quote,
    "key_figure": _key_figure,
    "warning_signs": _warning_signs,
    "steps": _steps,
    "evidence_steps": _steps,
    "conversation_starters": _conversation_starters,
    "do_dont": _do_dont,
    "helplines": _helplines,
    "self_check": _self_check,
    "video": _video,
    "embed": _embed,
    "image": _image,
    "download": _download,
}


def convert(body: Iterable[Any], *, help_url: str) -> dict[str, Any]:
    """Return ``{"blocks": […], "html": "…"}`` of a body. A block that this format doesn't know is left out of both."""
    blocks, html = [], []
    for child in body:
        converter = CONVERTERS.get(child.block_type)
        if converter is None:
            continue
        data, markup = converter(child.value, help_url)
        blocks.append({"type": child.block_type, **data})
        html.append(markup)
    return {"blocks": blocks, "html": "\n".join(html)}
