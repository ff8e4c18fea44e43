"""Public pages from memory: the same answer, for whom it may be, until something changes, within a bound."""

import datetime as dt
import gzip
import time

import brotli
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from guides.models import CharterCommitment, Helpline, PartnerAssociation, Topic, TopicGuidePage, TopicIndexPage
from safety_centre.pages import page_cache
from safety_centre.pages.models import CustomImage, PageCacheVersion
from safety_centre.pages.page_cache.middleware import PageCacheMiddleware
from safety_centre.pages.page_cache.store import store
from tests.contracts.pages import one_of_each_type

pytestmark = pytest.mark.django_db
GUIDE = "/fr/sujets/harcelement/"


class Clock:
    """The cache's time; it goes on when a test says so."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch, settings) -> Clock:
    settings.PAGE_CACHE_BYTES = 16 * 1024 * 1024
    page_cache.forget()
    clock = Clock()
    monkeypatch.setattr(PageCacheMiddleware, "clock", staticmethod(clock))
    return clock


def get(address: str, **headers: str):
    return Client(headers=headers).get(address)


def queries(address: str, client: Client | None = None) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert (client or Client()).get(address).status_code == 200
    return len(captured)


def guide() -> TopicGuidePage:
    return TopicGuidePage.objects.get(topic__key="harassment", locale__language_code="fr")


def test_every_page_from_memory_is_the_same_page_with_the_same_headers(clock):
    for page in one_of_each_type().values():
        made = get(page.url)
        with CaptureQueriesContext(connection) as captured:
            kept = get(page.url)
        assert len(captured) == 0, page.url
        assert (kept.status_code, kept.content) == (200, made.content), page.url
        assert dict(kept.items()) == dict(made.items()), page.url
        assert kept["Content-Language"] == page.locale.language_code
        for header in ("Content-Security-Policy", "Permissions-Policy", "Referrer-Policy", "X-Frame-Options"):
            assert kept.has_header(header), (page.url, header)


def test_a_kept_page_is_what_would_be_rendered_without_a_cache(clock, settings):
    kept = [get(page.url) and get(page.url).content for page in one_of_each_type().values()]
    settings.PAGE_CACHE_BYTES = 0
    assert kept == [get(page.url).content for page in one_of_each_type().values()]


def test_the_encodings_hold_the_same_page(clock):
    plain = get(GUIDE)
    assert not plain.has_header("Content-Encoding")
    packed = {"gzip": gzip.decompress, "br": brotli.decompress}
    for name, unpack in packed.items():
        response = get(GUIDE, accept_encoding=name)
        assert response["Content-Encoding"] == name
        assert unpack(response.content) == plain.content
        assert int(response["Content-Length"]) == len(response.content) < len(plain.content) / 3
        assert response["Vary"] == "Accept-Encoding"
    assert get(GUIDE, accept_encoding="gzip, deflate, br, zstd")["Content-Encoding"] == "br"
    assert get(GUIDE, accept_encoding="gzip;q=0.5, br;q=0")["Content-Encoding"] == "gzip"
    assert not get(GUIDE, accept_encoding="identity").has_header("Content-Encoding")


def test_the_first_reader_decides_nothing_for_the_second(clock):
    """Who renders may accept no compression, or hold an old copy; the next reader gets what it asks for."""
    first = get(GUIDE, accept_encoding="gzip", if_none_match='W/"another"')
    assert gzip.decompress(first.content) == get(GUIDE).content


def test_what_still_holds_is_not_sent_again(clock):
    response = get(GUIDE)
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    for headers in (
        {"if_none_match": response["ETag"]},
        {"if_none_match": f'"x", {response["ETag"]}', "accept_encoding": "br"},
        {"if_modified_since": response["Last-Modified"]},
    ):
        again = get(GUIDE, **headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == response["ETag"]
    assert get(GUIDE, if_none_match='W/"other"').status_code == 200
    changed = guide()
    changed.title = "Un autre titre"
    changed.save_revision().publish()
    assert get(GUIDE, if_none_match=response["ETag"]).status_code == 200


def test_head_says_what_get_would(clock):
    cold = Client().head(GUIDE)
    assert (cold.status_code, cold.content, len(store)) == (200, b"", 0)
    page = get(GUIDE)
    head = Client().head(GUIDE)
    assert head.content == b""
    assert head["Content-Length"] == str(len(page.content))
    assert dict(head.items()) == dict(page.items())


def test_a_reader_with_a_session_neither_gets_nor_leaves_a_page(clock, clients):
    get(GUIDE)
    assert len(store) == 1
    for role in ("teen", "admin"):
        assert queries(GUIDE, clients[role]) > 0, role
        assert queries("/fr/charte/", clients[role]) > 0, role
    assert len(store) == 1


@pytest.mark.parametrize(
    "address",
    ["/accounts/login/", "/admin/login/", "/api/v1/openapi.json", "/sitemap.xml", "/healthz", "/fr/prevention/", "/fr"],
)
def test_doors_machines_and_tools_are_never_kept(clock, address):
    get(address)
    get(address)
    assert len(store) == 0


def test_what_is_no_page_is_never_kept(clock):
    assert get("/fr/nulle-part/").status_code == 404
    assert Client().post("/fr/").status_code in (200, 403, 405)
    for address in ("/fr/?q=suicide", "/fr/?for=" + "x" * 41, "/fr/?for=%3Cscript%3E", "/fr/aide/?country=FR&q=1"):
        assert queries(address) > 0
        assert queries(address) > 0, address
    assert len(store) == 0


def test_each_reader_gets_their_own_variant(clock):
    teen, parent = get(GUIDE).content, get(GUIDE + "?for=parent").content
    assert teen != parent
    assert get(GUIDE + "?for=parent").content == parent
    assert get(GUIDE).content == teen
    french, british = get("/fr/aide/?country=FR").content, get("/fr/aide/?country=GB").content
    assert french != british
    assert get("/fr/aide/?country=FR").content == french


def test_click_identifiers_of_others_make_no_difference(clock):
    page = get(GUIDE + "?fbclid=abc&utm_source=x&for=parent")
    assert b"fbclid" not in page.content
    assert queries(GUIDE + "?for=parent") == 0
    assert queries(GUIDE + "?for=parent&gclid=1") == 0


def test_hosts_do_not_mix(clock):
    get(GUIDE)
    assert Client(headers={"host": "localhost"}).get(GUIDE).status_code == 200
    assert len(store) == 2
    assert Client(headers={"host": "evil.example"}).get(GUIDE).status_code == 400
    assert len(store) == 2


# --- What drops it


def _publish() -> None:
    page = guide()
    page.title = "Un titre corrigé"
    page.save_revision().publish()


def _restrict() -> None:
    PageViewRestriction.objects.create(page=guide(), restriction_type=PageViewRestriction.GROUPS)


def _image() -> None:
    image = CustomImage.objects.first()
    image.description = "Autre chose"
    image.save()


def _save_first(model: type) -> None:
    model.objects.first().save()


CHANGES = {
    "publish": _publish,
    "unpublish": lambda: guide().unpublish(),
    "move": lambda: guide().move(TopicIndexPage.objects.get(locale__language_code="fr"), pos="first-child"),
    "delete": lambda: guide().delete(),
    "restrict": _restrict,
    "topic": lambda: _save_first(Topic),
    "help line": lambda: _save_first(Helpline),
    "hours of a help line": lambda: Helpline.objects.exclude(hours=None).first().hours.first().delete(),
    "topics of a help line": lambda: Helpline.objects.first().topics.add(Topic.objects.first()),
    "association": lambda: _save_first(PartnerAssociation),
    "partners of a guide": lambda: _partners(),
    "charter": lambda: _save_first(CharterCommitment),
    "picture": _image,
    "site": lambda: _save_first(Site),
}


def _partners() -> None:
    page = guide()
    page.partners = []
    page.save()


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_drops_the_pages_here_and_everywhere(clock, name, django_capture_on_commit_callbacks):
    get(GUIDE)
    get("/fr/")
    before = PageCacheVersion.objects.values_list("number", flat=True).first() or 0
    with django_capture_on_commit_callbacks(execute=True):
        CHANGES[name]()
    assert len(store) == 0
    assert PageCacheVersion.objects.get().number > before
    assert queries("/fr/") > 0


def test_a_correction_is_read_at_once(clock):
    assert "Un titre corrigé" not in get(GUIDE).content.decode()
    _publish()
    assert "Un titre corrigé" in get(GUIDE).content.decode()
    assert "Un titre corrigé" in get("/fr/sujets/").content.decode()
    guide().unpublish()
    assert get(GUIDE).status_code == 404


def test_an_editors_draft_drops_nothing(clock):
    get(GUIDE)
    page = guide()
    page.title = "Brouillon"
    page.save_revision()
    assert queries(GUIDE) == 0


def test_a_thousand_saves_count_once(clock, django_capture_on_commit_callbacks):
    before = PageCacheVersion.objects.get().number
    with django_capture_on_commit_callbacks(execute=True):
        for topic in Topic.objects.all():
            topic.save()
    assert PageCacheVersion.objects.get().number == before + 1


def test_another_process_is_heard_within_five_seconds(clock, settings):
    """Another worker writes its number; this one still has its page, then asks and drops it."""
    get(GUIDE)
    Page.objects.filter(pk=guide().pk).update(title="Publié ailleurs")
    PageCacheVersion.objects.get_or_create(pk=1)
    PageCacheVersion.objects.update(number=F("number") + 1)
    clock.now += settings.PAGE_CACHE_CHECK_SECONDS - 0.1
    assert queries(GUIDE) == 0
    assert settings.PAGE_CACHE_CHECK_SECONDS <= 5
    clock.now += 0.2
    assert "Publié ailleurs" in get(GUIDE).content.decode()


def test_what_is_published_while_a_page_is_made_makes_it_old(clock, rf, django_capture_on_commit_callbacks):
    from django.http import HttpResponse

    def slow_page(request):
        request.resolver_match = None
        with django_capture_on_commit_callbacks(execute=True):
            page_cache.drop_pages()
        return HttpResponse(b"made before the change")

    PageCacheMiddleware(slow_page)(rf.get("/fr/", headers={"host": "testserver"}))
    assert b"made before the change" not in get("/fr/").content


def test_a_page_that_expires_is_gone_at_its_time(clock):
    page = guide()
    page.expire_at = timezone.now() + dt.timedelta(minutes=1)
    page.save()
    get(GUIDE)
    assert page.title in get("/fr/sujets/").content.decode()
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - dt.timedelta(seconds=1))  # time goes by
    clock.now += 57
    assert queries(GUIDE) == 1, "kept until then; the one query is the version's number"
    clock.now += 4
    assert get(GUIDE).status_code == 404
    assert page.title not in get("/fr/sujets/").content.decode()


def test_a_scheduled_page_appears_when_the_scheduler_ran(clock):
    page = guide()
    page.unpublish()
    assert get(GUIDE).status_code == 404
    assert GUIDE not in get("/fr/").content.decode()
    page.go_live_at = timezone.now() - dt.timedelta(seconds=1)
    page.save_revision(approved_go_live_at=page.go_live_at)
    call_command("publish_scheduled")
    assert get(GUIDE).status_code == 200
    assert GUIDE in get("/fr/").content.decode()


def test_nothing_is_kept_longer_than_ten_minutes(clock, settings):
    get(GUIDE)
    Topic.objects.update(name_fr="Sans signal")
    clock.now += settings.PAGE_CACHE_SECONDS - 1
    assert queries(GUIDE) <= 1  # the version's number
    clock.now += 1
    assert queries(GUIDE) > 1
    assert settings.PAGE_CACHE_SECONDS <= 600


def test_pages_stay_readable_while_the_database_is_away(clock):
    get("/fr/aide/")

    def away(*args: object) -> None:
        raise DatabaseError("away")

    with connection.execute_wrapper(away):
        clock.now += 30
        assert get("/fr/aide/").status_code == 200


def test_memory_is_bounded_and_the_least_read_goes_first(clock, settings):
    get("/fr/charte/")
    settings.PAGE_CACHE_BYTES = 16 * store.size
    addresses = [page.url for page in one_of_each_type().values()] + [f"/fr/?country={n}" for n in range(60)]
    for address in addresses:
        get("/fr/charte/")
        get(address)
        assert store.size <= settings.PAGE_CACHE_BYTES
    assert queries("/fr/charte/") == 0
    assert queries(addresses[0]) > 0
    settings.PAGE_CACHE_BYTES = 20_000
    page_cache.forget()
    get(GUIDE)
    assert len(store) == 0, "one page took more than its share"
