"""Queues of the safety team in the admin: what waits, oldest first, and the decision on each.

One small page for all of them; an app describes its queue and registers it from its ``wagtail_hooks``.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from safety_centre.accounts.models import User


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: ``facts`` are pairs of a name and what to know before deciding, no more than that."""

    pk: int
    since: dt.datetime
    facts: Sequence[tuple[Any, Any]]


@dataclass(frozen=True)
class Queue:
    """A queue. ``decide`` takes ``(pk, decision, note, user, now)`` and raises ValidationError where it can't."""

    slug: str
    title: Any
    intro: Any
    permission: str
    icon: str
    waiting: Callable[[dt.date], list[Waiting]]
    decisions: Sequence[tuple[str, Any]]
    decide: Callable[[int, str, str, User, dt.datetime], None]
    order: int = field(default=700)

    @property
    def url_name(self) -> str:
        """The name of the queue's address."""
        return f"queue_{self.slug.replace('-', '_')}"


def _view(queue: Queue) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        user = cast(User, request.user)
        if not user.has_perm(queue.permission):
            raise PermissionDenied
        now = timezone.now()
        if request.method == "POST":
            _decide(queue, request, user, now)
            return redirect(queue.url_name)
        return render(
            request,
            "wagtailadmin/queue.html",
            {
                "queue": queue,
                "waiting": queue.waiting(now.date()),
                "page_title": queue.title,
                "header_icon": queue.icon,
                "breadcrumbs_items": [{"url": "", "label": queue.title}],
            },
        )

    return view


def _decide(queue: Queue, request: HttpRequest, user: User, now: dt.datetime) -> None:
    pk, decision, note = (request.POST.get(name, "") for name in ("pk", "decision", "note"))
    if decision not in dict(queue.decisions) or not pk.isdecimal() or len(pk) > 18:
        messages.error(request, _("Choose one of the decisions shown."))
        return
    try:
        queue.decide(int(pk), decision, note.strip(), user, now)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    else:
        messages.success(request, _("Decided."))


class _QueueMenuItem(MenuItem):
    def __init__(self, queue: Queue) -> None:
        super().__init__(queue.title, reverse(queue.url_name), name=queue.slug, icon_name=queue.icon, order=queue.order)
        self.permission = queue.permission

    def is_shown(self, request: HttpRequest) -> bool:
        return cast(User, request.user).has_perm(self.permission)


def register_queue(queue: Queue) -> None:
    """Give ``queue`` its address and its place in the admin's menu."""
    hooks.register("register_admin_urls", lambda: [path(f"queues/{queue.slug}/", _view(queue), name=queue.url_name)])
    hooks.register("register_admin_menu_item", lambda: _QueueMenuItem(queue))
