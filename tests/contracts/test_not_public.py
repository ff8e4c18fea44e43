"""Drafts, private, expired and other-language pages appear nowhere: not at their address, nor in any listing."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from guides.models import TopicGuidePage

pytestmark = pytest.mark.django_db
LISTINGS = {
    "fr": ["/fr/", "/fr/sujets/", "/fr/partenaires/example-rempart/", "/sitemap.xml"],
    "en": ["/en/", "/en/topics/", "/en/partners/example-rempart/", "/sitemap.xml"],
}


def guide(language: str) -> TopicGuidePage:
    return TopicGuidePage.objects.get(topic__key="harassment", locale__language_code=language)


def assert_hidden(page: Page, title: str, language: str) -> None:
    cache.clear()
    client = Client()
    assert client.get(page.url or "").status_code == 404
    for address in LISTINGS[language]:
        html = client.get(address).content.decode()
        assert title not in html, address
        assert page.url_path.removeprefix(f"/{language}") not in html, address


def restrict(page: Page) -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    restriction.groups.add(Group.objects.get_or_create(name="Readers of one page")[0])
    return restriction


def test_the_listings_show_it_while_it_is_public():
    page = guide("fr")
    for address in LISTINGS["fr"]:
        assert page.url in Client().get(address).content.decode(), address


def test_a_draft(django_capture_on_commit_callbacks):
    page = guide("fr")
    page.unpublish()
    assert_hidden(page, page.title, "fr")


def test_an_expired_page_before_the_scheduler_ran():
    page = guide("fr")
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - dt.timedelta(minutes=1))
    assert_hidden(page, page.title, "fr")


def test_a_private_page_and_its_translation(django_capture_on_commit_callbacks):
    french, english = guide("fr"), guide("en")
    with django_capture_on_commit_callbacks(execute=True):
        restrict(french)
    assert_hidden(french, french.title, "fr")
    assert_hidden(english, english.title, "en")


def test_lifting_a_restriction_lifts_it_in_every_language(django_capture_on_commit_callbacks):
    french, english = guide("fr"), guide("en")
    with django_capture_on_commit_callbacks(execute=True):
        restriction = restrict(french)
    with django_capture_on_commit_callbacks(execute=True):
        restriction.delete()
    assert Client().get(english.url).status_code == 200


def test_a_member_of_the_group_reads_it_and_a_teen_does_not(people, clients, django_capture_on_commit_callbacks):
    french = guide("fr")
    with django_capture_on_commit_callbacks(execute=True):
        restriction = restrict(french)
    people["partner"].groups.add(restriction.groups.get())
    assert clients["partner"].get(french.url).status_code == 200
    assert clients["teen"].get(french.url).status_code == 404


def test_only_groups_can_restrict():
    assert TopicGuidePage.private_page_options == ["groups"]
    for model in Page.__subclasses__():
        for concrete in model.__subclasses__() or [model]:
            if not concrete._meta.abstract and concrete.__module__.startswith(("guides", "safety_centre")):
                assert concrete.private_page_options == ["groups"], concrete
