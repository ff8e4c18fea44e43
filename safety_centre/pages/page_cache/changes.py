"""What drops the kept pages: everything, whenever something that pages show changed.

Everything and not only the page itself: its title is in navigation, cards, neighbours, the sitemap and its
translations' language links. Editors publish a few times an hour; rendering anew costs milliseconds.
"""

from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from safety_centre.pages.page_cache.freshness import freshness
from safety_centre.pages.page_cache.store import store

# An editor's autosave touches these of the page's row; readers see none of them.
UNSEEN = frozenset({
    "draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at", "locked", "locked_at",
    "locked_by", "go_live_at",
})  # fmt: skip
_followed: tuple[type[models.Model], ...] = ()


def follow(*classes: type[models.Model]) -> None:
    """Let every save and deletion of these models drop the kept pages. Apps above call it for their records."""
    global _followed
    _followed = tuple({*_followed, *classes})


def drop_pages(**kwargs: Any) -> None:
    """Drop the kept pages here at once, and in every process within seconds of this transaction's commit.

    At commit and not before: a page rendered in between would be the old one and stay. A transaction that saves a
    thousand records counts once.
    """
    store.clear()
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        _count_up()
    elif not any(hook[1] is _count_up for hook in connection.run_on_commit):
        transaction.on_commit(_count_up, robust=True)


def _count_up() -> None:
    from safety_centre.pages.models import PageCacheVersion

    only = PageCacheVersion.objects.filter(pk=PageCacheVersion.ONLY)
    if not only.update(number=F("number") + 1):
        _row, created = PageCacheVersion.objects.get_or_create(pk=PageCacheVersion.ONLY, defaults={"number": 1})
        if not created:  # another process made it in between
            only.update(number=F("number") + 1)
    store.clear()
    freshness.forget()


def _saved(sender: type, instance: Any, **kwargs: Any) -> None:
    if not isinstance(instance, _followed):
        return
    changed = kwargs.get("update_fields")
    if changed and isinstance(instance, Page) and UNSEEN.issuperset(changed):
        return
    drop_pages()


def _related(sender: type, instance: Any, model: type, action: str, **kwargs: Any) -> None:
    if action.startswith("post_") and (isinstance(instance, _followed) or issubclass(model, _followed)):
        drop_pages()


def connect() -> None:
    """Connect the signals; called once all apps are there."""
    from wagtail.contrib.settings.models import AbstractSetting
    from wagtail.models import Locale, PageViewRestriction, Site

    from safety_centre.pages.models import CustomDocument, CustomImage, CustomMedia, PageKey

    follow(Page, Site, Locale, PageViewRestriction, AbstractSetting, CustomDocument, CustomImage, CustomMedia, PageKey)
    for signal in (post_save, post_delete):
        signal.connect(_saved, dispatch_uid="page-cache")
    m2m_changed.connect(_related, dispatch_uid="page-cache")
    for signal in (page_published, page_unpublished, post_page_move):
        signal.connect(drop_pages, dispatch_uid="page-cache")
