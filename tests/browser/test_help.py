"""The help finder as a reader uses it: by keyboard, without scripts, on any clock, on the smallest screen."""

import datetime as dt
import random
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from guides.opening import status
from tests.browser.test_axe import AXE_SCRIPT, COLOURS, RUN
from tests.browser.waiting import until

pytestmark = pytest.mark.browser
SHIFTS = """() => new Promise((done) => { let sum = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => done(sum))); })"""
SHOWN = "document.getElementById('help-results').dataset.country === '{}'"
LINES = (
    "[...document.querySelectorAll('[data-people] [data-line]')].filter((e) => e.checkVisibility()).map((e) => e.id)"
)


def phone(browser, *, width=360, height=740, locale="en-GB", zone="Europe/London", **more):
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale=locale, timezone_id=zone, reduced_motion="reduce", **more
    )
    return context.new_page()


def test_without_javascript_the_form_answers(site, browser):
    page = phone(browser, java_script_enabled=False)
    page.goto(site.url + "/en/help/")
    page.get_by_label("Country").select_option("FR")
    page.locator("details.finder__more summary").click()
    page.get_by_label("What it is about").select_option("eating-disorders")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/en/help/?country=FR&topic=eating-disorders*")
    expect(page.locator("#line-fr-anorexie-boulimie")).to_be_visible()
    assert page.locator("#line-fr-3018").count() == 0
    page.get_by_role("link", name="Show all lines again").click()
    expect(page.locator("#line-fr-3018")).to_be_visible()
    assert "Paris time" in page.locator("#line-fr-3018 [data-state]").inner_text()
    page.context.close()


@pytest.mark.parametrize(
    ("locale", "zone", "country"),
    [
        ("fr-FR", "Europe/Brussels", "BE"),
        ("en-GB", "America/Vancouver", "CA"),
        ("fr-FR", "Indian/Reunion", "RE"),
        ("en-JP", "Asia/Tokyo", "JP"),
        ("en-US", "Asia/Tokyo", "GB"),  # an American language on a Japanese clock tells nothing: the default stays
    ],
)
def test_the_country_is_guessed_on_the_device_and_can_be_changed(site, browser, locale, zone, country):
    page = phone(browser, locale=locale, zone=zone)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.url + "/en/help/")
    until(page, SHOWN.format(country))
    assert page.get_by_label("Country").input_value() == country
    assert page.locator("#help-results").get_attribute("data-country") == country
    assert page.evaluate("localStorage.length") == 0, "a guess isn’t kept"
    assert page.url == site.url + "/en/help/"
    page.get_by_label("Country").select_option("IE")
    page.get_by_role("heading", name="People to talk to: Ireland").wait_for()
    assert "remembers" in page.locator("#country-note").inner_text()
    page.goto(site.url + "/en/help/")
    until(page, SHOWN.format("IE"))
    assert page.get_by_label("Country").input_value() == "IE"
    page.goto(site.url + "/en/help/?country=LU")
    assert page.get_by_label("Country").input_value() == "LU", "an address that names a country wins"
    page.context.close()


