"""A small starter folder for the loader's tests: one page of most kinds, in two languages."""

import copy
import re
from pathlib import Path
from typing import Any

import yaml

DESCRIPTION = "A sentence for search engines that says what is here."
TOPICS = [
    {
        "key": "small-topic",
        "name": {"fr": "Petit sujet", "en": "Small topic"},
        "summary": {"fr": "Un résumé.", "en": "A summary."},
        "colour": "teal",
        "illustration": "topic-hate",
    }
]
HELPLINES = [
    {
        "key": "small-line",
        "kind": "helpline",
        "status": "published",
        "name": {"fr": "Petite ligne", "en": "Small line"},
        "phone": "3114",
        "dial": "3114",
        "countries": ["FR"],
        "hours": [{"days": ["mon", "tue"], "opens": "09:00", "closes": "23:00"}],
        "time_zone": "Europe/Paris",
        "source": "A ministry",
        "checked_on": "2026-11-23",
    }
]


def page(key: str, title: str, slug: str, **fields: Any) -> dict[str, Any]:
    return {"key": f"small-{key}", "title": title, "slug": slug, "search_description": DESCRIPTION, **fields}


def pages(language: str) -> dict[str, dict[str, Any]]:
    """Return the page files of one language by their name."""
    return {
        "home.yaml": {**page("home", f"Home {language}", language, lead="Welcome."), "key": "home"},
        "topics.yaml": {**page("topics", f"Topics {language}", f"topics-{language}"), "key": "topics"},
        "help.yaml": page("help", f"Small help {language}", f"small-help-{language}", intro="Call somebody."),
        "topics/small.yaml": page(
            "guide",
            f"Small guide {language}",
            f"small-{language}",
            topic="small-topic",
            in_brief=["One.", "Two.", "Three."],
            teen=[{"heading": "Why ?"}, {"text": "See [help](page:small-help), **now** ; or later."}],
            parent=[{"do_dont": {"title": "So", "do": ["Listen"], "dont": ["Shout"]}}],
            friend=[{"helplines": {"title": "People", "topic": "small-topic", "audience": "teen"}}],
            sources=[{"title": "A study", "publisher": "An institute", "year": 2020}],
            reviewed_on="2026-11-23",
            next_review="2027-11-23",
        ),
    }


def write(folder: Path, changes: dict[str, Any] | None = None) -> Path:
    """Write the folder; ``changes`` maps a file's name to a function on its data or to raw text."""
    files: dict[str, Any] = {"topics.yaml": copy.deepcopy(TOPICS), "helplines.yaml": copy.deepcopy(HELPLINES)}
    for language in ("fr", "en"):
        for name, data in pages(language).items():
            files[f"{language}/{name}"] = data
    for name, change in (changes or {}).items():
        files[name] = change(files[name]) if callable(change) else change
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = data if isinstance(data, str) else yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
        # Dates are written bare, as a translator writes them.
        path.write_text(re.sub(r"'(\d{4}-\d\d-\d\d)'", r"\1", text), encoding="utf-8")
    return folder
