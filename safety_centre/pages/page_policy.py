"""Wagtail's rules of who may do what to which page, asked of the database in one piece.

Wagtail's own policy joins one condition for each page that somebody was given. An association that owns thousands of
guides, each permitted by itself, would get statements of thousands of conditions, on every screen. The answers here are
the same (tests/pages/test_page_policy.py compares them); only what is sent to the database differs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Left
from wagtail.models import GroupPagePermission, Page, PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

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


class Given:
    """All that somebody was given: to Wagtail a list of permissions, to us the places by what is allowed there."""

    def __init__(self, rows: Iterable[tuple[int, str, str]]) -> None:
        self._rows = list(rows)
        self.paths: dict[str, set[str]] = defaultdict(set)
        for _pk, path, codename in self._rows:
            self.paths[codename].add(path)
        self.paths = dict(self.paths)

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Held]:
        names = {codename: Named(codename) for codename in self.paths}
        for pk, path, codename in self._rows:
            yield Held(Place(pk, path, len(path) // Page.steplen), names[codename])

    def under(self, codenames: Iterable[str]) -> set[str]:
        """Return the paths of the places where one of ``codenames`` holds."""
        return set().union(*(self.paths.get(codename, ()) for codename in codenames))

    def at(self, path: str) -> set[str]:
        """Return the names of what holds on the page with ``path``: given there or above."""
        way = [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]
        return {codename for codename, paths in self.paths.items() if any(step in paths for step in way)}


class ManyPagesPolicy(PagePermissionPolicy):
    """Answers as :class:`PagePermissionPolicy` does, in statements that don't grow with the pages one was given."""

    def get_all_permissions_for_user(self, user: Any) -> Given:
        rows = super().get_all_permissions_for_user(user).select_related(None)
        return Given(rows.values_list("page_id", "page__path", "permission__codename"))

    def given(self, user: Any) -> Given:
        """Return what ``user`` was given, read once a request."""
        return self.get_cached_permissions_for_user(user)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        known = self._base_user_has_permission(user)
        if known is not None:
            return known
        wanted = set(actions) | ({"add"} if "change" in actions else set())
        return bool(self.given(user).under(self._get_permission_codenames(wanted)))

    def instances_with_direct_explore_permission(self, user: Any) -> Any:
        if user.is_superuser:
            return super().instances_with_direct_explore_permission(user)
        return _places(self.given(user).under(self._get_permission_codenames(EXPLORE)))

    def instances_user_has_any_permission_for(self, user: Any, actions: Iterable[str]) -> QuerySet:
        everything = self._base_queryset_for_user(user)
        if everything is not None:
            return everything
        return self.model._default_manager.filter(self._any_of(user, set(actions)))

    def explorable_instances(self, user: Any) -> QuerySet:
        everything = self._base_queryset_for_user(user)
        if everything is not None:
            return everything
        given = self.given(user)
        # The way down to each place: few addresses, because the places stand side by side.
        parents = {path[: -Page.steplen] for path in given.under(given.paths)}
        above = {path[:end] for path in parents for end in range(Page.steplen, len(path) + 1, Page.steplen)}
        top = self.model.base_page_model.objects.first_common_ancestor_of(_places(parents), include_self=True)
        explorable = self.model._default_manager.filter(self._any_of(user, set(EXPLORE)) | Q(path__in=above))
        return explorable.filter(path__startswith=top.path)

    def _any_of(self, user: Any, actions: set[str]) -> Q:
        """Return the condition for pages on which ``user`` may do one of ``actions``."""
        codenames = set(self._get_permission_codenames(actions))
        found = self._under(user, codenames)
        if "change" in actions and "add" not in actions:  # who may add pages may change the pages that they made
            found |= self._under(user, {self._get_permission_codename("add")}) & Q(owner=user)
        return found

    def _under(self, user: Any, codenames: set[str]) -> Q:
        """Return the condition for pages that are, or stand below, one on which ``user`` holds one of ``codenames``."""
        paths = self.given(user).under(codenames)
        if not paths:
            return Q(pk__in=[])
        found = Q()
        if len(paths) <= ONE_BY_ONE:
            for path in sorted(paths):
                found |= Q(path__startswith=path)
            return found
        rows = GroupPagePermission.objects.filter(group__user=user, permission__codename__in=codenames)
        for length in sorted({len(path) for path in paths}):
            found |= Q(Exists(rows.filter(page__path=Left(OuterRef("path"), length))))
        return found


def _places(paths: Iterable[str]) -> list[Place]:
    """Return places for Wagtail to find what they have in common, which only their paths tell."""
    return [Place(0, path, len(path) // Page.steplen) for path in sorted(paths)]


class OnePageTester(PagePermissionTester):
    """What somebody may do to one page, without asking the database what the page itself already says.

    Wagtail asks twice for each row of a listing whether a page that may be changed, but not published, is live or above
    a live one.
    """

    def __init__(self, user: Any, page: Page) -> None:
        self.user, self.page = user, page
        self.permission_policy = policy_registry.get(page)
        self.page_is_root = page.is_root()
        if user.is_active and not user.is_superuser:
            held = self.permission_policy.given(user).at(page.path)
            self.permissions = {codename.rsplit("_", maxsplit=1)[0] for codename in held}

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        if self.user.is_active and not self.user.is_superuser and "publish" not in self.permissions:
            if self.page.live:
                return False
            if self.page.is_leaf() and "change" in self.permissions and not self.page_is_root:
                return True
        return super().can_delete(ignore_bulk)
