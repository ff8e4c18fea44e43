"""Which language a guide was first written in, and whether its translation is behind."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from wagtail.models import Page
from wagtail_localize.models import TranslationSource

from safety_centre.pages.locales import code_of
from safety_centre.pages.selectors import public_pages


@dataclass(frozen=True)
class TranslationState:
    """``behind``: the original was published again after this translation was."""

    original_language: str
    is_original: bool
    behind: bool


def translation_states(pages: Iterable[Page]) -> dict[int, TranslationState]:
    """Return the state of each page by its id, in two queries however many there are.

    The original is the page that wagtail-localize translates from; where pages were written side by side (the starter
    content), it is the default language's. A translation whose original isn't public any more is behind nothing.
    """
    wanted = list(pages)
    keys = {page.translation_key for page in wanted}
    sources = {
        source.object_id: code_of(source.locale_id) for source in TranslationSource.objects.filter(object_id__in=keys)
    }
    published = {
        (page.translation_key, code_of(page.locale_id)): page.last_published_at
        for page in public_pages()
        .filter(translation_key__in=keys)
        .only("pk", "translation_key", "locale_id", "last_published_at")
    }
    return {page.pk: _state(page, sources, published) for page in wanted}


def _state(page: Page, sources: dict, published: dict) -> TranslationState:
    own = code_of(page.locale_id)
    original = sources.get(page.translation_key, settings.LANGUAGE_CODE)
    if (page.translation_key, original) not in published:
        original = own  # the only one there is
    mine, theirs = page.last_published_at, published.get((page.translation_key, original))
    behind = own != original and mine is not None and theirs is not None and theirs > mine
    return TranslationState(original, own == original, behind)
