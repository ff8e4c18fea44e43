"""Views: people, once each, without a trace of who; machines and those who asked not to be counted left out."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guides.models import TopicGuidePage
from safety_centre.pages import page_cache, selectors
from safety_centre.pages.models import PageViews
from safety_centre.pages.views_count import views

pytestmark = pytest.mark.django_db
PHONE = (
    "Mozilla/5.0 (Linux; Android 9; CUBOT X18) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0 Mobile Safari/537.36"
)
GUIDE = "/fr/sujets/harcelement/"


def guide(language: str = "fr") -> TopicGuidePage:
    return TopicGuidePage.objects.get(topic__key="harassment", locale__language_code=language)


def read(address: str = GUIDE, **headers: str):
    return Client(headers={"user-agent": PHONE} | headers).get(address)


def counted(page: TopicGuidePage | None = None) -> int:
    views.flush()
    page = page or guide()
    return selectors.views_of([page.pk], timezone.localdate())[page.pk]


@pytest.mark.parametrize("kept", [0, 8_000_000])
def test_views_count_with_and_without_the_cache(settings, kept):
    settings.PAGE_CACHE_BYTES = kept
    page_cache.forget()
    for address in (GUIDE, GUIDE + "?for=parent", GUIDE, GUIDE + "?utm_source=x"):
        assert read(address).status_code == 200
    read("/en/topics/harassment/")
    read("/fr/nulle-part/")
    assert counted() == 4
    assert counted(guide("en")) == 1


def test_a_reader_who_comes_back_is_a_view_though_nothing_is_sent(settings):
    settings.PAGE_CACHE_BYTES = 8_000_000
    page_cache.forget()
    etag = read()["ETag"]
    assert read(**{"if-none-match": etag}).status_code == 304
    assert counted() == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": ""},
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": "facebookexternalhit/1.1"},
        {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/120.0"},
        {"user-agent": "curl/8.5.0"},
        {"user-agent": "python-requests/2.34"},
        {"user-agent": "Mozilla/5.0 AppleWebKit/537.36 (compatible; GPTBot/1.2; +https://openai.com/gptbot)"},
        {"user-agent": "WhatsApp/2.23"},
        {"sec-purpose": "prefetch"},
        {"sec-purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"x-moz": "prefetch"},
        {"sec-fetch-mode": "cors"},
        {"dnt": "1"},
        {"sec-gpc": "1"},
    ],
)
def test_machines_and_those_who_asked_are_not_counted(headers):
    assert read(**headers).status_code == 200
    assert counted() == 0


@pytest.mark.parametrize("headers", [{}, {"dnt": "0"}, {"sec-fetch-mode": "navigate"}])
def test_people_are(headers):
    read(**headers)
    assert counted() == 1


def test_nobody_signed_in_is_counted(clients):
    for role in ("teen", "parent", "admin"):
        clients[role].get(GUIDE, headers={"user-agent": PHONE})
    assert counted() == 0


def test_head_and_previews_are_not_counted():
    Client(headers={"user-agent": PHONE}).head(GUIDE)
    assert counted() == 0


def test_reading_writes_nothing_and_what_is_kept_names_nobody():
    with CaptureQueriesContext(connection) as captured:
        read()
    assert not [q for q in captured.captured_queries if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    views.flush()
    assert {field.name for field in PageViews._meta.get_fields()} == {"id", "page_id", "day", "count"}


def test_sums_by_page_and_by_day():
    page, today = guide(), timezone.localdate()
    for days, number in ((0, 3), (1, 4), (40, 100)):
        views.count(day=today - dt.timedelta(days=days), page_id=page.pk, number=number)
    views.count(day=today, page_id=guide("en").pk, number=5)
    views.flush()
    since = today - dt.timedelta(days=30)
    assert selectors.views_of([page.pk, guide("en").pk, 0], since) == {page.pk: 7, guide("en").pk: 5, 0: 0}
    both = selectors.views_by_day([page.pk, guide("en").pk], since)
    assert both == {today - dt.timedelta(days=1): 4, today: 8}


def test_the_counts_go_with_the_page():
    page = guide()
    views.count(day=timezone.localdate(), page_id=page.pk)
    views.flush()
    pk = page.pk
    page.delete()
    assert not PageViews.objects.filter(page_id=pk).exists()
