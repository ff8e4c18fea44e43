"""What guides work out of their text: anchors, minutes, explained words, review notes, embeds, summaries."""

import datetime as dt
import re

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from guides.glossary import Word, mark, words_in
from guides.models import GlossaryTerm, GuideChapterPage, TopicGuidePage
from safety_centre.pages import embeds, reading
from safety_centre.pages.selectors import public_pages

RAID, TCA, HATE = (
    Word("raid", "Raid", "Many at once."),
    Word("tca", "TCA", "An illness."),
    Word("hate", "Hate speech", "x"),
)
WORDS = [RAID, TCA, HATE]


class Block:
    def __init__(self, kind: str, value: str, number: int) -> None:
        self.block_type, self.value, self.id = kind, value, f"{number:08}-id"


def body(*parts: tuple[str, str]) -> list[Block]:
    return [Block(kind, value, number) for number, (kind, value) in enumerate(parts)]


def test_anchors_are_unique_and_stay_when_something_is_added_above():
    before = body(("heading", "What to do"), ("heading", "What to do"), ("heading", "Main"), ("heading", "من يساعد"))
    assert list(reading.anchors(before).values()) == ["what-to-do", "what-to-do-2", "main-2", "section-00000003"]
    after = [Block("heading", "New first", 99), *before]
    assert {key: reading.anchors(after)[key] for key in reading.anchors(before)} == reading.anchors(before)


@given(st.lists(st.text(max_size=12), max_size=12))
def test_no_two_headings_share_an_anchor(titles):
    found = list(reading.anchors(body(*(("heading", title) for title in titles))).values())
    assert len(found) == len(titles) == len(set(found))
    assert all(found)


def test_reading_time_counts_words_and_not_transcripts():
    raw = [{"type": "text", "id": "x", "value": "<p>" + "word " * 401 + "</p>"}]
    assert reading.minutes(raw, 200) == 3
    assert reading.minutes([*raw, {"type": "video", "value": {"transcript": "word " * 999, "title": "T"}}], 200) == 3
    assert reading.minutes([]) == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A raid began.", ["raid"]),
        ("RAIDS, twice: raid", ["raid"]),
        ("l’raid", ["raid"]),
        ("raider, raid-proof, afraid", []),
        ("a tca and TCA", ["tca"]),
        ("a tca", []),
        ("hate\u202fspeech", ["hate"]),
        ("hate\nspeech and a raid", ["hate", "raid"]),
        ("", []),
    ],
)
def test_which_words_a_text_uses(text, found):
    assert [word.key for word in words_in([text], WORDS)] == found


def test_only_the_first_occurrence_is_marked_and_never_inside_a_link_or_a_heading():
    html = '<h3>Raid</h3><p><a href="/raid">A raid <b>raid</b></a> in a raid, then a raid.</p><button>raid</button>'
    marked, used = mark(html, WORDS)
    assert marked.count("<dfn") == 1
    assert 'in a <dfn class="word" id="said-raid"><a class="word__link" href="#word-raid">raid<' in marked
    assert used == [RAID]
    assert mark(html, []) == (html, [])


@given(st.text(alphabet="raid TCA<>&;\"'/bp", max_size=60))
def test_marking_changes_nothing_but_the_links(text):
    marked, _used = mark(text, WORDS)
    removed = re.sub(
        r'<dfn class="word"[^>]*><a class="word__link"[^>]*>|<span class="visually-hidden">.*?</dfn>', "", marked
    )
    assert removed == text


@pytest.mark.parametrize(
    ("address", "player"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk&t=3", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://youtu.be/abcdefghijk?si=x", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://m.youtube.com/shorts/abcdefghijk", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
        ("https://vimeo.com/123456", "https://player.vimeo.com/video/123456?dnt=1"),
        ("https://dai.ly/x8abc", "https://geo.dailymotion.com/player.html?video=x8abc"),
        ("http://youtu.be/abcdefghijk", None),
        ("https://youtube.com.evil.example/watch?v=abcdefghijk", None),
        ("https://evil.example/?https://youtu.be/abcdefghijk", None),
        ("https://youtube.com@evil.example/watch?v=abcdefghijk", None),
        ("https://user@youtu.be/abcdefghijk", None),
        ("https://www.youtube.com/watch?v=../x", None),
        ("https://www.youtube.com/@someone", None),
        ("https://vimeo.com/channels/x", None),
        ("javascript:alert(1)", None),
        ("https://[", None),
        ("", None),
    ],
)
def test_which_sites_may_be_embedded(address, player):
    found = embeds.read(address)
    assert (found.player if found else None) == player


