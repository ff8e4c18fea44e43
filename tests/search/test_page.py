"""The search page as a reader uses it: one box, answers with passages, sides and marks, help where it is needed."""

import pytest
from django.test import Client

from guides.models import Helpline, Topic
from tests.prevention.conftest import publish_rows
from tests.search.conftest import ADDRESS, ask, links

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "text", "link"),
    [
        ("fr", "harcelement", "/fr/sujets/harcelement/"),
        ("fr", "HARCÈLEMENT", "/fr/sujets/harcelement/"),
        ("fr", "harselement", "/fr/sujets/harcelement/"),
        ("fr", "moqueries", "/fr/sujets/harcelement/"),
        ("fr", "TCA", "/fr/sujets/troubles-alimentaires/"),
        ("fr", "l’anorexie", "/fr/sujets/troubles-alimentaires/"),
        ("en", "cyberbullying", "/en/topics/harassment/"),
        ("en", "bulying", "/en/topics/harassment/"),
        ("en", "nudes", "/en/topics/intimate-images/"),
        ("en", "my son is being bullied", "/en/topics/harassment/?for=parent"),
        ("fr", "ma pote se fait insulter", "/fr/sujets/harcelement/?for=friend"),
    ],
)
def test_words_lead_to_their_guide_and_side(language, text, link):
    response = ask(language, text)
    assert response.status_code == 200
    assert links(response)[0].split("#")[0] == link


def test_a_result_has_title_side_subject_heading_passage_marks_and_an_anchor_that_exists():
    response = ask("fr", "captures d’écran preuves")
    html = response.content.decode()
    first = html[html.index('class="result"') : html.index("</li>", html.index('class="result"'))]
    assert ">Harcèlement en ligne</a>" in first
    assert "Pour les ados" in first
    assert 'class="result__heading"' in first
    assert first.count("<mark>") >= 1
    assert "/fr/sujets/harcelement/?for=parent" in first, "the other sides are one link away"
    address, anchor = links(response)[0].split("#")
    assert f'id="{anchor}"' in Client().get(address).content.decode()


def test_every_anchor_of_many_results_exists():
    for language, text in (("fr", "parler écrire dormir preuve"), ("en", "talk to someone tonight evidence")):
        found = links(ask(language, text))
        assert len(found) >= 5
        for link in found:
            address, _hash, anchor = link.partition("#")
            html = Client().get(address).content.decode()
            assert not anchor or f'id="{anchor}"' in html, link


def test_the_language_of_the_address_is_the_only_one_that_answers():
    assert all(link.startswith("/fr/") for link in links(ask("fr", "suicide")))
    assert all(link.startswith("/en/") for link in links(ask("en", "suicide")))
    assert links(ask("en", "harcèlement scolaire au collège")) == []


def test_filters_narrow_by_reader_and_subject():
    found = links(ask("fr", "écran", **{"for": "parent"}))
    assert found
    assert not [link for link in found if "/sujets/" in link and "for=parent" not in link]
    for link in links(ask("fr", "parler", topic="hate")):
        assert link.startswith("/fr/sujets/haine/")
    assert links(ask("fr", "preuves", topic="harassment", **{"for": "friend"}))[0].startswith(
        "/fr/sujets/harcelement/?for=friend"
    )
    html = ask("fr", "preuves", topic="harassment").content.decode()
    assert '<option value="harassment" selected>' in html


def test_glossary_words_are_explained():
    html = ask("fr", "doxing").content.decode()
    assert "<dt>Doxxing</dt>" in html
    html = ask("en", "finsta").content.decode()
    assert "<dt>Finsta</dt>" in html


def test_what_an_editor_adds_to_the_glossary_finds_its_guide():
    from guides.models import GlossaryTerm

    term = GlossaryTerm.objects.get(key="doxxing")
    term.also_fr = f"{term.also_fr}\nzigouigouille"
    term.save()
    response = ask("fr", "zigouigouille")
    assert "<dt>Doxxing</dt>" in response.content.decode()
    assert links(response)[0].startswith("/fr/sujets/harcelement/")


def test_help_lines_come_by_name_by_number_and_when_somebody_looks_for_people():
    assert 'href="tel:3018"' in ask("fr", "3018").content.decode()
    assert 'href="tel:08001111"' in ask("en", "childline").content.decode()
    assert 'href="tel:' in ask("fr", "qui appeler").content.decode()
    line = Helpline.objects.get(key="fr-3018")
    line.status = Helpline.Status.UNCHECKED
    line.save()
    assert 'href="tel:3018"' not in ask("fr", "3018").content.decode()


