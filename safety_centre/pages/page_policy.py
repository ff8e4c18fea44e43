"""Wagtail's rules of who may do what to which page, asked of the database in one piece.

Wagtail's own policy joins one condition for each page that somebody was given. An association that owns thousands of
guides, each permitted by itself, would get statements of thousands of conditions, on every screen. The answers here are
the same (tests/pages/test_page_policy.py compares them); only what is sent to the database differs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left
from wagtail.models import GroupPagePermission, Page, PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy

EXPLORE = frozenset({"add", "change", "publish", "lock", "unlock", "bulk_delete"})
ONE_BY_ONE = 8  # up to so many places are named, as Wagtail does; more are looked up


@dataclass(frozen=True, slots=True)
class Place:
    """Where a permission holds: as much of a page as the rules look at."""

    pk: int
    path: str
    depth: int

    @property
    def id(self) -> int:
        return self.pk


@dataclass(frozen=True, slots=True)
class Named:
    codename: str


@dataclass(frozen=True, slots=True)
class Held:
    """One permission of somebody's groups, with the fields of Wagtail's ``GroupPagePermission`` that it reads."""

    page: Place
    permission: Named

    @property
    def page_id(self) -> int:
        return self.page.pk


class ManyPagesPolicy(PagePermissionPolicy):
    """Answers as :class:`PagePermissionPolicy` does, in statements that don't grow with the pages one was given."""

    def get_all_permissions_for_user(self, user: Any) -> list[Held]:  # type: ignore[override]
        rows = super().get_all_permissions_for_user(user).select_related(None)
        names: dict[str, Named] = {}
        return [
            Held(Place(pk, path, depth), names.setdefault(codename, Named(codename)))
            for pk, path, depth, codename in rows.values_list(
                "page_id", "page__path", "page__depth", "permission__codename"
            )
        ]

    def instances_with_direct_explore_permission(self, user: Any) -> Any:
        if user.is_superuser:
            return super().instances_with_direct_explore_permission(user)
        return [held.page for held in self._held(user, self._get_permission_codenames(EXPLORE))]

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet:
        everything = self._base_queryset_for_user(user)
        if everything is not None:
            return everything
        return self.model._default_manager.filter(self._any_of(user, set(actions)))

    def explorable_instances(self, user: Any) -> QuerySet:
        everything = self._base_queryset_for_user(user)
        if everything is not None:
            return everything
        places = [held.page for held in self.get_cached_permissions_for_user(user)]
        # Each place's way down from the root: few addresses, because the places stand side by side.
        above = {place.path[:end] for place in places for end in range(Page.steplen, len(place.path), Page.steplen)}
        top = self.model.base_page_model.objects.first_common_ancestor_of(places)
        explorable = self.model._default_manager.filter(self._any_of(user, set(EXPLORE)) | Q(path__in=above))
        return explorable.filter(path__startswith=top.path)

    def _held(self, user: Any, codenames: Iterable[str]) -> list[Held]:
        wanted = set(codenames)
        return [held for held in self.get_cached_permissions_for_user(user) if held.permission.codename in wanted]

    def _any_of(self, user: Any, actions: set[str]) -> Q:
        """Return the condition for pages on which ``user`` may do one of ``actions``."""
        codenames = set(self._get_permission_codenames(actions))
        found = self._under(user, codenames)
        if "change" in actions and "add" not in actions:  # who may add pages may change the pages that they made
            found |= self._under(user, {self._get_permission_codename("add")}) & Q(owner=user)
        return found

    def _under(self, user: Any, codenames: set[str]) -> Q:
        """Return the condition for pages that are, or stand below, one on which ``user`` holds one of ``codenames``."""
        held = self._held(user, codenames)
        if not held:
            return Q(pk__in=[])
        if len(held) <= ONE_BY_ONE:
            found = Q()
            for one in held:
                found |= Q(path__startswith=one.page.path, depth__gte=one.page.depth)
            return found
        given = GroupPagePermission.objects.filter(group__user=user, permission__codename__in=codenames)
        found = Q()
        for length in sorted({len(one.page.path) for one in held}):
            found |= Q(Exists(given.filter(page__path=Left(OuterRef("path"), length))))
        return found


class OnePageTester(PagePermissionTester):
    """What somebody may do to one page, without asking the database what the page itself already says.

    Wagtail asks twice for each row of a listing whether a page that may be changed, but not published, is live or above
    a live one.
    """

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        if self.user.is_active and not self.user.is_superuser and "publish" not in self.permissions:
            if self.page.live:
                return False
            if self.page.is_leaf() and "change" in self.permissions and not self.page_is_root:
                return True
        return super().can_delete(ignore_bulk)
