"""A right-to-left language for tests: everything of the French site in made-up Arabic, beside it."""

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.cache import cache
from django.test.utils import override_settings
from wagtail.models import Locale, Page

from safety_centre.pages.models import HomePage

WORDS = [
    "في",
    "هذا",
    "البيت",
    "نجد",
    "من",
    "يسمعنا",
    "حين",
    "يصعب",
    "الكلام",
    "ونعرف",
    "كيف",
    "نطلب",
    "المساعدة",
    "دون",
    "خوف",
    "لأن",
    "الوقت",
    "معنا",
    "والناس",
    "حولنا",
]
KEPT = re.compile(r"(<[^>]+>|%\([a-z_]+\)[sd]|%[sd%]|\{[^}]*\}|&\w+;|\d+)")
NOT_WORDS = {"id", "type", "topic", "audience", "tone", "figure", "url", "for"}
CODE = "ar"
SETTINGS = {
    "LANGUAGES": [*settings.LANGUAGES, (CODE, "Arabic")],
    "WAGTAIL_CONTENT_LANGUAGES": [*settings.LANGUAGES, (CODE, "Arabic")],
    "DEFAULT_COUNTRIES": {**settings.DEFAULT_COUNTRIES, CODE: "FR"},
}


def arabic(text: str) -> str:
    """Return as many Arabic words as ``text`` has words, with its markup, placeholders and numbers."""

    def word(found: re.Match[str]) -> str:
        return WORDS[zlib.crc32(found[0].encode()) % len(WORDS)]

    parts = KEPT.split(text)
    return "".join(
        part if KEPT.fullmatch(part) else re.sub(r"[^\W\d_]+(?:[’'][^\W\d_]+)*", word, part) for part in parts
    )


def _stream(raw: Any) -> Any:
    if isinstance(raw, str):
        return arabic(raw)
    if isinstance(raw, dict):
        return {name: value if name in NOT_WORDS else _stream(value) for name, value in raw.items()}
    return [_stream(item) for item in raw] if isinstance(raw, list) else raw


def write_interface(folder: Path) -> None:
    """Write the interface's translation into Arabic, as somebody who adds a language would."""
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
    for entry in polib.pofile(str(settings.BASE_DIR / "locale" / "fr" / "LC_MESSAGES" / "django.po")):
        plural = {0: arabic(entry.msgid), 1: arabic(entry.msgid_plural)} if entry.msgid_plural else {}
        catalogue.append(
            polib.POEntry(
                msgid=entry.msgid,
                msgctxt=entry.msgctxt,
                msgid_plural=entry.msgid_plural,
                msgstr="" if plural else arabic(entry.msgid),
                msgstr_plural=plural,
            )
        )
    target = folder / CODE / "LC_MESSAGES"
    target.mkdir(parents=True)
    catalogue.save_as_mofile(str(target / "django.mo"))


def translate_tree(keep: set[str] | None = None) -> dict[str, Page]:
    """Translate the French tree (all but help, or the slugs of ``keep``) and publish it; return the pages by slug."""
    locale, _made = Locale.objects.get_or_create(language_code=CODE)
    french = HomePage.objects.get(locale__language_code="fr")
    made: dict[str, Page] = {}
    for source in french.get_descendants(inclusive=True).order_by("path").specific():
        if source._meta.model_name == "helppage" or (keep is not None and source.slug not in keep):
            continue
        page = source.copy_for_translation(locale)
        page.slug = CODE if source.depth == 2 else source.slug
        for field in page._meta.get_fields():
            name = field.name
            if name in {"title", "search_description", "intro", "lead"}:
                setattr(page, name, arabic(getattr(page, name)))
            elif field.__class__.__name__ == "StreamField" and name != "sources":
                setattr(page, name, _stream(list(getattr(page, name).raw_data)))
        page.save_revision().publish()
        made[source.slug] = page
    cache.clear()
    return {slug: Page.objects.get(pk=page.pk).specific for slug, page in made.items()}


@contextmanager
def arabic_added(folder: Path) -> Iterator[None]:
    """The settings of a site that has Arabic, and its interface in ``folder``."""
    write_interface(folder)
    with override_settings(**SETTINGS, LOCALE_PATHS=[*settings.LOCALE_PATHS, folder]):
        cache.clear()
        yield
    cache.clear()
