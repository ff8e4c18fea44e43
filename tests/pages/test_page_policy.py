"""The site's policy for pages answers as Wagtail's own does, for whatever somebody was given."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import GroupPagePermission, Page, PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry

from safety_centre.accounts.models import User
from safety_centre.pages.page_policy import ONE_BY_ONE, ManyPagesPolicy

pytestmark = pytest.mark.django_db
CODENAMES = ["add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page"]
ACTIONS = [{"add"}, {"change"}, {"publish"}, {"add", "change", "publish"}, {"lock", "unlock"}, {"change", "lock"}]


def asked_anew(user: User) -> User:
    return User.objects.get(pk=user.pk)


def numbers(pages) -> list[int]:
    return sorted(pages.values_list("pk", flat=True))


def compare(user: User) -> None:
    ours, theirs = ManyPagesPolicy(), PagePermissionPolicy()
    one, other = asked_anew(user), asked_anew(user)
    for actions in ACTIONS:
        assert numbers(ours.instances_user_has_any_permission_for(one, actions)) == numbers(
            theirs.instances_user_has_any_permission_for(other, actions)
        ), actions
        assert ours.user_has_any_permission(one, actions) == theirs.user_has_any_permission(other, actions)
    assert ours.explorable_root_instance(one) == theirs.explorable_root_instance(other)
    if one.is_superuser or ours.get_cached_permissions_for_user(one):
        assert numbers(ours.explorable_instances(one)) == numbers(theirs.explorable_instances(other))
    for page in Page.objects.all()[:20]:
        for actions in ACTIONS:
            assert ours.user_has_any_permission_for_instance(
                one, actions, page
            ) == theirs.user_has_any_permission_for_instance(other, actions, page)
        if not page.is_root():
            mine, plain = page.specific.permissions_for_user(one), PagePermissionTester(other, page.specific)
            for action in ("edit", "delete", "move", "publish", "unpublish", "lock", "submit_for_moderation"):
                assert getattr(mine, f"can_{action}")() == getattr(plain, f"can_{action}")(), (page, action)


def test_it_is_the_one_in_use():
    assert isinstance(policy_registry.get_by_type(Page), ManyPagesPolicy)
    assert isinstance(policy_registry.get(Page.objects.first().specific), ManyPagesPolicy)


@pytest.fixture(scope="module")
def spread() -> st.SearchStrategy:
    """Permissions as (which page in the order of the tree, which kind), few or many."""
    one = st.tuples(st.integers(0, 400), st.sampled_from(CODENAMES))
    return st.lists(one, min_size=1, max_size=3 * ONE_BY_ONE, unique=True)


@settings(max_examples=12)
@given(data=st.data())
def test_whatever_a_group_was_given(data, spread, django_db_blocker):
    from django.db import transaction

    with transaction.atomic():
        user = User.objects.create_user("somebody@example.org", "a long password for tests", is_staff=True)
        group = Group.objects.create(name="somebody")
        user.groups.add(group)
        pages = list(Page.objects.order_by("path"))
        kinds = {row.codename: row for row in Permission.objects.filter(codename__in=CODENAMES)}
        for place, codename in data.draw(spread):
            page = pages[place % len(pages)]
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=kinds[codename])
        Page.objects.filter(pk__in=[page.pk for page in pages[::3]]).update(owner=user)
        Page.objects.filter(pk__in=[page.pk for page in pages[1::4]]).update(live=False)
        compare(user)
        transaction.set_rollback(True)


@pytest.mark.parametrize("who", ["partner", "admin"])
def test_people_of_the_site(people, who):
    compare(people[who])


def test_whoever_was_given_nothing_or_is_gone(people):
    nobody = User.objects.create_user("nobody@example.org", "a long password for tests", is_staff=True)
    policy = policy_registry.get_by_type(Page)
    assert not policy.instances_user_has_any_permission_for(nobody, {"change"}).exists()
    people["partner"].is_active = False
    assert not policy.instances_user_has_any_permission_for(people["partner"], {"change"}).exists()
    assert not policy.explorable_instances(people["partner"]).exists()


def test_statements_do_not_grow_with_what_somebody_was_given(people):
    group = people["partner"].groups.get()
    change = Permission.objects.get(codename="change_page")
    lengths = []
    for many in (12, 40):
        for page in Page.objects.filter(depth__gt=3)[:many]:
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=change)
        user = asked_anew(people["partner"])
        with CaptureQueriesContext(connection) as asked:
            list(ManyPagesPolicy().instances_user_has_any_permission_for(user, {"change"}).values_list("pk"))
        lengths.append([len(query["sql"]) for query in asked])
    assert lengths[0] == lengths[1]