def test_choices_stay_on_the_device_and_agree_with_the_server(site, browser):
    page = phone(browser)
    page.goto(site.url + "/en/help/?country=GB", wait_until="networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("details.finder__more summary").click()
    choices = {
        "topic": ["", "depression", "image-abuse", "hate"], "for": ["", "teen", "parent", "adult"],
        "language": ["", "en", "fr"], "channel": ["", "phone", "sms", "chat", "web"],
    }  # fmt: skip
    rng = random.Random(7)
    combinations = [{name: rng.choice(values) for name, values in choices.items()} for _ in range(14)]
    here = []
    for wanted in combinations:
        for name, value in wanted.items():
            page.locator(f"#{name}").select_option(value)
        page.evaluate("document.activeElement.blur()")
        page.get_by_role("button", name="Show").click()
        until(page, "document.activeElement.id === 'lines-title'")
        here.append((page.evaluate(LINES), page.locator("#help-count").inner_text()))
    assert [url.split("/")[-1] for url in asked] == ["help-lists.js"], "once; no topic leaves the device"
    assert page.url.endswith("/en/help/?country=GB")
    plain = phone(browser, java_script_enabled=False)
    for wanted, (lines, count) in zip(combinations, here, strict=True):
        query = "&".join(f"{name}={value}" for name, value in wanted.items())
        plain.goto(f"{site.url}/en/help/?country=GB&{query}")
        there = plain.locator("[data-people] [data-line]").evaluate_all("(all) => all.map((e) => e.id)")
        assert there == lines, wanted
        assert plain.locator("#help-count").inner_text() == count, wanted
    page.context.close()
    plain.context.close()


def held(page, pattern):
    """Keep back the answers to requests like ``pattern``; return them by address, to be let go one by one."""
    routes = {}
    page.route(pattern, lambda route: routes.update({route.request.url.split("?country=")[-1]: route}))
    return routes


def asks(page, country):
    return page.expect_request(f"**/offline/en.json?country={country}")


def let_go(page, routes, name):
    for _ in range(1000):  # the browser says that it asks before the request is here
        if name in routes:
            break
        page.evaluate("0")
    routes.pop(name).continue_()


def test_of_two_choices_the_later_counts_whichever_answer_comes_first(site, browser):
    page = phone(browser, service_workers="block")
    page.goto(site.url + "/en/help/", wait_until="networkidle")
    answers = held(page, "**/offline/en.json?country=*")
    country, button = page.get_by_label("Country"), page.get_by_role("button", name="Show")
    for first, then, order in (("IE", "FR", 1), ("CH", "BE", -1), ("LU", "IE", 1)):
        for code in (first, then):
            with asks(page, code):
                country.select_option(code)
                button.click()
        for code in (first, then)[::order]:
            let_go(page, answers, code)
        until(page, SHOWN.format(then))
        until(page, "document.activeElement.id === 'lines-title'")
    assert page.locator("#lines-title").inner_text() == "People to talk to: Ireland"
    assert country.input_value() == page.evaluate("localStorage['help-country']") == "IE"
    page.context.close()


def test_a_choice_wins_over_a_guess_that_comes_late(site, browser):
    page = phone(browser, zone="Europe/Brussels", service_workers="block")
    scripts, answers = held(page, "**/js/help-finder.js"), held(page, "**/offline/en.json?country=*")
    page.goto(site.url + "/en/help/", wait_until="commit")
    page.get_by_label("Country").select_option("IE")  # before the script is there
    with asks(page, "IE"):
        let_go(page, scripts, site.url + "/static/js/help-finder.js")
    let_go(page, answers, "IE")
    page.get_by_role("heading", name="People to talk to: Ireland").wait_for()
    assert page.get_by_label("Country").input_value() == "IE"
    page.evaluate("localStorage.clear()")
    page.unroute("**/js/help-finder.js")
    with asks(page, "BE"):
        page.goto(site.url + "/en/help/", wait_until="commit")
    with asks(page, "GB"):
        page.get_by_label("Country").select_option("GB")  # what the page came with
        page.get_by_role("button", name="Show").click()
    for code in ("GB", "BE"):
        let_go(page, answers, code)
    until(page, "document.activeElement.id === 'lines-title'")
    expect(page.locator("#line-gb-samaritans")).to_be_visible()
    assert page.locator("#line-be-103").count() == 0
    assert page.get_by_label("Country").input_value() == "GB"
    page.context.close()


def test_by_keyboard_from_the_top_to_a_call(site, browser):
    page = phone(browser)
    page.goto(site.url + "/en/help/")
    page.get_by_label("Country").focus()
    page.locator("#help-results[data-complete]").wait_for()  # before that, the button sends the form as without scripts
    page.keyboard.type("Fra")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Show"
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="France").wait_for()
    until(page, "document.activeElement.id === 'lines-title'")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "tel:3018"
    page.get_by_text("More choices").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "topic"
    page.keyboard.type("Depr")
    page.locator("#line-fr-3018").wait_for(state="hidden")
    assert page.evaluate(LINES)[0] == "line-fr-3114"
    assert page.get_by_role("heading", name="have a picture removed").is_hidden(), "no heading without a line"
    page.context.close()


@pytest.mark.parametrize(
    ("zone", "moment", "text"),
    [
        ("Europe/Paris", "2026-11-24T08:30:00+01:00", "Closed now. Opens at 09:00"),
        ("Europe/Brussels", "2026-11-24T12:00:00+01:00", "Open now, until 23:00"),
        ("Europe/London", "2026-11-24T12:00:00+01:00", "Open now, until 22:00 (your time)"),
        ("America/Toronto", "2026-11-24T23:30:00+01:00", "Closed now. Opens tomorrow at 03:00 (your time)"),
        ("America/Toronto", "2026-11-25T08:00:00+01:00", "Closed now. Opens at 03:00 (your time)"),
        ("Asia/Tokyo", "2026-11-24T23:30:00+09:00", "Open now, until 07:00 (your time)"),
        # Between the changes of clock in America and Europe, Toronto is five hours behind Paris, not six.
        ("America/Toronto", "2026-03-20T01:00:00-04:00", "Closed now. Opens at 04:00 (your time)"),
    ],
)
def test_open_now_on_the_readers_own_clock(site, browser, zone, moment, text):
    page = phone(browser, zone=zone)
    page.clock.set_fixed_time(dt.datetime.fromisoformat(moment))
    page.goto(site.url + "/en/help/?country=FR")
    assert page.locator("#line-fr-3018 [data-state]").inner_text() == text
    page.context.close()


