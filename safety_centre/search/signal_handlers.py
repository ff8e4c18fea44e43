"""Keeping the index true, whoever changes a page: in the same transaction, so that no reader finds what was taken away.

``post_save`` of a page instead of ``page_published`` alone: publishing saves, and so does a command or an import that
changes what is live. Drafts are revisions, never saved on the live row, so that they don't come here.
"""

import datetime as dt
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from guides.loading.once import once_loaded
from guides.models import GlossaryTerm, Helpline, PartnerAssociation, PartnerPage, Topic, TopicGuidePage
from guides.selectors.insight import searches_wanted
from safety_centre.pages.models import BasePage, PageKey
from safety_centre.pages.request_scope import forget
from safety_centre.search import services
from safety_centre.search.selectors import empty_searches_near


def _index(pk: int) -> None:
    page = Page.objects.filter(pk=pk).first()
    if page:
        services.index_page(page=page)


@receiver(page_published)
def page_changed(sender: type, instance: Page, **kwargs: Any) -> None:
    """What belongs to the page (a charter's commitments) is whole only now, after its row was saved."""
    once_loaded(_index, instance.pk)


@receiver(page_unpublished)
def page_gone(sender: type, instance: Page, **kwargs: Any) -> None:
    """Wagtail says so before it deletes a page, too: nothing may be added then."""
    services.remove_page(page=instance)


# What saving a draft writes on the live row: nothing that readers see.
DRAFT_FIELDS = {"draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at"}


@receiver(post_save)
def live_page_saved(
    sender: type, instance: Any, raw: bool = False, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    if not isinstance(instance, BasePage) or raw or (update_fields is not None and update_fields <= DRAFT_FIELDS):
        return
    once_loaded(_index, instance.pk)


@receiver(post_page_move)
def page_moved(sender: type, instance: Page, **kwargs: Any) -> None:
    """Below another parent another restriction may hold."""
    services.index_below(path=Page.objects.values_list("path", flat=True).get(pk=instance.pk))


@receiver([post_save, post_delete], sender=PageViewRestriction)
def restriction_changed(sender: type, instance: PageViewRestriction, **kwargs: Any) -> None:
    forget("restricted_paths")  # this request may have read them before it changed them
    page = Page.objects.filter(pk=instance.page_id).values_list("path", flat=True).first()
    if page:
        services.index_below(path=page)


@receiver([post_save], sender=PageKey)
def key_given(sender: type, instance: PageKey, **kwargs: Any) -> None:
    for page in Page.objects.filter(translation_key=instance.translation_key):
        once_loaded(_index, page.pk)


@receiver(post_save, sender=Helpline)
def helpline_saved(sender: type, instance: Helpline, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        services.index_helpline(helpline=instance)


@receiver(post_save, sender=GlossaryTerm)
def glossary_term_saved(sender: type, instance: GlossaryTerm, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        services.index_glossary_term(term=instance)


@receiver(post_save, sender=Topic)
def topic_saved(sender: type, instance: Topic, raw: bool = False, **kwargs: Any) -> None:
    for page in [] if raw else TopicGuidePage.objects.filter(topic=instance):
        once_loaded(_index, page.pk)


@receiver(post_save, sender=PartnerAssociation)
def association_saved(sender: type, instance: PartnerAssociation, raw: bool = False, **kwargs: Any) -> None:
    for page in [] if raw else PartnerPage.objects.filter(partner=instance):
        once_loaded(_index, page.pk)


@receiver(searches_wanted)
def tell_empty_searches(
    sender: Any, topic_keys: list[str], since: dt.date, until: dt.date, **kwargs: Any
) -> list[dict[str, Any]]:
    return empty_searches_near(topic_keys, since=since, until=until)
