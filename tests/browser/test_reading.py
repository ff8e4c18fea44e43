"""Guides as people read them, in a real Chromium: with and without scripts, by keyboard, on paper, on an old phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from guides.models import TopicGuidePage
from safety_centre.pages import votes
from safety_centre.pages.models import PageVote
from safety_centre.pages.selectors import public_pages
from tests.browser.waiting import until

pytestmark = pytest.mark.browser
GUIDE, CHAPTER = "/en/topics/harassment/", "/en/parents/community-rules/"


@pytest.fixture
def reader(browser):
    """Open pages as a reader with a device of their own; close it after."""
    opened = []

    def open_page(**options):
        context = browser.new_context(**{"viewport": {"width": 360, "height": 740}, "locale": "en-GB", **options})
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        return page

    yield open_page
    for context in opened:
        context.close()


def test_the_side_is_remembered_in_this_tab_only_and_never_over_a_link(site, reader):
    page = reader()
    page.goto(site.url + GUIDE)
    forget = page.get_by_role("button", name="Forget it now")
    expect(forget).not_to_be_visible()
    page.get_by_role("link", name="I am a parent").click()
    page.wait_for_url("**?for=parent")
    canonical = page.locator("link[rel=canonical]").get_attribute("href")
    assert canonical.endswith(GUIDE)
    page.goto(site.url + "/en/topics/")
    page.get_by_role("link", name="Depression").click()
    page.wait_for_url("**/depression/?for=parent")
    page.goto(site.url + GUIDE + "?for=friend")
    assert page.locator(".audience [aria-current]").inner_text() == "I am worried about a friend"
    assert page.evaluate("[sessionStorage.reader, localStorage.length, document.cookie]") == ["parent", 0, ""]
    other = page.context.new_page()
    other.goto(site.url + "/en/topics/")
    assert "for=" not in other.get_by_role("link", name="Depression").get_attribute("href")
    page.get_by_role("button", name="Forget it now").click()
    assert page.evaluate("sessionStorage.length") == 0
    expect(forget).not_to_be_visible()


def test_the_side_is_a_link_without_scripts(site, reader):
    page = reader(java_script_enabled=False)
    page.goto(site.url + GUIDE)
    page.get_by_role("link", name="I am worried about a friend").click()
    assert page.url.endswith("?for=friend")
    expect(page.get_by_role("heading", name="You can see what is going on")).to_be_visible()
    page.get_by_text("Share this page").click()
    assert page.get_by_label("Address of this page").input_value().endswith(f"{GUIDE}?for=friend")
    expect(page.get_by_role("button", name="Forget it now")).not_to_be_visible()


def test_chapters_read_are_remembered_until_forgotten(site, reader):
    page = reader()
    page.goto(site.url + CHAPTER)
    page.locator("[data-end]").scroll_into_view_if_needed()
    page.get_by_text("1 of 8 chapters read.").wait_for()
    page.goto(site.url + "/en/parents/")
    page.get_by_text("1 of 8 chapters read.").wait_for()
    assert page.locator(".card__read:visible").count() == 1
    page.get_by_role("button", name="Forget it now").click()
    assert page.locator(".card__read:visible").count() == 0
    assert page.evaluate("localStorage.length") == 0


def test_storage_refused_breaks_nothing(site, reader):
    page, errors = reader(), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(
        "for (const name of ['localStorage', 'sessionStorage'])"
        " Object.defineProperty(window, name, {get() { throw new Error('refused') }})"
    )
    page.goto(site.url + CHAPTER)
    page.locator("[data-end]").scroll_into_view_if_needed()
    page.goto(site.url + GUIDE)
    page.get_by_role("link", name="I am a parent").click()
    page.wait_for_url("**?for=parent")
    assert not errors


def test_a_vote_by_keyboard_in_place(own_site, reader):
    page = reader()
    page.goto(own_site.url + GUIDE)
    page.get_by_role("radio", name="No", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_role("radio", name="I needed to talk to someone").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Send my answer").press("Enter")
    page.get_by_text("Thank you. It is counted").wait_for()
    assert page.url == own_site.url + GUIDE
    assert page.context.cookies() == []
    votes.counter.flush()
    assert list(PageVote.objects.values_list("answer", "reason", "count")) == [("no", "someone", 1)]


def test_one_answer_a_tab_and_a_class_behind_one_address_is_heard(own_site, reader):
    for number in (1, 2):  # two phones of one school
        page = reader()
        for said in ("Thank you. It is counted", "a moment ago"):  # and one that opens the page again
            page.goto(own_site.url + GUIDE)
            page.locator(".chip", has_text="Yes").click()
            page.get_by_role("button", name="Send my answer").click()
            page.get_by_text(said).wait_for()
        votes.counter.flush()
        assert PageVote.objects.get().count == number


def test_a_vote_without_scripts(own_site, reader):
    page = reader(java_script_enabled=False)
    page.goto(own_site.url + GUIDE + "?for=parent")
    page.locator(".chip", has_text="Yes").click()
    page.get_by_role("button", name="Send my answer").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert page.url.endswith("?for=parent&thanks=1#vote")
    assert page.context.cookies() == []
    votes.counter.flush()
    assert PageVote.objects.get().count == 1


def test_the_video_plays_seeks_and_loads_nothing_before(site, reader):
    page, asked = reader(), []
    page.on("request", lambda request: asked.append((request.url, request.headers.get("range"))))
    page.goto(site.url + CHAPTER, wait_until="networkidle")
    assert not [url for url, _range in asked if url.endswith(".mp4")]
    video = page.locator("video")
    assert video.evaluate("v => [...v.textTracks].map(t => [t.kind, t.language])") == [
        ["captions", "en"],
        ["captions", "fr"],
    ]
    video.evaluate("v => { v.muted = true; return v.play() }")
    video.evaluate("v => v.pause()")
    sought = "v => new Promise(done => { v.onseeked = () => done(v.currentTime); v.currentTime = 17 })"
    assert video.evaluate(sought) == pytest.approx(17, abs=0.2)
    assert video.evaluate("v => v.textTracks[0].cues.length") == 5
    assert [given for url, given in asked if url.endswith(".mp4") and given]
    page.get_by_text("Read it instead of watching").press("Enter")
    expect(page.get_by_text("The video has no sound.")).to_be_visible()


@pytest.fixture
def guide_with_an_embed(own_site):
    page = TopicGuidePage.objects.get(locale__language_code="en", slug="hate")
    value = {"url": "https://youtu.be/abcdefghijk", "title": "A talk", "transcript": "<p>What is said.</p>"}
    page.teen = [*page.teen.raw_data, {"type": "embed", "value": value, "id": "0" * 32}]
    page.save_revision().publish()
    return own_site.url + page.url


def test_another_sites_video_asks_nothing_before_a_click(guide_with_an_embed, reader):
    page, foreign = reader(), []
    page.on(
        "request",
        lambda request: (
            foreign.append(request.url) if "127.0.0.1" not in request.url and "localhost" not in request.url else None
        ),
    )
    page.route(
        "https://www.youtube-nocookie.com/**",
        lambda route: route.fulfill(body="<title>player</title>", content_type="text/html"),
    )
    response = page.goto(guide_with_an_embed, wait_until="networkidle")
    assert "frame-src https://www.youtube-nocookie.com" in response.headers["content-security-policy"]
    assert foreign == []
    expect(page.get_by_text("Before that it learns nothing")).to_be_visible()
    page.get_by_role("link", name="Watch it on YouTube").press("Enter")
    page.frame_locator("iframe[title='A talk']").locator("title").wait_for(state="attached")
    assert foreign == ["https://www.youtube-nocookie.com/embed/abcdefghijk"]
    assert "frame-src" not in page.goto(guide_with_an_embed + "?for=parent").headers["content-security-policy"]


def test_without_scripts_the_button_is_a_link(guide_with_an_embed, reader):
    page = reader(java_script_enabled=False)
    page.goto(guide_with_an_embed)
    link = page.get_by_role("link", name="Watch it on YouTube")
    assert link.get_attribute("href") == "https://www.youtube.com/watch?v=abcdefghijk"


def test_a_word_is_explained_in_place(site, reader):
    page = reader()
    page.goto(site.url + GUIDE)
    word = page.locator(".word__link").first
    word.focus()
    page.keyboard.press("Enter")
    note = page.get_by_role("dialog")
    note.wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Close"
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("Escape")
    note.wait_for(state="detached")
    assert page.evaluate("document.activeElement.className") == "word__link"


def test_a_word_is_explained_without_scripts(site, reader):
    page = reader(java_script_enabled=False)
    page.goto(site.url + GUIDE)
    page.locator(".word__link").first.click()
    name = page.url.split("#")[1]
    expect(page.locator(f"#{name} dd")).to_be_visible()
    page.locator(f"#{name} .words__back").click()
    assert page.url.endswith(name.replace("word-", "#said-"))


def test_a_self_check_keeps_nothing_and_says_no_score(site, reader):
    page, asked = reader(), []
    page.goto(site.url + GUIDE)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")  # what loads when it comes near has loaded
    check = page.locator("[data-check]")
    check.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    asked.clear()
    page.on("request", lambda request: asked.append(request))
    check.get_by_role("checkbox").first.press("Space")
    result = check.get_by_role("status")
    result.get_by_text("You recognised something.").wait_for()
    assert not re.search(r"\d", result.inner_text())
    assert check.locator(".helpline-row a").count() == 1
    check.get_by_role("checkbox").first.press("Space")
    result.get_by_text("You ticked nothing.").wait_for()
    assert [request.url.split("/")[-1] for request in asked] == ["guide-answers.js"]
    assert page.evaluate("[sessionStorage.length, localStorage.length]") == [0, 0]
    page.reload()
    assert page.locator("[data-check] input:checked").count() == 0


def test_words_to_say_are_copied(site, reader):
    page = reader()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(site.url + GUIDE)
    page.locator("[data-say-tool]").first.press("Enter")
    page.get_by_text("Copied.").first.wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("Something’s going on")
    page.get_by_text("Share this page").click()
    page.locator("[data-share-url] [data-said]", has_text="Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"{GUIDE}?for=teen")


def test_sharing_uses_the_phones_own_way(site, reader):
    page = reader(has_touch=True, is_mobile=True)
    page.add_init_script("navigator.share = (data) => { window.shared = data; return Promise.resolve() }")
    page.goto(site.url + GUIDE)
    page.get_by_text("Share this page").tap()
    until(page, "window.shared")
    assert page.evaluate("window.shared.url").endswith(f"{GUIDE}?for=teen")


def page_count(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_every_summary_fits_one_sheet(site, reader, django_db_blocker):
    with django_db_blocker.unblock():
        guides = [page.url for page in public_pages(TopicGuidePage)]
    assert len(guides) == 12
    addresses = [f"{url}?for={side}&print=summary" for url in guides for side in ("teen", "parent", "friend")]
    page, long = reader(), {}
    for address in [*addresses, "/fr/parents/?print=summary", "/en/parents/?print=summary"]:
        page.goto(site.url + address)
        if (count := page_count(page.pdf(format="A4", prefer_css_page_size=True))) != 1:
            long[address] = count
    assert not long


def test_a_printed_guide_has_no_chrome_and_shows_dates_and_help(site, reader):
    page = reader()
    page.goto(site.url + GUIDE)
    page.emulate_media(media="print")
    hidden = [".audience", ".toc", ".help-bar", ".site-header__actions", ".vote", ".tools", ".site-footer", ".related"]
    assert [name for name in hidden if page.locator(name).first.is_visible()] == []
    expect(page.get_by_text("Reviewed on 23 November 2026.")).to_be_visible()
    expect(page.locator(".print-help")).to_be_visible()
    expect(page.locator(".sources li").first).to_be_visible()


VITALS = """() => new Promise(done => {
  let shift = 0;
  const watcher = new PerformanceObserver(list => list.getEntries().forEach(e => { shift += e.value }));
  watcher.observe({type: "layout-shift", buffered: true});
  const files = performance.getEntriesByType("resource").map(e => [e.name.split("/").pop(), e.renderBlockingStatus]);
  setTimeout(() => done({shift, files}), 400);
})"""


@pytest.mark.parametrize("width", [360, 1280])
def test_the_first_view_is_light_and_still(site, reader, width):
    page = reader(viewport={"width": width, "height": 740})
    for address in (GUIDE, CHAPTER, "/fr/parents/", "/fr/lexique/"):
        page.goto(site.url + address)
        found = page.evaluate(VITALS)
        assert found["shift"] == 0, address
        assert len(found["files"]) + 1 <= 8, found
        blocking = [name for name, status in found["files"] if status == "blocking"]
        assert [name.split(".")[0] for name in blocking] == ["site"], blocking


STOP = """() => {
  const stop = document.activeElement;
  if (stop === document.body) return null;
  const box = stop.getBoundingClientRect();
  const bar = document.querySelector(".help-bar")?.getBoundingClientRect();
  const covered = bar && !stop.closest(".help-bar") && box.top > bar.top;
  const name = (stop.textContent || stop.ariaLabel || stop.labels?.[0]?.textContent || "").trim().slice(0, 40);
  const outline = getComputedStyle(stop).outlineStyle;
  return {name, covered, tag: stop.tagName, width: box.width, top: box.top, bottom: box.bottom, outline};
}"""


WALKS = [
    GUIDE, CHAPTER, "/en/parents/", "/en/glossary/", f"{GUIDE}?print=summary", "/en/", "/en/topics/", "/en/charter/",
    "/en/partners/", "/en/partners/example-ecoute/", "/en/privacy/", "/en/help/?country=JP", "/en/search/?q=bullying",
    "/en/search/?q=xylophone", "/en/prevention/", "/en/transparency/", "/en/nowhere/",
]  # fmt: skip


@pytest.mark.parametrize("address", WALKS)
def test_keyboard_walk(site, reader, address):
    """Every stop of the tabulator is on the screen, named, not under the bar, and none holds the focus."""
    page = reader()
    page.goto(site.url + address)
    stops, wrong = 0, []
    for _ in range(250):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        stops += 1
        seen = stop["width"] and stop["bottom"] > 0 and stop["top"] < 740 and not stop["covered"]
        if not seen or not stop["name"]:
            wrong.append(stop)
    assert 3 < stops < 250
    assert not wrong


def test_zoom_and_blocked_fonts(site, reader):
    """320 px is a screen of 1280 px at 400 %; letters twice as big come on top of that at 640 px."""
    page = reader(viewport={"width": 320, "height": 640})
    page.route("**/*.woff2", lambda route: route.abort())
    for address in (GUIDE, CHAPTER, "/fr/lexique/", f"{GUIDE}?for=parent&print=summary"):
        page.goto(site.url + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        page.set_viewport_size({"width": 640, "height": 640})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, f"{address} with text at 200 %"
        page.set_viewport_size({"width": 320, "height": 640})
