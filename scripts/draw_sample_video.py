# ruff: noqa: E501  # paths of drawings read better whole
"""Draw the sample video of the starter content: plain shapes, no words, so that it serves every language.

Needs Chromium, Playwright and ffmpeg; the result is committed, so nobody needs to run this to start the site.

    .venv/bin/python scripts/draw_sample_video.py guides/starter/media/video/keep-proof
"""

import math
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

WIDTH, HEIGHT, FPS, SCENE = 640, 360, 10, 4.0
PAPER, INK, SOFT, TONE, DEEP = "#faf6ef", "#22262b", "#f8e4e8", "#d59fb0", "#8a2f4d"


def ease(t: float) -> float:
    """Return a soft start and a soft end of a movement, 0 to 1."""
    t = min(1.0, max(0.0, t))
    return t * t * (3 - 2 * t)


def phone(inside: str, x: float = 250, tilt: float = 0) -> str:
    return (
        f'<g transform="rotate({tilt} {x + 70} 180)"><rect x="{x}" y="50" width="140" height="260" rx="20" fill="#fffdf9"'
        f' stroke="{INK}" stroke-width="4"/><line x1="{x + 55}" y1="68" x2="{x + 85}" y2="68" stroke="{INK}"'
        f' stroke-width="3" stroke-linecap="round"/>{inside}</g>'
    )


def bubbles(shown: float, x: float = 250) -> str:
    out = ""
    for number, (left, width) in enumerate([(16, 84), (30, 94), (16, 70), (42, 82)]):
        seen = ease(shown * 4 - number)
        top = 92 + number * 48
        out += (
            f'<g opacity="{seen:.2f}" transform="translate(0 {(1 - seen) * 14:.1f})"><rect x="{x + left}" y="{top}"'
            f' width="{width}" height="34" rx="12" fill="{TONE if number % 2 else SOFT}"/><path d="M{x + left + 14}'
            f' {top + 18}l8 -8 8 8 8 -8 8 8" fill="none" stroke="{DEEP}" stroke-width="3"/></g>'
        )
    return out


def messages(t: float) -> str:
    return phone(bubbles(t * 1.3))


def capture(t: float) -> str:
    close = 1 - ease(t * 2)
    frame = ""
    for sx, sy in ((0, 0), (1, 0), (0, 1), (1, 1)):
        x, y = 236 - 60 * close if not sx else 404 + 60 * close, 36 - 20 * close if not sy else 324 + 20 * close
        dx, dy = (-34 if sx else 34), (-34 if sy else 34)
        frame += f'<path d="M{x + dx} {y}H{x}V{y + dy}" fill="none" stroke="{DEEP}" stroke-width="7" stroke-linecap="round"/>'
    flash = max(0.0, 1 - abs(t - 0.55) * 9)
    sheet = ease((t - 0.6) * 3)
    kept = (
        f'<g opacity="{sheet:.2f}" transform="translate({60 * (1 - sheet):.1f} 0)"><rect x="470" y="120" width="86"'
        f' height="120" rx="8" fill="#fffdf9" stroke="{INK}" stroke-width="4"/><rect x="484" y="140" width="44" height="14"'
        f' rx="6" fill="{SOFT}"/><rect x="492" y="164" width="50" height="14" rx="6" fill="{TONE}"/><path d="M488 208l12 12'
        f' 26-28" fill="none" stroke="{DEEP}" stroke-width="6" stroke-linecap="round" stroke-linejoin="round"/></g>'
    )
    return (
        phone(bubbles(2)) + frame + f'<rect width="640" height="360" fill="#fff" opacity="{flash * 0.7:.2f}"/>' + kept
    )


def report(t: float) -> str:
    rise = ease(t * 2)
    wave = math.sin(t * 9) * 6
    flag = (
        f'<g transform="translate(0 {90 * (1 - rise):.1f})" opacity="{rise:.2f}"><line x1="300" y1="118" x2="300" y2="268"'
        f' stroke="{INK}" stroke-width="5" stroke-linecap="round"/><path d="M300 120c22 {-12 + wave:.1f} 36 {10 - wave:.1f}'
        f' 62 0v58c-26 10-40 {-12 + wave:.1f}-62 0z" fill="{DEEP}"/></g>'
    )
    return phone(flag)


