"""A picture, document or recording that a page shows can't be deleted: readers would meet a hole.

Wagtail's index of references knows what is published; drafts are looked through beside it.
"""

from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, ProtectedError
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex

from safety_centre.pages.models import CustomDocument, CustomImage, CustomMedia


class MediaInUse(ProtectedError):
    """Raised where a deletion is refused. ``protected_objects`` are what shows ``media``."""

    def __init__(self, media: Model, users: set[Any]) -> None:
        super().__init__("In use.", users)
        self.media = media


def users_of(media: Model) -> set[Any]:
    """Return the pages and records that show ``media``, published or in their newest draft."""
    users = {one for one, _references in ReferenceIndex.get_references_to(media).group_by_source_object()}
    wanted = (ContentType.objects.get_for_model(media).pk, str(media.pk))
    for page in Page.objects.filter(has_unpublished_changes=True).select_related("latest_revision"):
        references = ReferenceIndex._extract_references_from_object(page.get_latest_revision_as_object())
        if any(reference[:2] == wanted for reference in references):
            users.add(page.specific)
    return users


@receiver(pre_delete, sender=CustomImage)
@receiver(pre_delete, sender=CustomDocument)
@receiver(pre_delete, sender=CustomMedia)
def refuse_what_is_shown(sender: type, instance: Model, **kwargs: Any) -> None:
    users = users_of(instance)
    if users:
        raise MediaInUse(instance, users)


def _named(user: Any, request: HttpRequest) -> str:
    """Name what shows a file, to whoever may see it: a draft of others is only "a page"."""
    if isinstance(user, Page) and not user.live and not user.permissions_for_user(request.user).can_edit():
        return _("a page of others")
    return f"“{user}”"


class MediaInUseMiddleware:
    """Answers a refused deletion in the admin with where the file is used, instead of an error page."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, MediaInUse):
            return None
        names = ", ".join(sorted({_named(user, request) for user in exception.protected_objects}))
        messages.error(
            request,
            _("“%(file)s” was not deleted: it is used on %(pages)s. Take it out there first.")
            % {"file": exception.media, "pages": names},
        )
        return redirect(reverse("wagtailadmin_home"))
