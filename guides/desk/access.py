"""The one gate of the desk: which pages a person may see there. Forbidden looks like missing."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from wagtail.models import Page
from wagtail.permissions import policy_registry

from safety_centre.accounts.models import User

WORK = ["add", "change", "publish"]


def _policy() -> Any:
    return policy_registry.get_by_type(Page)


def works_here(user: Any) -> bool:
    """Say whether ``user`` may edit any page at all."""
    return bool(user.is_authenticated and _policy().user_has_any_permission(user, WORK))


def is_safety_team(user: User) -> bool:
    """Say whether ``user`` answers for the whole site: what belongs to no association is theirs."""
    return user.has_perm("guides.change_helpline")


def own_pages(user: User) -> QuerySet:
    """Return the pages that ``user`` may edit or publish: an association's guides, or all for the safety team."""
    return _policy().instances_user_has_any_permission_for(user, WORK)


def own_page(user: User, pk: int) -> Page:
    """Return the specific page that ``user`` works on. Raises Http404 where it isn't theirs or doesn't exist."""
    page = own_pages(user).filter(pk=pk).first()
    if page is None:
        raise Http404
    return page.specific


def on_the_way(user: User, pk: int) -> bool:
    """Say whether the page ``pk`` is one that ``user`` works on, or stands above one in the tree."""
    path = Page.objects.filter(pk=pk).values_list("path", flat=True).first()
    if path is None:
        return False
    given = _policy().given(user)
    return bool(given.at(path)) or any(one.startswith(path) for one in given.under(given.paths))
