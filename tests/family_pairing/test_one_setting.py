"""One setting of one teen, as each page of the feed asks for it."""

import uuid

from family_pairing.selectors.policy import one_setting, policy_of
from family_pairing.services import choices
from tests.family_pairing.conftest import pair


def test_it_is_what_the_whole_policy_says_in_one_query(
    paired, guardian, other_guardian, teen, now, django_assert_num_queries
):
    second = pair(other_guardian, teen, now)
    day, key = now.date(), "sensitive_content"
    for pairing, chooser, value in [(paired, guardian, "always-cover"), (second, other_guardian, "hide")]:
        choices.set_by_guardian(pairing=pairing, user=chooser, key=key, value=value, now=now)
        choices.set_by_guardian(pairing=pairing, user=chooser, key="search", value="off", now=now)
        whole = policy_of(teen=teen, today=day)
        with django_assert_num_queries(1):
            assert one_setting(public_id=teen.public_id, key=key, now=now) == whole[key].value == value
    choices.set_by_teen(teen=teen, key="comments", value="no_one", now=now)
    assert one_setting(public_id=teen.public_id, key="comments", now=now) == "no_one"


def test_nobody_but_a_teen_has_one(guardian, now):
    for public_id in (guardian.public_id, uuid.uuid4()):
        assert one_setting(public_id=public_id, key="search", now=now) is None