@pytest.mark.django_db
class TestPages:
    def guide(self, language: str = "en", slug: str = "harassment") -> TopicGuidePage:
        return TopicGuidePage.objects.get(locale__language_code=language, slug=slug)

    def test_minutes_and_words_are_kept_with_the_page(self):
        page = self.guide()
        assert set(page.derived["minutes"]) == {"teen", "parent", "friend"}
        assert all(2 <= minutes <= 9 for minutes in page.derived["minutes"].values())
        assert "raid" in [word["key"] for word in page.derived["words"]["teen"]]

    def test_every_anchor_of_every_guide_is_there_once(self, client):
        for page in public_pages(TopicGuidePage):
            for side in ("teen", "parent", "friend"):
                html = client.get(f"{page.url}?for={side}").content.decode()
                ids = re.findall(r'\bid="([^"]+)"', html)
                assert len(ids) == len(set(ids)), (page.url, side)
                assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids), (page.url, side)

    def test_no_word_is_explained_where_it_means_something_else(self, client):
        for page in public_pages(TopicGuidePage):
            explained = {w["key"] for words in page.derived["words"].values() for w in words}
            assert not explained & {"live", "cancel"}, page.url

    def test_a_new_definition_reaches_the_guides_without_editing_them(self, client, django_capture_on_commit_callbacks):
        page = self.guide()
        revision = page.latest_revision_id
        term = GlossaryTerm.objects.get(key="raid")
        term.definition_en = "A brand-new definition."
        with django_capture_on_commit_callbacks(execute=True) as callbacks:
            term.save()
            term.save()
        refreshes = [one for one in callbacks if one.__module__ == "guides.derived"]  # kept pages are dropped beside it
        assert len(refreshes) == 1, "one refresh however many terms changed"
        assert "A brand-new definition." in client.get(page.url).content.decode()
        assert self.guide().latest_revision_id == revision

    def test_a_definition_with_markup_stays_text(self, client, django_capture_on_commit_callbacks):
        term = GlossaryTerm.objects.get(key="raid")
        term.definition_en = "<script>alert(1)</script>"
        with django_capture_on_commit_callbacks(execute=True):
            term.save()
        assert "<script>alert" not in client.get("/en/topics/harassment/").content.decode()
        assert "<script>alert" not in client.get("/en/glossary/").content.decode()

    @pytest.mark.parametrize(("late", "said"), [(60, False), (61, True)])
    def test_a_long_overdue_review_is_said(self, client, late, said):
        page = self.guide()
        due = dt.date(2026, 1, 31)
        page.next_review = due
        assert page.is_being_reviewed(due + dt.timedelta(days=late)) is said
        TopicGuidePage.objects.filter(pk=page.pk).update(
            reviewed_on=dt.date(2020, 1, 1), next_review=dt.date(2021, 1, 1)
        )
        html = client.get(page.url).content.decode()
        assert "This page is being reviewed." in html
        assert "Next review by" not in html

    def test_an_unknown_reader_reads_the_teen_side(self, client):
        for wanted in ("", "robot", "<script>", "a" * 10_000, "\x00"):
            response = client.get("/en/topics/harassment/", {"for": wanted})
            assert (response.status_code, response.context["audience"]) == (200, "teen")

    def test_a_page_without_an_embed_allows_no_frame(self, client):
        assert "frame-src" not in client.get("/en/topics/harassment/")["Content-Security-Policy"]

    def test_the_video_has_all_that_it_needs(self, client):
        html = client.get("/fr/parents/regles-de-la-communaute/").content.decode()
        assert 'preload="none"' in html
        assert 'poster="/media/' in html
        assert re.search(r'<track kind="captions" src="[^"]+\.vtt" srclang="fr" label="Français" default>', html)
        track = re.search(r'<track kind="captions" src="([^"]+)"', html)[1]
        answer = client.get(track)
        assert answer["Content-Type"].startswith("text/vtt")
        assert b"".join(answer.streaming_content).startswith(b"WEBVTT")
        source = re.search(r'<source src="([^"]+)" type="video/mp4"', html)[1]
        assert client.get(source, headers={"range": "bytes=0-1"}).status_code == 206
        assert re.search(r"\(PDF, 2\d\xa0Ko", html), "a download says its kind and size"

    def test_the_glossary_is_in_order_with_its_guides(self, client):
        html = client.get("/fr/lexique/").content.decode()
        names = re.findall(r"<dt>([^<]+)</dt>", html)
        assert len(names) == GlossaryTerm.objects.count()
        assert names == sorted(names, key=str.casefold)
        assert "/fr/sujets/harcelement/" in html
        assert client.get("/fr/glossary/").status_code == 404

    def test_chapters_have_their_minutes_without_reading_their_bodies(self, client, django_assert_max_num_queries):
        assert all(chapter.derived["minutes"]["body"] >= 1 for chapter in GuideChapterPage.objects.all())


def test_the_sample_video_is_small():
    folder = settings.STARTER_CONTENT_DIR / "media" / "video"
    assert sum(file.stat().st_size for file in folder.iterdir()) < 150_000
