"""Writes on pages that are not an editor's own: keys, and restrictions that must hold in every language."""

from django.db import transaction
from wagtail.models import Locale, Page, PageViewRestriction

from safety_centre.pages.models import BasePage, PageKey


@transaction.atomic
def give_key(*, page: Page, key: str) -> PageKey:
    """Let ``key`` name ``page`` and its translations; a key that named another page moves here."""
    PageKey.objects.filter(translation_key=page.translation_key).exclude(key=key).delete()
    found, _created = PageKey.objects.update_or_create(key=key, defaults={"translation_key": page.translation_key})
    return found


@transaction.atomic
def stand_in(*, page: BasePage, locale: Locale) -> Page | None:
    """Let ``page`` stand in for its translation in ``locale``, with a notice, until there is one.

    Returns the alias, or None where that language has a translation (drafts count: somebody is at it) or no place for
    it yet. Raises :class:`ValueError` for a page that readers may only get in its own language. When the translation
    is begun, wagtail-localize turns the alias into it.
    """
    if not page.may_stand_in:
        raise ValueError(f"{page._meta.verbose_name} can’t stand in for its translation")
    parent = page.get_parent().get_translation_or_none(locale)
    if parent is None or page.has_translation(locale):
        return None
    return page.copy_for_translation(locale, alias=True)


@transaction.atomic
def mirror_restrictions(*, page: Page) -> None:
    """Make the view restrictions of every translation of ``page`` the same as its own.

    Wagtail restricts one language's page only: without this, restricting the French page leaves the English one
    public. Restrictions further up the tree are mirrored where they were set.
    """
    wanted = [
        (r.restriction_type, r.password, frozenset(r.groups.values_list("pk", flat=True)))
        for r in PageViewRestriction.objects.filter(page=page).prefetch_related("groups")
    ]
    for translation in Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk):
        existing = list(PageViewRestriction.objects.filter(page=translation).prefetch_related("groups"))
        found = [(r.restriction_type, r.password, frozenset(g.pk for g in r.groups.all())) for r in existing]
        if sorted(found, key=str) == sorted(wanted, key=str):
            continue
        PageViewRestriction.objects.filter(pk__in=[r.pk for r in existing]).delete()
        for kind, password, groups in wanted:
            restriction = PageViewRestriction(page=translation, restriction_type=kind, password=password)
            restriction._mirrored = True  # so that the signal of this save doesn't start over
            restriction.save()
            restriction.groups.set(groups)
