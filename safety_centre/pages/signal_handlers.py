"""What must follow when Wagtail changes a page, whoever changed it."""

from typing import Any

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import copy_for_translation_done, page_published

from safety_centre.pages import renditions, services
from safety_centre.pages.models import PageViews


def _mirror_after_commit(page_id: int) -> None:
    """Mirror once the restriction is whole: Wagtail saves it first and its groups after."""

    def mirror() -> None:
        page = Page.objects.filter(pk=page_id).first()
        if page:
            services.mirror_restrictions(page=page)

    transaction.on_commit(mirror)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def mirror_restriction(sender: type, instance: PageViewRestriction, **kwargs: Any) -> None:
    if not getattr(instance, "_mirrored", False):
        _mirror_after_commit(instance.page_id)


@receiver(m2m_changed, sender=PageViewRestriction.groups.through)
def mirror_groups(sender: type, instance: Any, action: str, **kwargs: Any) -> None:
    changed = isinstance(instance, PageViewRestriction) and action.startswith("post_")
    if changed and not getattr(instance, "_mirrored", False):
        _mirror_after_commit(instance.page_id)


@receiver(copy_for_translation_done)
def restrict_new_translation(sender: type, source_obj: Any, target_obj: Any, **kwargs: Any) -> None:
    """A translation of a restricted page is restricted from its first moment."""
    if isinstance(source_obj, Page):
        services.mirror_restrictions(page=source_obj)


@receiver(post_delete)
def forget_views(sender: type, instance: Any, **kwargs: Any) -> None:
    """The counts of a page go with it."""
    if isinstance(instance, Page):
        PageViews.objects.filter(page_id=instance.pk).delete()


@receiver(page_published)
def make_sizes_of_pictures(sender: type, instance: Page, **kwargs: Any) -> None:
    """Readers never wait for a size to be made, and no GET writes."""
    for image in renditions.pictures_of(instance):
        renditions.make_renditions(image, renditions.BODY_SPECS)
