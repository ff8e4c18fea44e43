"""Insight: a partner's own guides only, whole weeks, and no number under ten by any way of reckoning."""

import csv
import datetime as dt
import io
import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.text import slugify
from hypothesis import given
from hypothesis import strategies as st

from guides.models import Topic, TopicGuidePage
from guides.selectors import insight as reads
from safety_centre.pages.models import PageViews, PageVote
from safety_centre.search.models import EmptySearch
from tests.guides.desk.conftest import client_of, guide

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/desk/insight/"
COUNTS = st.lists(st.integers(0, 30), min_size=1, max_size=120)


def monday(back: int = 1) -> dt.date:
    """Return the Monday of the last finished week, or of an earlier one."""
    return reads.finished_weeks(back, timezone.localdate())[0]


def views(page, number: int, *, back: int = 1, day: int = 2) -> None:
    PageViews.objects.create(page_id=page.pk, day=monday(back) + dt.timedelta(days=day), count=number)


def votes(page, answer: str, reason: str, number: int, *, back: int = 1) -> None:
    PageVote.objects.create(page=page, day=monday(back), answer=answer, reason=reason, count=number)


def searched(topic: str, words: str, number: int, *, back: int = 1) -> None:
    EmptySearch.objects.create(day=monday(back), language="fr", topic=topic, query=words, count=number)


def shown(user, **asked) -> str:
    """Return what stands on the page, as text."""
    answer = client_of(user).get(ADDRESS, asked)
    assert answer.status_code == 200
    html = answer.content.decode()
    return unescape(html[html.index("<main") :]).replace("\N{NO-BREAK SPACE}", " ").replace("\u202f", " ")