def block(t: float) -> str:
    shut = ease(t * 1.8)
    lift = 26 * (1 - shut)
    lock = (
        f'<path d="M292 {178 - lift:.1f}v-22a28 28 0 0 1 56 0v22" fill="none" stroke="{INK}" stroke-width="7"/>'
        f'<rect x="276" y="176" width="88" height="70" rx="12" fill="{DEEP}"/><circle cx="320" cy="206" r="8" fill="{PAPER}"/>'
        f'<line x1="320" y1="210" x2="320" y2="226" stroke="{PAPER}" stroke-width="6" stroke-linecap="round"/>'
    )
    calm = ease((t - 0.5) * 3)
    waves = "".join(
        f'<path d="M{430 + 26 * n} 140a60 60 0 0 1 0 80" fill="none" stroke="{TONE}" stroke-width="5" stroke-linecap="round"'
        f' opacity="{(1 - calm) * (1 - n * 0.25):.2f}"/>'
        for n in range(3)
    )
    return phone(lock) + waves


def together(t: float) -> str:
    near = ease(t * 1.5)
    x = 60 * (1 - near)

    def person(left: float, coat: str, height: float) -> str:
        return (
            f'<circle cx="{left}" cy="{150 - height}" r="34" fill="#fffdf9" stroke="{INK}" stroke-width="4"/><path'
            f' d="M{left - 58} 290c0-66 {26}-{96 + height} 58-{96 + height}s58 {30 + height} 58 {96 + height}z" fill="{coat}"'
            f' stroke="{INK}" stroke-width="4" stroke-linejoin="round"/>'
        )

    light = f'<circle cx="320" cy="180" r="{120 + 40 * near:.0f}" fill="{SOFT}"/>'
    table = f'<line x1="130" y1="290" x2="510" y2="290" stroke="{INK}" stroke-width="5" stroke-linecap="round"/>'
    flat = f'<rect x="296" y="276" width="48" height="12" rx="5" fill="#fffdf9" stroke="{INK}" stroke-width="3"/>'
    return light + person(240 - x, TONE, 0) + person(400 + x, "#fffdf9", 18) + table + flat


SCENES = [messages, capture, report, block, together]


def frame(number: int) -> str:
    seconds = number / FPS
    scene = min(len(SCENES) - 1, int(seconds // SCENE))
    t = (seconds - scene * SCENE) / SCENE
    fade = 1 - max(0.0, 1 - t * 8) - (max(0.0, (t - 0.92) / 0.08) if scene < len(SCENES) - 1 else 0)
    dots = "".join(
        f'<circle cx="{280 + n * 20}" cy="342" r="4" fill="{DEEP if n == scene else TONE}"/>'
        for n in range(len(SCENES))
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"><rect width="640" height="360"'
        f' fill="{PAPER}"/><g opacity="{max(0.0, fade):.2f}">{SCENES[scene](t)}</g>{dots}</svg>'
    )


def main(target: str) -> None:
    ffmpeg, chromium = shutil.which("ffmpeg"), shutil.which("chromium")
    if not ffmpeg or not chromium:
        sys.exit("ffmpeg and chromium are needed.")
    total = int(len(SCENES) * SCENE * FPS)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_content('<body style="margin:0"></body>')
        for number in range(total):
            page.evaluate("svg => { document.body.innerHTML = svg }", frame(number))
            page.screenshot(path=f"{folder}/{number:04}.png")
        browser.close()
        frames = ["-framerate", str(FPS), "-i", f"{folder}/%04d.png"]
        coding = ["-c:v", "libx264", "-preset", "veryslow", "-crf", "26", "-pix_fmt", "yuv420p", "-g", "20"]
        command = [ffmpeg, "-y", "-loglevel", "error", *frames, *coding, "-movflags", "+faststart", f"{target}.mp4"]
        subprocess.run(command, check=True)
        poster = [ffmpeg, "-y", "-loglevel", "error", "-i", f"{folder}/0074.png", "-q:v", "4", f"{target}.jpg"]
        subprocess.run(poster, check=True)
    print(f"{target}.mp4: {Path(target + '.mp4').stat().st_size} bytes, {total / FPS:g} s")


if __name__ == "__main__":
    main(sys.argv[1])
