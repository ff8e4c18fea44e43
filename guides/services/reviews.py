"""Renewal: saying that a page was read again, and telling people before a page grows old."""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from guides.models import PageReview, PartnerWorkspace, ReviewReminder, TranslationMark
from guides.selectors.renewal import may_review, reviewed_pages
from guides.services.workspaces import ensure_safety_team
from safety_centre.accounts.models import User

URGENT_TOPICS = frozenset({"suicide-self-harm", "eating-disorders", "image-abuse"})
# How long before the due day somebody hears of it; after it, once a month until it is done.
STAGES = ((30, "month"), (7, "week"), (0, "due"))


def usual_next_review(page: Page, today: dt.date) -> dt.date:
    """Return the day that the form proposes: six months for urgent topics, a year for others (design of the issue)."""
    topic = getattr(page, "topic", None)
    days = 182 if topic is not None and topic.key in URGENT_TOPICS else 365
    return today + dt.timedelta(days=days)


@transaction.atomic
def mark_reviewed(*, page: Page, user: User, role: str, next_review: dt.date, now: dt.datetime) -> PageReview:
    """Say that ``user`` read the live ``page`` whole today and that its facts hold; readers see role and date at once.

    An unfinished draft stays a draft: only the dates are written into it. Raises PermissionDenied for whoever may not,
    ValidationError where the page isn't public, the role is empty or the next review isn't ahead.
    """
    locked = Page.objects.select_for_update().get(pk=page.pk).specific
    if not may_review(user, locked):
        raise PermissionDenied
    today = now.date()
    if not locked.live:
        raise ValidationError({"page": _("Readers don’t see this page yet: it is reviewed when it is approved.")})
    if not role.strip():
        raise ValidationError({"role": _("Say in which role you read it: readers see it beside the date.")})
    if not today < next_review <= today + dt.timedelta(days=731):
        raise ValidationError({"next_review": _("Choose a day after today and within two years.")})
    values: dict[str, Any] = {"reviewed_on": today, "next_review": next_review, "reviewed_by": role.strip()[:160]}
    _write(locked, values, user)
    log(instance=locked, action="guides.review", user=user, data={key: str(value) for key, value in values.items()})
    return PageReview.objects.create(
        page=locked,
        reviewer=user,
        role=values["reviewed_by"],
        reviewed_on=today,
        next_review=next_review,
        created_at=now,
    )


def _write(page: Page, values: dict[str, Any], user: User) -> None:
    """Set ``values`` on the live page and on its newest draft alike."""
    newest = page.get_latest_revision_as_object()
    draft_pending = page.has_unpublished_changes
    for field, value in values.items():
        setattr(page, field, value)
        setattr(newest, field, value)
    if draft_pending:
        page.save(clean=False)
        newest.save_revision(user=user, log_action=False, clean=False)
        Page.objects.filter(pk=page.pk).update(has_unpublished_changes=True)
    else:
        # In nobody's name: a reviewer may renew the dates, which is less than publishing. The log says who did.
        newest.save_revision(user=user, log_action=False, clean=False).publish(log_action=False)
        # No word changed: its translations aren't behind it now, nor is it in line with what it translates.
        Page.objects.filter(pk=page.pk).update(last_published_at=page.last_published_at)


@transaction.atomic
def mark_translation_current(*, page: Page, user: User, now: dt.datetime) -> None:
    """Say that ``page`` says what its source says today. Raises PermissionDenied for whoever may not edit it."""
    if not page.permissions_for_user(user).can_edit():
        raise PermissionDenied
    TranslationMark.objects.update_or_create(page_id=page.pk, defaults={"marked_at": now, "marked_by": user})
    log(instance=page, action="guides.translation_current", user=user)


def _stage(due: dt.date, today: dt.date) -> str | None:
    """Return the name of the reminder that is due, or None: the nearest stage that has come."""
    days = (due - today).days
    if days < 0:
        return f"overdue-{-days // 30}"
    return next((name for before, name in reversed(STAGES) if days <= before), None)


def send_review_reminders(*, now: dt.datetime) -> int:
    """E-mail whoever answers for a page that is due soon or overdue; return how many messages left.

    One message a person, in their language, however many pages. A stage of a page is reminded of once: the constraint
    on ``ReviewReminder`` holds even when two commands run at once.
    """
    today = now.date()
    safety_team = ensure_safety_team()
    pages_of: dict[User, list[Page]] = defaultdict(list)
    with transaction.atomic():
        for page in reviewed_pages(due_before=today + dt.timedelta(days=STAGES[0][0])):
            stage = _stage(page.next_review, today)
            if stage is None:
                continue
            _row, created = ReviewReminder.objects.get_or_create(
                page_id=page.pk, due=page.next_review, stage=stage, defaults={"sent_at": now}
            )
            for user in _people_of(page, safety_team) if created else []:
                pages_of[user].append(page)
        messages = [_message(user, pages, today) for user, pages in pages_of.items()]
        transaction.on_commit(lambda: [message.send() for message in messages])
    return len(messages)


def _people_of(page: Page, safety_team: Group) -> list[User]:
    """Return the people of the page's associations; without any, the safety team."""
    groups: list[int] = []
    if hasattr(page, "partners"):
        workspaces = PartnerWorkspace.objects.filter(partner__in=page.partners.filter(is_active=True))
        groups = [pk for pair in workspaces.values_list("editors", "reviewers") for pk in pair]
    people = User.objects.filter(is_active=True, groups__in=groups or [safety_team.pk])
    if groups and not people.exists():
        people = User.objects.filter(is_active=True, groups=safety_team)
    return list(people.distinct().order_by("pk"))


def _message(user: User, pages: list[Page], today: dt.date) -> EmailMessage:
    with translation.override(user.language or None):
        context = {"pages": sorted(pages, key=lambda page: page.next_review), "today": today, "user": user}
        subject = render_to_string("guides/mail/review_due_subject.txt", context).strip()
        return EmailMessage(subject, render_to_string("guides/mail/review_due.txt", context), to=[user.email])