def test_an_urgent_search_shows_help_first_and_results_only_when_asked_for():
    publish_rows()
    html = ask("en", "i want to die").content.decode()
    assert html.index('id="help"') < html.index("Show me the pages we found as well")
    assert 'class="result"' not in html
    assert 'href="?q=i+want+to+die&amp;show=1"' in html
    shown = ask("en", "i want to die", show="1")
    html = shown.content.decode()
    assert html.index('id="help"') < html.index('class="result"')
    assert links(shown)[0].startswith("/en/topics/suicide/")


def test_a_sensitive_search_shows_help_above_its_results_in_the_sites_language():
    publish_rows()
    html = ask("fr", "harcèlement").content.decode()
    assert html.index('id="help"') < html.index('class="result"')
    assert 'href="/fr/sujets/harcelement/"' in html[html.index('id="help"') : html.index("result")]
    html = ask("fr", "je suis #thinspo").content.decode()
    assert 'id="help"' in html


def test_looking_for_help_meets_the_line_for_that():
    publish_rows()
    assert "Looking for help is a strong step" in ask("en", "help for suicidal thoughts").content.decode()


def test_a_mistyped_sensitive_word_meets_the_same_help():
    publish_rows()
    html = ask("fr", "harselement").content.decode()
    assert 'id="help"' in html
    assert "à la place de" in html
    publish_rows([("en", "suicide", "suicide-self-harm", "urgent", "at-risk", "word")])
    html = ask("en", "suiside").content.decode()
    assert 'id="help"' in html
    assert 'class="result"' not in html


def test_algospeak_of_the_lexicon_leads_to_its_guide(lexicon):
    assert links(ask("en", "sewerslide", show="1"))[0].startswith("/en/topics/suicide/")


def test_an_ordinary_search_shows_no_panel():
    publish_rows()
    assert 'id="help"' not in ask("en", "screen time").content.decode()


def test_nothing_found_is_said_kindly_with_people_and_subjects():
    html = ask("en", "xylophone").content.decode()
    assert "It doesn’t mean that you are alone with it" in html
    assert 'href="/en/help/"' in html
    for topic in Topic.objects.all():
        assert topic.summary_en in html
    assert "Did you mean" not in html


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [("en", "sekstorsyonn", "sextorsion")],
)
def test_a_word_far_from_any_is_asked_back_where_that_finds_something(language, text, words):
    html = ask(language, text).content.decode()
    link = html[: html.index(">Did you mean: ")].rsplit('href="', 1)[1].rstrip('"')
    assert link == f"?q={words}"
    assert links(Client().get(ADDRESS[language] + link))


def test_a_word_like_no_other_is_not_asked_back():
    for language in ("fr", "en"):
        html = ask(language, "zebraquux").content.decode()
        assert "Did you mean" not in html
        assert "Tu voulais dire" not in html


def test_nothing_found_within_a_filter_offers_the_rest():
    html = ask("en", "algorithm", topic="hate").content.decode()
    assert 'href="?q=algorithm"' in html


def test_the_empty_page_has_the_box_and_the_subjects_and_may_be_cached():
    for address in ADDRESS.values():
        response = Client().get(address)
        html = response.content.decode()
        assert html.count('type="search"') == 1
        assert 'autocomplete="off"' in html
        assert "noindex" not in html
        assert "no-store" not in response.get("Cache-Control", "")


def test_what_a_search_gives_away():
    response = ask("en", "zebraquux")
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert not response.cookies
    html = response.content.decode()
    assert '<meta name="robots" content="noindex, nofollow">' in html
    assert "zebra" not in html[html.index("<title>") : html.index("</title>")]
    assert html.count("zebra") == 1, "in the box, and nowhere else"
    assert '<link rel="canonical" href="http://127.0.0.1:8000/en/search/">' in html


def test_only_reading_methods():
    assert Client().post("/en/search/", {"q": "x"}).status_code == 405
    assert Client().head("/en/search/?q=suicide").status_code == 200


def test_the_boxes_lead_to_the_search_page():
    for address, where in (("/fr/", ADDRESS["fr"]), ("/en/nowhere/", ADDRESS["en"]), ("/en/topics/", ADDRESS["en"])):
        html = Client().get(address).content.decode()
        assert f'action="{where}"' in html, address
        assert f'class="site-search__link" href="{where}"' in html, address


def test_the_platforms_name_finds_pages_that_mean_it(settings):
    settings.PLATFORM_NAME = "Zapotek"
    response = ask("en", "what is zapotek")
    assert links(response)[0].startswith("/en/parents/understanding-the-platform/")
    html = response.content.decode()
    assert "{platform}" not in html
    assert "<mark>Zapotek</mark>" in html


def test_without_its_home_a_language_has_no_search():
    from safety_centre.pages.selectors import home_of

    home_of("en").unpublish()
    assert Client().get("/en/search/?q=suicide").status_code == 404
