"""Reads of the desk about age: what is due, who may say that it was read again."""

import datetime as dt
from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from wagtail.models import Page
from wagtail.permissions import policy_registry

from guides.models import GuideChapterPage, PartnerWorkspace, TopicGuidePage
from safety_centre.accounts.models import User
from safety_centre.pages.selectors import public_pages

REVIEWED_MODELS = (TopicGuidePage, GuideChapterPage)


def reviewed_pages(*, due_before: dt.date) -> list[Page]:
    """Return the public guides and chapters whose next review is on or before a day, the oldest first."""
    found: list[Page] = []
    for model in REVIEWED_MODELS:
        found += public_pages(model).filter(next_review__lte=due_before).select_related("locale")
    return sorted(found, key=lambda page: (page.next_review, page.pk))


def due_on(pages: QuerySet) -> QuerySet:
    """Return those of ``pages`` that are guides or chapters and live, with ``due_date``, the oldest first.

    A page without a date comes first of all: nobody would ever be reminded of it.
    """
    dates = [model.objects.filter(pk=OuterRef("pk")).values("next_review")[:1] for model in REVIEWED_MODELS]
    kinds = [ContentType.objects.get_for_model(model) for model in REVIEWED_MODELS]
    return (
        pages.filter(live=True, content_type__in=kinds)
        .select_related("locale")
        .annotate(due_date=Coalesce(*(Subquery(date) for date in dates)))
        .order_by(F("due_date").asc(nulls_first=True), "path")
    )


def reviewable(user: User, pages: Iterable[Page]) -> set[int]:
    """Return the ids of those ``pages`` that ``user`` answers for (:func:`may_review`); two queries for all of them."""
    pages = list(pages)
    published = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, ["publish"])
    whole = set(published.filter(pk__in=[page.pk for page in pages]).values_list("pk", flat=True))
    own = PartnerWorkspace.objects.filter(partner__is_active=True, reviewers__in=user.groups.values("pk"))
    shown = own.filter(partner__guides__translation_key__in=[page.translation_key for page in pages])
    keys = set(shown.values_list("partner__guides__translation_key", flat=True))
    return {page.pk for page in pages if page.pk in whole or page.translation_key in keys}


def may_review(user: User, page: Page) -> bool:
    """Say whether ``user`` answers for the facts of ``page``: who may publish it, and its associations' reviewers."""
    return page.pk in reviewable(user, [page])
