"""Dead links: what is asked, how politely, what is kept of it, and who reads of it."""

import datetime as dt
import time
from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import Page, Revision

from guides.models import GuideChapterPage, Helpline, LinkCheck, PartnerAssociation, TopicGuidePage
from guides.selectors.links import addresses_in, addresses_in_use
from guides.services import links
from guides.services.links import Finding, ask, check_links
from tests.guides.desk.conftest import client_of, guide
from tests.guides.desk.outside import Outside, running

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC)
Problem = LinkCheck.Problem


@pytest.fixture
def outside(settings, monkeypatch):
    settings.LINK_CHECK_PRIVATE = ["127.0.0.1"]  # this one alone plays a public address
    monkeypatch.setattr(links, "PAUSE_SECONDS", 0)
    with running(Outside()) as found:
        yield found


@pytest.fixture
def nothing_else(desk):
    """No live page and no record but what a test gives: nothing may be asked for outside this machine."""
    Page.objects.filter(depth__gt=1).update(live=False)
    Helpline.objects.update(chat_url="", web_url="", source_url="")
    PartnerAssociation.objects.update(website="")


def leads_to(page, *urls: str) -> None:
    """Let the live page name ``urls`` as its sources, and nothing else."""
    page.teen, page.parent, page.friend, page.in_brief = [], [], [], ""
    page.sources = [("source", {"title": "x", "publisher": "y", "url": url, "year": None}) for url in urls]
    page.live = True
    page.save(clean=False)


def checked(url: str) -> LinkCheck:
    return LinkCheck.objects.get(url=url)


@pytest.mark.parametrize(
    ("path", "status", "problem"),
    [
        ("/good", 200, ""),
        ("/no-head", 200, ""),
        ("/gone", 404, Problem.NOT_FOUND),
        ("/long-gone", 410, Problem.NOT_FOUND),
        ("/closed", 403, Problem.REFUSED),
        ("/broken", 500, Problem.BROKEN),
        ("/caf%C3%A9 au lait/é?q=ü", 200, ""),
    ],
)
def test_each_answer_has_its_problem(outside, path, status, problem):
    assert ask(outside.url + path) == Finding(status, problem)


def test_head_is_enough_and_get_only_where_head_is_not_known(outside):
    ask(outside.url + "/good")
    ask(outside.url + "/gone")
    ask(outside.url + "/no-head")
    assert outside.paths() == ["HEAD /good", "HEAD /gone", "HEAD /no-head", "GET /no-head"]
    headers = outside.asked[0][2]
    assert headers["user-agent"].startswith("safety-centre-links")
    assert not {"cookie", "referer", "authorization"} & headers.keys()


def test_redirects_are_followed_five_times_and_no_more(outside):
    outside.redirects = {f"/{n}": f"/{n + 1}" for n in range(1, 6)} | {"/round": "/round"}
    outside.statuses["/6"] = 404
    assert ask(outside.url + "/1") == Finding(404, Problem.NOT_FOUND)
    outside.redirects["/0"] = "/1"
    assert ask(outside.url + "/0") == Finding(302, Problem.BROKEN)
    before = len(outside.asked)
    assert ask(outside.url + "/round") == Finding(302, Problem.BROKEN)
    assert len(outside.asked) - before == 6


@pytest.mark.parametrize(
    "inside",
    [
        "http://localhost:{port}/inside",
        "http://127.0.0.2:{port}/inside",
        "http://[::ffff:127.0.0.2]:{port}/inside",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "file:///etc/passwd",
        "ftp://example.org/",
        "http://user:word@127.0.0.1:{port}/inside",
        "http://[not-an-address/",
        "//0/",
    ],
)
def test_a_redirect_into_our_own_network_is_refused(outside, settings, inside):
    settings.LINK_CHECK_PRIVATE = ["127.0.0.1"] if "localhost" not in inside else ["127.0.0.9"]
    with running(Outside(), "127.0.0.9" if "localhost" in inside else "127.0.0.1") as first:
        first.redirects["/start"] = inside.format(port=outside.url.rpartition(":")[2])
        found = ask(first.url + "/start")
    assert found.status == 302
    assert found.problem in (Problem.NOT_PUBLIC, Problem.BROKEN)
    assert outside.asked == []


@pytest.mark.parametrize("path", ["/hangs", "/drips"])
def test_who_never_comes_to_an_end_is_cut_off(outside, monkeypatch, path):
    monkeypatch.setattr(links, "CALL_SECONDS", 0.3)
    began = time.monotonic()
    assert ask(outside.url + path) == Finding(None, Problem.NO_ANSWER)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("url", ["http://no.invalid/", "http://127.0.0.1:1/"])
def test_where_nobody_is_there_is_no_answer(outside, url):
    assert ask(url) == Finding(None, Problem.NO_ANSWER)


@pytest.mark.parametrize("url", ["http://127.0.0.3/", "http://[::1]/", "http://a:b@127.0.0.1/", "http://x.." + "/"])
def test_what_is_not_a_public_address_is_not_called(outside, url):
    assert ask(url).problem in (Problem.NOT_PUBLIC, Problem.NO_ANSWER)
    assert outside.asked == []


def test_addresses_are_found_wherever_editors_put_them():
    value = [
        {"type": "text", "value": '<p><a href="https://a.example/x?b=1&amp;c=2#part">x</a> <a id="3">y</a></p>'},
        {"type": "source", "value": {"url": " https://b.example/ ", "title": "see https://not.example/ there"}},
        {"type": "list", "value": ["HTTP://c.example", {"deep": ("<a href='http://d.example/'>d</a>",)}]},
        {"type": "other", "value": ["mailto:x@y.example", "tel:3018", "/fr/", 7, None, "ftp://e.example/"]},
        {"type": "long", "value": "https://f.example/" + "x" * 500},
    ]
    assert list(addresses_in(value)) == [
        "https://a.example/x?b=1&c=2",
        "https://b.example/",
        "HTTP://c.example",
        "http://d.example/",
    ]


