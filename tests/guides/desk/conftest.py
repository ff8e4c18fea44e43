"""Two associations and the people of the desk."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from guides.models import PartnerAssociation, TopicGuidePage
from guides.services.workspaces import ensure_safety_team, ensure_workspace
from safety_centre.accounts.models import User

NOW = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC)


def guide(topic: str, language: str = "fr") -> TopicGuidePage:
    return TopicGuidePage.objects.get(topic__key=topic, locale__language_code=language)


def person(address: str, *groups: Group) -> User:
    user = User.objects.create_user(address, "a long password for tests", is_staff=True, language="fr")
    user.groups.add(*groups)
    return user


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def desk(db):
    """``ours`` wrote harassment, ``theirs`` eating disorders; an editor and a reviewer each, and the safety team."""
    ours = PartnerAssociation.objects.get(key="example-rempart")
    theirs = PartnerAssociation.objects.exclude(pk=ours.pk).filter(guides__topic__key="eating-disorders").first()
    mine, other = ensure_workspace(partner=ours), ensure_workspace(partner=theirs)
    return SimpleNamespace(
        ours=ours,
        theirs=theirs,
        workspace=mine,
        editor=person("editor@example.org", mine.editors),
        reviewer=person("reviewer@example.org", mine.reviewers),
        stranger=person("stranger@example.org", other.editors),
        safety=person("safety@example.org", ensure_safety_team()),
    )
