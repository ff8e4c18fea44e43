"""Videos that stay on another site: which sites are allowed, and what is loaded once a reader asks for it. Pure.

Nothing of the other site is loaded with a page. The player's address is its maker's version with the fewest cookies.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

_ID = re.compile(r"[A-Za-z0-9_-]{3,40}")


@dataclass(frozen=True)
class Embed:
    """A video elsewhere: the site's ``name``, its ``page`` for people, and the ``player`` that a click loads."""

    name: str
    page: str
    player: str

    @property
    def origin(self) -> str:
        """The one origin that a page with this video must let frames come from."""
        parts = urlsplit(self.player)
        return f"{parts.scheme}://{parts.netloc}"


def _youtube(host: str, path: str, query: dict[str, list[str]]) -> str:
    if host == "youtu.be":
        return path.strip("/")
    found = re.fullmatch(r"/(?:shorts|embed|live)/([^/]+)/?", path)
    return found[1] if found else query.get("v", [""])[0] if path == "/watch" else ""


def _vimeo(host: str, path: str, query: dict[str, list[str]]) -> str:
    found = re.fullmatch(r"(?:/video)?/(\d+)/?", path)
    return found[1] if found else ""


def _dailymotion(host: str, path: str, query: dict[str, list[str]]) -> str:
    found = re.fullmatch(r"/(?:video/)?([a-z0-9]+)/?", path)
    return found[1] if found else ""


# hosts that an editor may paste → (name, video id from the address, page, player)
_YOUTUBE = ("YouTube", _youtube, "https://www.youtube.com/watch?v={}", "https://www.youtube-nocookie.com/embed/{}")
_VIMEO = ("Vimeo", _vimeo, "https://vimeo.com/{}", "https://player.vimeo.com/video/{}?dnt=1")
_DAILYMOTION = (
    "Dailymotion",
    _dailymotion,
    "https://www.dailymotion.com/video/{}",
    "https://geo.dailymotion.com/player.html?video={}",
)
ALLOWED = {
    "youtube.com": _YOUTUBE,
    "m.youtube.com": _YOUTUBE,
    "youtu.be": _YOUTUBE,
    "youtube-nocookie.com": _YOUTUBE,
    "vimeo.com": _VIMEO,
    "player.vimeo.com": _VIMEO,
    "dailymotion.com": _DAILYMOTION,
    "dai.ly": _DAILYMOTION,
}


def read(address: str) -> Embed | None:
    """Return the video at ``address``, or None where its site isn't allowed or the address is no video's."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").lower().removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme != "https" or host not in ALLOWED or parts.username is not None:
        return None
    name, identify, page, player = ALLOWED[host]
    video = identify(host, parts.path, parse_qs(parts.query))
    return Embed(name, page.format(video), player.format(video)) if _ID.fullmatch(video) else None
