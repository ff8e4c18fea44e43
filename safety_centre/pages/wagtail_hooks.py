"""Hooks of what all pages share."""

from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.models import Page


@hooks.register("before_serve_page", order=-100)
def forbidden_looks_like_missing(page: Page, request: HttpRequest, args: tuple, kwargs: dict) -> None:
    """Answer 404 where Wagtail would send to a sign-in page: that a page exists is nobody else's business.

    The user is looked at only where a restriction exists, so public pages stay free of sessions and cookies.
    """
    for restriction in page.get_view_restrictions():
        if not restriction.accept_request(request):
            raise Http404