def test_a_holiday_is_told(site, browser):
    page = phone(browser, zone="Europe/Paris", locale="fr-FR")
    page.clock.set_fixed_time(dt.datetime.fromisoformat("2026-12-25T12:00:00+01:00"))
    page.goto(site.url + "/fr/aide/?country=FR")
    card = page.locator("#line-fr-3018")
    assert "Les horaires peuvent changer aujourd’hui\u202f: jour férié." in card.inner_text()
    page.clock.set_fixed_time(dt.datetime.fromisoformat("2026-12-24T12:00:00+01:00"))
    page.reload()
    assert "jour férié" not in card.inner_text()
    page.context.close()


def test_the_device_and_the_server_have_one_rule(site, browser):
    """Random hours, zones and moments around changes of clock, with holidays: both must say the same."""
    rng = random.Random(11)
    zones = ["Europe/Paris", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu"]
    around = [dt.datetime(2026, *day, tzinfo=dt.UTC) for day in ((3, 29), (10, 25), (11, 1))]
    cases, expected = [], []
    for _ in range(400):
        zone = rng.choice(zones)
        now = rng.choice(around) + dt.timedelta(minutes=rng.randrange(-4000, 4000))
        openings = [
            (rng.randrange(7), dt.time(rng.randrange(24), rng.choice([0, 15])), dt.time(rng.randrange(24), 30))
            for _ in range(rng.randrange(1, 6))
        ]
        today = now.astimezone(ZoneInfo(zone)).date()
        days = {today + dt.timedelta(days=rng.randrange(-1, 4)) for _ in range(2)}
        closes = rng.random() < 0.5
        cases.append({
            "hours": ",".join(f"{day} {opens:%H:%M} {shuts:%H:%M}" for day, opens, shuts in openings), "zone": zone,
            "holidays": " ".join(sorted(day.isoformat() for day in days)),
            "onHolidays": "closed" if closes else "unknown", "now": int(now.timestamp() * 1000),
        })  # fmt: skip
        is_open, changes = status(openings, zone, now, frozenset(days) if closes else frozenset())
        expected.append([is_open, changes and int(changes.timestamp() * 1000), today in days])
    page = phone(browser)
    page.goto(site.url + "/en/")
    found = page.evaluate(
        """async (cases) => { const { state } = await import("/static/js/help-opening.js");
        return cases.map((one) => { const got = state(one, one.now); return [got.open, got.at, got.holiday]; }); }""",
        cases,
    )
    wrong = [(case, want, got) for case, want, got in zip(cases, expected, found, strict=True) if want != got]
    page.context.close()
    assert not wrong, (len(wrong), wrong[:3])


@pytest.mark.parametrize("query", ["", "?country=FR", "?country=JP", "?country=CH"])
@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_moves_and_nothing_is_wider_than_the_screen(site, browser, query, width):
    page = phone(browser, width=width, locale="fr-BE", zone="Europe/Brussels")
    page.goto(site.url + "/fr/aide/" + query)
    until(page, SHOWN.format(query[-2:] or "BE"))
    assert page.evaluate(SHIFTS) == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_at_400_percent_with_fonts_blocked(site, browser):
    page = phone(browser, width=320, height=256)
    page.context.route("**/*.woff2", lambda route: route.abort())
    page.goto(site.url + "/en/help/?country=GB")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    call = page.locator('#line-gb-samaritans a[href="tel:116123"]')
    call.scroll_into_view_if_needed()
    assert call.bounding_box()["height"] >= 44
    assert page.evaluate("document.fonts.size > 0 && !document.fonts.check('16px Hyperlegible')")
    assert page.evaluate(SHIFTS) == 0
    page.context.close()


@pytest.mark.parametrize(
    "address", ["/fr/aide/?country=CH", "/en/help/?country=JP", "/en/help/?country=ZZ", "/fr/vie-privee/"]
)
def test_axe_in_every_state(site, browser, address):
    page = phone(browser, color_scheme="light")
    page.goto(site.url + address)
    for summary in page.locator("main summary").all()[:4]:
        if summary.locator("..").get_attribute("open") is None:
            summary.click()
    page.evaluate(AXE_SCRIPT)
    assert page.evaluate(RUN, {"resultTypes": ["violations"]}) == []
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(RUN, COLOURS) == []
    page.context.close()


def test_on_paper_every_line_says_all_it_has(site, browser):
    page = phone(browser)
    page.goto(site.url + "/en/help/?country=FR")
    page.emulate_media(media="print")
    assert page.locator("#help-form").is_hidden()
    assert page.locator("#line-fr-3018 [data-state]").is_hidden(), "“open now” means nothing on paper"
    expect(page.locator("#line-fr-3018 .helpline__more p")).to_be_visible()
    page.context.close()
