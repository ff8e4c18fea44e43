"""Two gates that stand before every admin view: what a *must fix* stopped is told, and others' pages stay unseen."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.models import Page

from guides.desk import access
from guides.services.checks import MustFixError

EXPLORER = frozenset({"wagtailadmin_explore", "wagtailadmin_explore_results"})
# Wagtail's report of page types names the page that was changed last, whoever's it is.
OF_ALL_PAGES = frozenset({"wagtailadmin_reports:page_types_usage", "wagtailadmin_reports:page_types_usage_results"})


class MustFixMiddleware:
    """Turns :class:`MustFixError` into a message and the way back to the page's form.

    Every admin view that submits, approves, schedules or publishes can meet it: the page's form, listings, revisions,
    workflow dialogs, translations. Views that handle validation errors themselves never get here.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, MustFixError) or not request.path.startswith("/admin/"):
            return None
        return _told(request, exception)


def _told(request: HttpRequest, exception: MustFixError) -> HttpResponse:
    """Lead back to the draft, with the reason."""
    match = request.resolver_match
    if exception.page.pk is None and match is not None and match.view_name == "wagtailadmin_pages:add":
        # Written and published in one go: nothing was saved yet. It becomes the draft that the message speaks of.
        request.POST = request.POST.copy()  # type: ignore[assignment]
        request.POST.pop("action-publish", None)
        answer = match.func(request, *match.args, **match.kwargs)
        messages.error(request, exception.summary())
        return answer
    page_id = exception.page.pk or (match.kwargs.get("page_id") if match else None)
    edit = reverse("wagtailadmin_pages:edit", args=[page_id]) if page_id else ""
    address = f"{edit}#checks" if edit else reverse("wagtailadmin_home")
    messages.error(request, exception.summary())
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        # What Wagtail's dialogs expect: they close and follow the address.
        return JsonResponse({"step": "success", "redirect": address})
    return redirect(address)


class OwnPagesMiddleware:
    """Sends away from an admin address about a page that isn't one's own, nor above one's own, as if it were missing.

    Wagtail refuses to change it by itself, but names it, with its draft's title, above an empty list of its subpages.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        user: Any = request.user
        if not name.startswith("wagtailadmin") or not user.is_authenticated or user.is_superuser:
            return None
        if name in OF_ALL_PAGES and not access.is_safety_team(user):
            return redirect("wagtailadmin_home")
        if name in EXPLORER or name.startswith("wagtailadmin_pages:"):
            asked = (kwargs.get(key) for key in ("page_id", "parent_page_id", "page_to_move_id", "destination_id"))
            if not all(access.on_the_way(user, pk) for pk in asked if pk is not None):
                return redirect("wagtailadmin_explore_root" if name in EXPLORER else "wagtailadmin_home")
        return None


class OneEditAtATimeMiddleware:
    """Takes the saves of one page in turn, each on the page as the one before left it.

    Wagtail reads the page, then writes the whole row back where it was never published. An autosave that was under way
    while somebody else's approval published the page would put it back to what it had read: not published.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if request.method != "POST" or name != "wagtailadmin_pages:edit":
            return None
        with transaction.atomic():
            Page.objects.select_for_update().filter(pk=kwargs.get("page_id")).first()
            try:
                return view(request, *args, **kwargs)
            except MustFixError as refused:  # the draft that was saved before the refusal stays
                return _told(request, refused)