def rows_of(user, **asked) -> list[dict[str, str]]:
    answer = client_of(user).get(ADDRESS, {"export": "csv", **asked})
    assert answer["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def cells(html: str, title: str) -> list[str]:
    """Return the figures in a guide's row."""
    row = next(row for row in re.findall(r"<tr>.*?</tr>", html, re.DOTALL) if title in row)
    return re.findall(r'<td class="desk-number">(.*?)</td>', row)


def test_a_partner_reads_the_figures_of_its_own_guides(desk):
    ours, theirs = guide("harassment"), guide("eating-disorders")
    views(ours, 1234)
    views(ours, 30, back=2)
    views(theirs, 777)
    votes(ours, "yes", "clear", 23)
    votes(ours, "yes", "words", 4)
    votes(ours, "no", "too-long", 9)
    votes(theirs, "yes", "clear", 99)
    searched("harassment", "capture ecran", 14)
    searched("eating-disorders", "regime secret", 55)
    html = shown(desk.editor)
    assert cells(html, ours.title) == ["1 264", "20 ou plus", "< 10"]
    assert "J’ai compris (20 ou plus)" in html
    assert "capture ecran" in html
    for secret in (theirs.title, "777", "2 041", "regime secret", "90 ou plus"):
        assert secret not in html
    everything = shown(desk.safety)
    assert cells(everything, theirs.title) == ["777", "90 ou plus", "< 10"]
    assert "regime secret" in everything
    assert "2 041" in everything  # all together
    [row] = [row for row in rows_of(desk.editor) if row["Page"] == ours.title]
    assert list(row.values())[2:5] == ["1264", "20", "< 10"]
    assert theirs.title not in {row["Page"] for row in rows_of(desk.editor)}


@pytest.mark.parametrize("export", [{}, {"export": "csv"}, {"export": "searches"}])
def test_no_parameter_reaches_another_associations_guide(desk, export):
    page = guide("harassment")
    assert client_of(desk.stranger).get(ADDRESS, {"guide": page.pk, **export}).status_code == 404
    assert client_of(desk.editor).get(ADDRESS, {"guide": page.pk, **export}).status_code == 200
    for nonsense in ("0", "", "x", "9" * 40, "٣", "-1", "1 OR 1=1"):
        assert client_of(desk.stranger).get(ADDRESS, {"guide": nonsense, **export}).status_code == 404


@pytest.mark.parametrize(
    "asked", [{"weeks": "53"}, {"weeks": "x"}, {"weeks": "9" * 30}, {"p": "99"}, {"p": "x"}, {"export": "x"}]
)
def test_nonsense_shows_the_usual_page(desk, asked):
    views(guide("harassment"), 55, back=12)
    assert cells(shown(desk.editor, **asked), guide("harassment").title)[0] == "55"


def test_periods_are_whole_weeks_that_are_over(desk):
    page, title = guide("harassment"), guide("harassment").title
    PageViews.objects.create(page_id=page.pk, day=monday() + dt.timedelta(days=7), count=4000)  # this week
    views(page, 20, day=6)
    views(page, 30, back=4, day=0)
    views(page, 50, back=5, day=6)
    views(page, 90, back=52, day=0)
    views(page, 500, back=53, day=6)
    found = {weeks: cells(shown(desk.editor, weeks=weeks), title)[0] for weeks in (4, 12, 52)}
    assert found == {4: "50", 12: "100", 52: "190"}
    assert 'aria-current="page"' in shown(desk.editor, weeks=4)


def test_one_guide_alone(desk):
    page, english = guide("harassment"), guide("harassment", "en")
    views(page, 40)
    views(english, 60)
    assert "<strong>100</strong>" in shown(desk.editor)
    html = shown(desk.editor, guide=page.pk)
    assert "<strong>40</strong>" in html
    assert english.title not in html
    assert len(rows_of(desk.editor, guide=page.pk)) == 1


def test_under_ten_is_the_same_as_nothing_everywhere(desk):
    page = guide("harassment")
    empty = {weeks: shown(desk.editor, weeks=weeks) for weeks in reads.PERIODS}
    nothing = {weeks: rows_of(desk.editor, weeks=weeks) for weeks in reads.PERIODS}
    views(page, 4, back=3)
    views(page, 5, back=1)
    votes(page, "yes", "clear", 9)
    votes(page, "no", "", 9)
    searched("harassment", "rare", 9)
    for weeks in reads.PERIODS:
        assert re.sub("csrf.*", "", shown(desk.editor, weeks=weeks)) == re.sub("csrf.*", "", empty[weeks])
        assert rows_of(desk.editor, weeks=weeks) == nothing[weeks]


def test_bars_of_weeks_under_ten_look_alike_and_the_others_are_true(desk):
    page = guide("harassment")
    for back, number in ((1, 100), (2, 50), (3, 9), (4, 0)):
        views(page, number, back=back)
    html = shown(desk.editor, weeks=4)
    svg = html[html.index('<svg role="img"') : html.index("</svg>", html.index('<svg role="img"'))]
    assert "<title" in svg
    # The nine of the third last week wait for the next and are counted there.
    assert re.findall(r'height="(\d+)"></rect>', svg) == ["59", "100"]
    assert svg.count("<line") == 2
    assert "<strong>159</strong>" in html


@given(COUNTS)
def test_what_is_published_is_sums_of_ten_and_more_and_little_is_lost(counts):
    weeks = [reads.FIRST_MONDAY + reads.WEEK * place for place in range(len(counts))]
    by_week = dict(zip(weeks, counts, strict=True))
    found = reads.portions(by_week, weeks[0], weeks[-1])
    assert all(number >= reads.LEAST for number in found.values())
    blocks = len({reads.block_start(week) for week in weeks})
    assert sum(counts) - sum(found.values()) <= 9 * blocks
    assert sum(found.values()) <= sum(counts)


@given(COUNTS, st.integers(1, 119))
def test_no_two_answers_differ_by_one_to_nine(counts, cut):
    """Another period, another day: every difference is a sum of portions, so none or ten and more."""
    weeks = [reads.FIRST_MONDAY + reads.WEEK * place for place in range(len(counts))]
    by_week = dict(zip(weeks, counts, strict=True))
    whole = reads.portions(by_week, weeks[0], weeks[-1])
    first, last = reads.block_start(weeks[-1]), weeks[-1]
    late = reads.portions(by_week, first, last)
    assert late == {week: number for week, number in whole.items() if week >= first}, "cut alike whoever asks"
    earlier = reads.portions(by_week, weeks[0], weeks[min(cut, len(weeks) - 1)])
    assert earlier.items() <= whole.items(), "what was once said stays"
    difference = sum(whole.values()) - sum(earlier.values())
    assert difference == 0 or difference >= reads.LEAST


@given(st.lists(st.integers(0, 40), min_size=5, max_size=6))
def test_between_votes_and_their_reasons_there_is_always_room(parts):
    """Whatever is shown as tens, every reason under ten may have been at least two numbers, as far as can be told."""
    total, shown_parts = reads.tens(sum(parts)) or 0, [reads.tens(part) or 0 for part in parts]
    most_of_rest = sum(shown_parts[1:]) + 9 * (len(parts) - 1)
    least, most = max(0, total - most_of_rest - shown_parts[0]), min(9, total + 9 - sum(shown_parts))
    assert most - least >= 1


def test_searches_follow_the_period_and_no_topic_is_the_safety_teams(desk):
    searched("harassment", "il y a longtemps", 40, back=6)
    searched("harassment", "recent", 17)
    searched("", "sans sujet", 30)
    searched("harassment", "", 25)
    four, twelve = shown(desk.editor, weeks=4), shown(desk.editor)
    assert "il y a longtemps" not in four
    assert "il y a longtemps" in twelve
    assert "sans sujet" not in twelve
    assert "sans sujet" in shown(desk.safety)
    exported = client_of(desk.editor).get(ADDRESS, {"export": "searches"}).content.decode("utf-8-sig")
    assert [row[2:] for row in csv.reader(io.StringIO(exported))][1:] == [
        ["il y a longtemps", "40"],
        ["(mots que nous ne gardons pas)", "20"],
        ["recent", "10"],
    ]


def test_a_spreadsheet_runs_nothing(desk):
    page = guide("harassment")
    TopicGuidePage.objects.filter(pk=page.pk).update(title="=HYPERLINK(1)")
    assert "'=HYPERLINK(1)" in {row["Page"] for row in rows_of(desk.editor)}


def queries_of(user, **asked) -> int:
    client = client_of(user)
    client.get(ADDRESS, asked)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(ADDRESS, asked).status_code == 200
    return len(captured)


@pytest.mark.parametrize("asked", [{}, {"weeks": "52"}, {"export": "csv"}])
def test_thirty_guides_ask_as_often_as_three(desk, asked):
    page = guide("harassment")
    views(page, 40)
    votes(page, "yes", "clear", 20)
    searched("harassment", "mot", 20)
    few = queries_of(desk.editor, **asked)
    parent, topics = page.get_parent(), list(Topic.objects.all())
    for number in range(30):
        copy = TopicGuidePage(
            title=f"Guide {number}",
            slug=slugify(f"guide-{number}"),
            topic=topics[number % len(topics)],
            locale=page.locale,
        )
        parent.add_child(instance=copy)
        copy.partners.add(desk.ours)
        copy.save(clean=False)
        views(copy, 40 + number)
        votes(copy, "yes", "clear", 20)
    from guides.services.workspaces import ensure_workspace

    ensure_workspace(partner=desk.ours)
    assert len(rows_of(desk.editor)) >= 30
    assert queries_of(desk.editor, **asked) == few


def test_more_guides_than_a_screen_are_on_the_next(desk, monkeypatch):
    from guides.desk import insight

    monkeypatch.setattr(insight, "GUIDES_A_SCREEN", 1)
    views(guide("harassment"), 40)
    views(guide("harassment", "en"), 60)
    first, second = shown(desk.editor), shown(desk.editor, p=2)
    assert ("<strong>40</strong>" in first) != ("<strong>40</strong>" in second)
    assert len(rows_of(desk.editor)) >= 2


def test_the_dashboard_and_the_menu_lead_there(desk):
    html = client_of(desk.editor).get("/admin/").content.decode()
    assert f'href="{ADDRESS}"' in html
    assert html.count(ADDRESS) >= 2


def test_who_edits_nothing_has_no_insight(desk, clients):
    from guides.services.workspaces import ensure_workspace  # a workspace whose guides are gone
    from tests.guides.desk.conftest import person

    workspace = ensure_workspace(partner=desk.ours)
    for page in TopicGuidePage.objects.filter(partners=desk.ours):
        page.delete()
    someone = person("new@example.org", workspace.editors)
    assert client_of(someone).get(ADDRESS).status_code in (200, 302, 403)
    assert client_of(desk.stranger).post(ADDRESS).status_code == 405
    assert clients["anonymous"].get(ADDRESS).status_code == 302
