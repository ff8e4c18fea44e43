"""See it working, one's own covers, the transparency report, and the admin's pages."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from safety_centre.accounts.models import User
from safety_centre.prevention.accounts import account_key
from safety_centre.prevention.models import (
    Contest,
    Cover,
    DailyAggregate,
    Exposure,
    LexiconVersion,
    Pause,
    SensitiveTerm,
)
from safety_centre.prevention.models.lexicon import TOPICS
from safety_centre.prevention.services import aggregates, exposure
from tests.prevention.conftest import publish_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_lexicon")]
DEMO = "/en/prevention/"


def carried(response) -> dict[str, str]:
    """Return what the page carries along in its forms."""
    return dict(response.context["fields"])


def test_a_visitor_repeats_sees_covers_with_their_reason_shows_and_clears():
    client = Client()
    page = client.get(DEMO)
    for number in (1, 2, 3):
        page = client.post(DEMO, {**carried(page), "text": "i was #bullied"})
        assert page.context["help"].resources
        assert f"Harassment, {number} of 3" in page.content.decode().replace(" online", "")
    html = page.content.decode()
    assert html.count("This post is about harassment.") >= 2
    assert "More mean messages in the class group" not in html, "a covered post must not be guessable"
    assert "This topic came up several times" in html
    shown = client.post(DEMO, {**carried(page), "show": "p2"})
    assert "More mean messages in the class group" in shown.content.decode()
    fewer = client.post(DEMO, {**carried(page), "less": "harassment"})
    assert "This post is about harassment." not in fewer.content.decode()
    cleared = client.post(DEMO, {**carried(page), "clear": "1"})
    assert carried(cleared) == {"uses": "", "shown": "", "fewer": ""}
    assert "More mean messages in the class group" in cleared.content.decode()
    assert not client.cookies
    assert not Exposure.objects.exists()
    aggregates.flush()
    assert not DailyAggregate.objects.exists()


def test_the_same_decision_on_every_surface():
    page = Client().post(DEMO, {"uses": "harassment:3"})
    for surface in ("search", "profile", "quote", "notification"):
        in_feed = {post["id"]: post["is_covered"] for post in page.context["feed"]}
        for post in page.context[surface]:
            assert post["is_covered"] == in_feed[post["id"]], surface


def test_looking_for_help_and_recovery_arent_counted_or_covered():
    page = Client().post(DEMO, {"text": "help for suicidal thoughts"})
    assert carried(page)["uses"] == ""
    assert "Not counted" in page.content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {"uses": "x:1,hate:-3,hate:99999,depression", "shown": "<script>,p99", "fewer": "nothing"},
        {"text": "x" * 10_000},
        {"text": "\x00\ud800".encode("utf-8", "ignore").decode()},
        {"show": "p99"},
        {"less": "<b>"},
    ],
)
def test_a_forged_form_changes_nothing(data):
    page = Client().post(DEMO, data)
    assert page.status_code == 200
    assert carried(page) == {"uses": "", "shown": "", "fewer": ""}
    assert "<script>," not in page.content.decode()


@pytest.fixture
def covered(people) -> str:
    key = account_key(str(people["teen"].public_id))
    now = dt.datetime.now(dt.UTC)
    for _ in range(3):
        exposure.count_use(account=key, topics=["hate", "depression"], now=now)
    return key


def test_a_person_sees_why_pauses_clears_and_contests(clients, people, covered):
    page, teen = reverse("account_covers"), clients["teen"]
    html = teen.get(page).content.decode()
    assert html.count('name="reason"') == 2
    teen.post(page, {"pause": "7"})
    assert Pause.objects.get().account == covered
    teen.post(page, {"resume": "1"})
    assert not Pause.objects.exists()
    teen.post(page, {"topic": "hate", "reason": "not-about-it"})
    assert Contest.objects.get().topic == "hate"
    teen.post(page, {"clear": "1", "topic": "depression"})
    assert set(Cover.objects.values_list("topic", flat=True)) == {"hate"}
    for forged in ({"pause": "9999"}, {"topic": "x", "reason": "other"}, {"topic": "hate", "reason": "x"}, {}):
        teen.post(page, forged)
    assert Contest.objects.count() == 1
    teen.post(page, {"clear": "1"})
    assert not Exposure.objects.exists()


def test_the_safety_team_lifts_a_contested_cover_without_knowing_whose(clients, people, covered):
    clients["teen"].post(reverse("account_covers"), {"topic": "hate", "reason": "not-about-it"})
    queue = reverse("queue_covers")
    html = clients["admin"].get(queue).content.decode()
    assert people["teen"].email not in html
    assert covered not in html
    clients["admin"].post(queue, {"pk": Contest.objects.get().pk, "decision": "uphold"})
    assert set(Cover.objects.values_list("topic", flat=True)) == {"depression"}
    assert "le masque est levé" in clients["teen"].get(reverse("account_covers")).content.decode()
    assert clients["partner"].get(queue).status_code == 302


def test_erasing_an_account_forgets_its_counts(people, covered):
    from django.utils import timezone

    from safety_centre.accounts.services import erase_account, export_account

    assert export_account(user=people["teen"])["prevention"]["exposures"]
    erase_account(user=people["teen"], now=timezone.now())
    assert not Exposure.objects.exists()
    assert not Cover.objects.exists()


LAST_MONTH = (dt.date.today().replace(day=1) - dt.timedelta(days=1)).replace(day=1)


def count_for_the_report(*counts: tuple[str, str, str, int], day: dt.date = LAST_MONTH) -> None:
    for kind, topic, trigger, number in counts:
        aggregates.count(kind=kind, topic=topic, trigger=trigger, day=day, number=number)
    aggregates.flush()
    cache.clear()


def csv_of(today: dt.date) -> list[str]:
    from safety_centre.prevention import transparency

    return [
        f"{month.first_day:%Y-%m},{','.join(key)},{number}"
        for month in transparency.months(today)
        for key, number in month.counts.items()
    ]


def test_the_report_shows_nothing_under_ten():
    count_for_the_report(
        ("intervention", "hate", "search", 9), ("intervention", "depression", "share", 10), ("cover", "hate", "", 1234)
    )
    today = LAST_MONTH + dt.timedelta(days=45)
    assert f"{LAST_MONTH:%Y-%m},intervention,hate,search,None" in csv_of(today)
    assert f"{LAST_MONTH:%Y-%m},intervention,depression,share,10" in csv_of(today)
    if dt.date.today().day >= 2:
        html = Client().get("/en/transparency/").content.decode()
        assert "<td>1,234</td>" in html
        assert "<td>9</td>" not in html
        assert "<td>0</td>" not in html
        lines = Client().get("/en/transparency/counts.csv").content.decode().splitlines()
        assert f"{LAST_MONTH:%Y-%m},intervention,hate,search,<10" in lines
        assert f"{LAST_MONTH:%Y-%m},cover,hate,,1234" in lines


def test_nine_and_nought_look_alike_and_a_running_month_isnt_published():
    today = LAST_MONTH + dt.timedelta(days=45)
    count_for_the_report(("cover", "hate", "", 50))
    before = csv_of(today)
    count_for_the_report(*(("intervention", topic, "search", 9) for topic, _name in TOPICS))
    assert csv_of(today) == before, "nothing under ten changes a single character"
    count_for_the_report(("intervention", "hate", "search", 500), day=today)
    assert csv_of(today) == before, "two looks at a month that runs can't be subtracted"
    assert len(before) == 6 * 6
    assert csv_of((LAST_MONTH + dt.timedelta(days=32)).replace(day=1)) == [], (
        "a day later the last counts are written for sure"
    )


def test_every_cell_is_one_of_a_topic_and_no_total():
    count_for_the_report(("intervention", "hate", "search", 11), ("intervention", "hate", "share", 12))
    numbers = [line.rsplit(",", 1)[1] for line in csv_of(LAST_MONTH + dt.timedelta(days=45))]
    assert sorted(number for number in numbers if number != "None") == ["11", "12"]


def test_counts_in_memory_add_up_over_flushes():
    day = dt.date(2026, 1, 1)
    for _ in range(3):
        aggregates.count(kind="cover", topic="hate", day=day, number=5)
        aggregates.flush()
    assert DailyAggregate.objects.get().count == 15


def test_an_editor_tries_changes_publishes_and_goes_back(clients):
    admin = clients["admin"]
    tried = admin.post(reverse("prevention_try_it"), {"text": "I was bu11ied", "language": "en"})
    assert tried.context["found"][0]["match"].term == "bullied"
    assert tried.context["found"][0]["steps"]
    term = SensitiveTerm.objects.get(term="bullied")
    term.exceptions = ["bullied by my cat"]
    term.save()
    text = {"text": "bullied by my cat", "language": "en"}
    assert admin.post(reverse("prevention_try_it"), text).context["found"]
    edited = admin.post(reverse("prevention_try_it"), {**text, "with_edits": "1"})
    assert not edited.context["found"]
    assert edited.context["silent"]
    before = LexiconVersion.objects.first().number
    admin.post(reverse("prevention_lexicon"), {"note": "cats"})
    version = LexiconVersion.objects.first()
    assert (version.number, version.note, version.published_by.email) == (before + 1, "cats", "a@example.org")
    admin.post(reverse("prevention_lexicon"), {"back_to": str(before)})
    assert SensitiveTerm.objects.get(term="bullied").exceptions == []
    admin.post(reverse("prevention_lexicon"), {"back_to": "99999999999999"})
    assert LexiconVersion.objects.first().number == before + 2


def test_an_editors_snippet_pages_open(clients):
    for address in ("/admin/snippets/prevention/sensitiveterm/", "/admin/snippets/prevention/preventionrule/edit/1/"):
        assert clients["admin"].get(address).status_code == 200, address
    for name in ("prevention_lexicon", "prevention_try_it"):
        assert clients["admin"].get(reverse(name)).status_code == 200
        assert clients["partner"].get(reverse(name)).status_code == 302
        assert clients["teen"].get(reverse(name)).status_code == 302


def test_a_term_is_added_in_the_admin(clients):
    data = {
        "term": "brand new", "language": "en", "family": "new", "topic": "hate", "level": "risk", "intent": "at-risk",
        "match": "phrase", "accents": "ignore", "is_active": "on", "note": "",
        "allowed_neighbours": "", "exceptions": "brand new car\r\n\r\n brand new day ", "only_with": "", "not_with": "",
    }  # fmt: skip
    clients["admin"].post("/admin/snippets/prevention/sensitiveterm/add/", data)
    assert SensitiveTerm.objects.get(term="brand new").exceptions == ["brand new car", "brand new day"]
    page = clients["admin"].get(
        f"/admin/snippets/prevention/sensitiveterm/edit/{SensitiveTerm.objects.get(term='brand new').pk}/"
    )
    assert "brand new car\nbrand new day" in page.content.decode()
    bad = clients["admin"].post(
        "/admin/snippets/prevention/sensitiveterm/add/", {**data, "term": "other", "level": "huge"}
    )
    assert bad.status_code == 200
    assert not SensitiveTerm.objects.filter(term="other").exists()


def test_the_safety_team_may_edit_terms(people, client):
    from guides.services.workspaces import ensure_safety_team

    user = User.objects.create_user("safe@example.org", "x" * 12, is_staff=True)
    user.groups.add(ensure_safety_team())
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("prevention_lexicon")).status_code == 200
    assert client.get(reverse("queue_covers")).status_code == 200
    publish_rows()