def test_starter_pages_and_records_are_collected(desk):
    used = addresses_in_use()
    line = Helpline.objects.exclude(web_url="").first()
    assert line.web_url.partition("#")[0] in used
    held = [
        (page.pk, one.value["url"].partition("#")[0])
        for model in (GuideChapterPage, TopicGuidePage)
        for page in model.objects.live()
        for one in page.sources
        if one.value["url"]
    ]
    assert held
    assert all(pk in used[url] for pk, url in held)
    assert all(url.lower().startswith(("http://", "https://")) for url in used)


def test_a_run_keeps_what_is_true_and_forgets_what_is_not_used(outside, nothing_else):
    page, other, url = guide("harassment"), guide("hate"), outside.url
    leads_to(page, f"{url}/good", f"{url}/gone#part")
    leads_to(other, f"{url}/gone", f"{url}/closed")
    Helpline.objects.filter(key="fr-3018").update(web_url=f"{url}/line")
    outside.statuses["/line"] = 503
    revisions = Revision.objects.count()
    out = StringIO()
    call_command("check_links", stdout=out)
    assert out.getvalue().strip() == "4 addresses asked, 3 failing, 0 left for the next run, 0 no longer used"
    assert sorted(outside.paths()) == ["HEAD /closed", "HEAD /gone", "HEAD /good", "HEAD /line"], "once each"
    assert outside.most_at_once == 1, "one call at a time for one site"
    assert set(checked(f"{url}/gone").pages.all()) == {Page(pk=page.pk), Page(pk=other.pk)}
    assert (checked(f"{url}/line").status, checked(f"{url}/line").problem) == (503, Problem.BROKEN)
    assert Revision.objects.count() == revisions

    LinkCheck.objects.update(failing_since=None)
    LinkCheck.objects.exclude(problem="").update(failing_since=NOW)
    leads_to(other, f"{url}/closed")
    outside.statuses["/gone"] = 500
    outside.statuses["/closed"] = 200
    Helpline.objects.filter(key="fr-3018").update(web_url="")
    found = check_links(now=NOW + dt.timedelta(days=7))
    assert (found.asked, found.failing, found.forgotten) == (3, 1, 1)
    gone = checked(f"{url}/gone")
    assert (gone.status, gone.problem, gone.failing_since) == (500, Problem.BROKEN, NOW), "failing since the first time"
    assert [one.pk for one in gone.pages.all()] == [page.pk]
    assert (checked(f"{url}/closed").problem, checked(f"{url}/closed").failing_since) == ("", None)
    assert gone.checked_at == NOW + dt.timedelta(days=7)

    outside.statuses["/gone"] = 404
    Page.objects.filter(pk=page.pk).update(live=False)
    check_links(now=NOW + dt.timedelta(days=14))
    assert not LinkCheck.objects.filter(url=f"{url}/gone").exists()


def test_sites_are_asked_side_by_side_and_the_longest_ago_first(outside, settings, nothing_else, monkeypatch):
    settings.LINK_CHECK_PRIVATE = ["127.0.0.1", "127.0.0.4"]
    with running(Outside(), "127.0.0.4") as slow:
        leads_to(guide("harassment"), f"{slow.url}/hangs", *(f"{outside.url}/{n}" for n in range(5)))
        monkeypatch.setattr(links, "CALL_SECONDS", 1.0)
        LinkCheck.objects.create(url=f"{outside.url}/0", checked_at=NOW - dt.timedelta(days=1))
        LinkCheck.objects.create(url=f"{outside.url}/1", checked_at=NOW - dt.timedelta(days=2))
        assert check_links(now=NOW).asked == 6
    assert [path for _method, path, _headers in outside.asked] == ["/2", "/3", "/4", "/1", "/0"]
    assert checked(f"{slow.url}/hangs").problem == Problem.NO_ANSWER


def test_what_is_not_asked_in_time_is_left_for_the_next_run(outside, nothing_else, monkeypatch):
    leads_to(guide("harassment"), f"{outside.url}/a", f"{outside.url}/b")
    monkeypatch.setattr(links, "RUN_SECONDS", 0)
    assert check_links(now=NOW) == links.Summary(asked=0, failing=0, left=2, forgotten=0)
    assert outside.asked == []


def test_the_report_is_ones_own_pages_and_records_are_the_safety_teams(desk, outside, nothing_else):
    url = outside.url
    outside.statuses |= {"/mine": 404, "/theirs": 404, "/line": 404}
    leads_to(guide("harassment"), f"{url}/mine", f"{url}/gone")
    leads_to(guide("eating-disorders"), f"{url}/theirs", f"{url}/gone")
    Helpline.objects.filter(key="fr-3018").update(web_url=f"{url}/line")
    check_links(now=NOW)
    for suffix in ("", "?export=csv", "results/"):
        seen = {}
        for name in ("editor", "stranger", "safety"):
            answer = client_of(getattr(desk, name)).get(f"/admin/desk/links/{suffix}")
            seen[name] = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        assert "/mine" in seen["editor"]
        assert "/theirs" not in seen["editor"]
        assert "/line" not in seen["editor"]
        assert "/mine" not in seen["stranger"]
        assert guide("harassment").title not in seen["stranger"], "not as another place of a shared address either"
        for path in ("/mine", "/theirs", "/line", "/gone"):
            assert path in seen["safety"], (suffix, path)
    html = client_of(desk.safety).get("/admin/desk/links/").content.decode()
    assert str(Helpline.objects.get(key="fr-3018")) in html
