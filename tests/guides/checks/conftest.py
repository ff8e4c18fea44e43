"""A guide that can be made to say anything, and people of the safety team."""

import datetime as dt
import json

import pytest
from django.contrib.auth.models import Group

from guides.models import PartnerAssociation, TopicGuidePage
from guides.services import workspaces
from safety_centre.accounts.models import User

BAD = "Chaque année, des adolescents ont réussi leur suicide."
GOOD = "Chaque année, des adolescents meurent par suicide."


def guide(topic: str = "suicide-self-harm", language: str = "fr") -> TopicGuidePage:
    return TopicGuidePage.objects.get(topic__key=topic, locale__language_code=language)


def with_text(page: TopicGuidePage, text: str, side: str = "teen", block: str = "made-here") -> TopicGuidePage:
    """Put a paragraph of ``text`` at the end of a side, in memory."""
    raw = json.loads(page._meta.get_field(side).value_to_string(page))
    raw = [item for item in raw if item["id"] != block]
    raw.append({"type": "text", "value": f"<p>{text}</p>", "id": block})
    setattr(page, side, page._meta.get_field(side).stream_block.to_python(raw))
    return page


def live_text(page: TopicGuidePage) -> str:
    return str(TopicGuidePage.objects.get(pk=page.pk).teen)


@pytest.fixture
def text(db) -> TopicGuidePage:
    """The French guide on suicide, as readers have it."""
    return guide()


@pytest.fixture
def safety(db) -> User:
    """Somebody of the safety team."""
    for partner in PartnerAssociation.objects.filter(key__startswith="example-"):
        workspaces.ensure_workspace(partner=partner)
    user = User.objects.create_user("safety@example.org", "a long password for tests", is_staff=True)
    user.groups.add(Group.objects.get(name=workspaces.SAFETY_TEAM))
    return user


@pytest.fixture
def writer(safety) -> User:
    """An editor of the association that writes the guide on suicide."""
    user = User.objects.create_user("writer@example.org", "a long password for tests", is_staff=True)
    user.groups.add(Group.objects.get(name="example-ecoute: editors"))
    return user


NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
