"""Hooks of what all pages share."""

from django.http import Http404, HttpRequest
from wagtail import hooks
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry

from safety_centre.pages.rich_text import BatchedPageLinks


@hooks.register("before_serve_page", order=-100)
def forbidden_looks_like_missing(page: Page, request: HttpRequest, args: tuple, kwargs: dict) -> None:
    """Answer 404 where Wagtail would send to a sign-in page: that a page exists is nobody else's business.

    The user is looked at only where a restriction exists, so public pages stay free of sessions and cookies.
    """
    for restriction in page.get_view_restrictions():
        if not restriction.accept_request(request):
            raise Http404


@hooks.register("register_rich_text_features", order=10)
def links_to_pages_in_one_query(features: FeatureRegistry) -> None:
    """Take the place of Wagtail's own handler, which is registered before."""
    features.register_link_type(BatchedPageLinks)
