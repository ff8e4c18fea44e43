"""The content security policy of a page that holds videos of another site."""

from typing import Any

from safety_centre.pages import embeds


def frame_origins(body: Any) -> list[str]:
    """Return the origins of the players that ``body`` (a stream value) may load, each once."""
    found = []
    for block in body or ():
        if block.block_type == "embed" and (embed := embeds.read(block.value.get("url") or "")):
            found.append(embed.origin)
    return sorted(set(found))


def allow_frames(response: Any, body: Any) -> Any:
    """Let ``response`` show frames of the players in ``body``; a page without one keeps the policy that allows none."""
    if origins := frame_origins(body):
        response._csp_update = {"frame-src": origins}  # what django-csp's own decorator sets
    return response
