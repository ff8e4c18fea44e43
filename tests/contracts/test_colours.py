"""Every pair of colours that text uses: AA for all text, AAA for body text, in light and dark and for every topic."""

import re

import pytest
from django.conf import settings

CSS = (settings.BASE_DIR / "static" / "css" / "site.css").read_text()
# text, background, least contrast (WCAG 2.2, success criteria 1.4.3 and 1.4.6)
PAIRS = [
    ("ink", "paper", 7),
    ("ink", "paper-raised", 7),
    ("ink", "paper-sunken", 7),
    ("ink", "hue-soft", 7),
    ("ink", "help-soft", 7),
    ("ink-soft", "paper", 4.5),
    ("ink-soft", "paper-raised", 4.5),
    ("action", "paper", 4.5),
    ("action", "paper-raised", 4.5),
    ("action-ink", "action", 4.5),
    ("help-ink", "help", 4.5),
    ("help", "paper", 4.5),
    ("paper-raised", "hue", 4.5),
    ("hue", "paper", 4.5),
    ("line-strong", "paper-raised", 3),
]
HUES = ["", "rose", "blue", "green", "plum", "ochre", "teal"]


def tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))


def palette(scheme: str, hue: str) -> dict[str, str]:
    layer = CSS[CSS.index("@layer tokens {") : CSS.index("@media (prefers-contrast: more)")]
    light, dark = layer.split("@media (prefers-color-scheme: dark)")
    found: dict[str, str] = {}
    for block in [light, dark] if scheme == "dark" else [light]:
        found |= tokens(block[block.index(":root") : block.index("}", block.index(":root"))])
        if hue:
            start = block.index(f'[data-hue="{hue}"]')
            found |= tokens(block[start : block.index("}", start)])
    return found


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("hue", HUES)
def test_contrast(scheme, hue):
    colours = palette(scheme, hue)
    low = {
        f"{text} on {ground}": round(contrast(colours[text], colours[ground]), 2)
        for text, ground, least in PAIRS
        if contrast(colours[text], colours[ground]) < least
    }
    assert not low
