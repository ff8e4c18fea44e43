"""Draw the pictures that stand for pages where they are shared: `python scripts/share_pictures.py`.

Every drawing of templates/illustrations that stands for a page becomes a PNG of 1200 × 630 in static/share: once
without words, and once for each language with its title. Titles come from the starter content and the interface's
translations, colours from the light theme of static/css/site.css. Needs Chromium (CHROME_PATH, or `chromium`) and
Playwright, which the tests bring; the pictures are committed, so that nothing else needs either. A picture that
weighs more than 60 KB fails.
"""

import base64
import io
import re
import shutil
import sys
from html import escape
from pathlib import Path

import polib
import yaml
from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "static" / "share"
STARTER = ROOT / "guides" / "starter"
CSS = (ROOT / "static" / "css" / "site.css").read_text()
HEAVIEST = 60_000
SOURCE_LANGUAGE = "en"
RIGHT_TO_LEFT = {"ar", "fa", "he", "ur"}
SECTIONS = {"home": "home", "guide": "guide", "charter": "charter", "help": "help", "partners": "partners"}

SHEET = """
@font-face { font-family: H; src: url(data:font/woff2;base64,%(font)s) format("woff2"); font-weight: 200 800; }
%(tokens)s
* { box-sizing: border-box; margin: 0; }
body { inline-size: 1200px; block-size: 630px; overflow: hidden; background: var(--paper); color: var(--ink);
  font-family: H, "Noto Sans Arabic", sans-serif; display: grid; grid-template-columns: 1fr; }
.card { display: grid; grid-template-columns: 600px 1fr; align-items: center; gap: 32px; padding: 48px 56px 48px 72px;
  background: var(--hue-soft); }
[dir=rtl] .card { padding: 56px 72px 56px 64px; }
.card--plain { grid-template-columns: 1fr; justify-items: center; }
.site { font-size: 34px; color: var(--ink); display: flex; align-items: center; gap: 16px; }
.site i { inline-size: 14px; block-size: 44px; border-radius: 7px; background: var(--hue); display: block; }
h1 { font-size: %(size)spx; line-height: 1.12; font-weight: 750; letter-spacing: -0.01em; text-wrap: balance;
  color: var(--ink); margin-block-start: 36px; overflow-wrap: break-word; }
svg { inline-size: 100%%; block-size: auto; display: block; }
.card--plain svg { inline-size: 640px; }
.art { fill: none; stroke: var(--ink); stroke-width: 2.5; stroke-linecap: round; stroke-linejoin: round; }
.art .thin { stroke-width: 1.25; } .art .soft { fill: var(--paper-raised); stroke: none; }
.art .tone { fill: var(--hue-line); stroke: none; } .art .deep { fill: var(--hue); stroke: none; }
.art .paper { fill: var(--paper); } .art .solid { fill: var(--ink); stroke: none; }
"""


def tokens() -> str:
    """Return the light theme's colours, by topic."""
    layer = CSS[CSS.index("@layer tokens {") : CSS.index("@media (prefers-color-scheme: dark)")]
    return layer.removeprefix("@layer tokens {")


def title_of(name: str, language: str, topics: dict[str, dict]) -> str:
    """Return the words of a picture: a topic's name, or the title of the page that it stands for."""
    if name in topics:
        return topics[name]["name"].get(language, "")
    path = STARTER / language / f"{SECTIONS[name]}.yaml" if name in SECTIONS else None
    if path is None:
        path = STARTER / language / "chapters" / f"{name.removeprefix('guide-')}.yaml"
    data = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    title = data.get("title", "")
    return "" if "{platform}" in title else title  # the platform's name is a setting


def site_name(language: str) -> str:
    if language == SOURCE_LANGUAGE:
        return "Safety centre"
    entry = polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po")).find("Safety centre")
    return entry.msgstr if entry else "Safety centre"


def draw(page: Page, name: str, hue: str, language: str = "", title: str = "") -> bytes:
    """Return the PNG of one picture, with few colours."""
    font = base64.b64encode((ROOT / "static/fonts/atkinson-hyperlegible-next.woff2").read_bytes()).decode()
    longest = max((len(word) for word in title.split()), default=0)
    size = 64 if len(title) > 44 or longest > 13 else 76 if len(title) > 24 else 88
    sheet = SHEET % {"font": font, "tokens": tokens(), "size": size}
    svg = (ROOT / "templates" / "illustrations" / f"{name}.svg").read_text()
    words = (
        f'<div><p class="site"><i></i>{escape(site_name(language))}</p><h1>{escape(title)}</h1></div>' if title else ""
    )
    direction = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    kind, topic = "card" if title else "card card--plain", f" data-hue={hue}" if hue else ""
    page.set_content(
        f'<!doctype html><html lang="{language or "zxx"}" dir="{direction}"><meta charset="utf-8">'
        f'<style>{sheet}</style><body{topic}><div class="{kind}">{words}{svg}</div>'
    )
    page.evaluate("document.fonts.ready")
    drawn = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    small = drawn.quantize(colors=48, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    out = io.BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def main() -> None:
    topics = {row["illustration"]: row for row in yaml.safe_load((STARTER / "topics.yaml").read_text(encoding="utf-8"))}
    languages = sorted(path.name for path in STARTER.iterdir() if (path / "home.yaml").exists())
    drawings = sorted(path.stem for path in (ROOT / "templates" / "illustrations").glob("*.svg"))
    names = [name for name in drawings if name in topics or name in SECTIONS or name.startswith("guide-")]
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    heavy, count = [], 0
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1200, "height": 630})
        for name in names:
            hue = topics[name]["colour"] if name in topics else ""
            wanted = [("", "")] + [(code, title_of(name, code, topics)) for code in languages]
            for language, title in wanted:
                if language and not title:
                    continue
                png = draw(page, name, hue, language, title)
                path = OUT / language / f"{name}.png"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(png)
                count += 1
                if len(png) > HEAVIEST:
                    heavy.append(f"{path.relative_to(ROOT)}: {len(png)} bytes")
        browser.close()
    total = sum(path.stat().st_size for path in OUT.rglob("*.png"))
    print(f"{count} pictures, {total // 1024} KB together")
    if heavy:
        sys.exit("Too heavy:\n" + "\n".join(re.sub(r"^", "  ", line) for line in heavy))


if __name__ == "__main__":
    main()
