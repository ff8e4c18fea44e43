"""Reads of the desk about age: what is due, who may say that it was read again."""

import datetime as dt

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from wagtail.models import Page

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


def may_review(user: User, page: Page) -> bool:
    """Say whether ``user`` answers for the facts of ``page``: who may publish it, and its associations' reviewers."""
    if page.permissions_for_user(user).can_publish():
        return True
    if not isinstance(page, TopicGuidePage):
        return False
    reviewers = PartnerWorkspace.objects.filter(
        partner__guides__translation_key=page.translation_key, partner__is_active=True
    ).values("reviewers")
    return user.groups.filter(pk__in=reviewers).exists()
