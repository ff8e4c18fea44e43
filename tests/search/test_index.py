"""The index is what is public now: each way in and out of it, whoever goes it."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from guides.models import CharterPage, GlossaryTerm, HelpPage, PartnerAssociation, TopicGuidePage
from safety_centre.search.models import SearchPassage, SearchPosting, SearchWord
from safety_centre.search.query import understand
from tests.search.conftest import ask, links

pytestmark = pytest.mark.django_db
WORD = "zigouigouille"


def guide(language: str = "fr") -> TopicGuidePage:
    return TopicGuidePage.objects.get(topic__key="harassment", locale__language_code=language)


def write(page: TopicGuidePage, text: str) -> None:
    """Put one sentence at the end of the teen's side, unsaved."""
    page.teen = page._meta.get_field("teen").to_python(
        [*page.teen.raw_data, {"type": "text", "value": f"<p>{text}</p>"}]
    )


def finds(word: str = WORD, language: str = "fr") -> bool:
    return bool(links(ask(language, word)))


def published() -> TopicGuidePage:
    page = guide()
    write(page, f"Une phrase avec {WORD} dedans.")
    page.save_revision().publish()
    assert finds()
    return guide()


def test_publishing_puts_it_in():
    assert not finds()
    published()
    assert f"<mark>{WORD}</mark>" in ask("fr", WORD).content.decode()


def test_a_partners_draft_is_not_found_even_of_a_live_page(people):
    page = guide()
    write(page, f"Un brouillon avec {WORD}.")
    page.title = f"Brouillon {WORD}"
    page.save_revision(user=people["partner"])
    assert not finds()
    assert WORD not in ask("fr", "harcèlement").content.decode()
    call_command("rebuild_search_index", "--all")
    assert not finds()


def test_a_later_draft_takes_nothing_out():
    page = published()
    page.title = "Un autre titre"
    page.save_revision()
    assert finds()
    assert "Un autre titre" not in ask("fr", WORD).content.decode()


def test_unpublishing_takes_it_out():
    published().unpublish()
    assert not finds()
    assert not SearchPassage.objects.filter(page__slug="harcelement").exists()


def test_deleting_takes_it_out():
    page = published()
    page.delete()
    assert not finds()


def test_an_expired_page_is_not_found_before_the_scheduler_ran():
    page = published()
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - dt.timedelta(minutes=1))
    assert not finds()


def test_a_restricted_page_is_not_found_nor_its_translation(django_capture_on_commit_callbacks):
    page = published()
    english = guide("en")
    with django_capture_on_commit_callbacks(execute=True):
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
        restriction.groups.add(Group.objects.create(name="Readers of one page"))
    assert not finds()
    assert english.url not in links(ask("en", "harassment"))
    assert not SearchPassage.objects.filter(page__in=[page, english]).exists()
    with django_capture_on_commit_callbacks(execute=True):
        restriction.delete()
    assert finds()
    assert links(ask("en", "harassment"))[0] == english.url


def test_a_restriction_above_holds_below(django_capture_on_commit_callbacks):
    page = published()
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=page.get_parent(), restriction_type=PageViewRestriction.GROUPS)
    assert not finds()


def test_a_page_moved_below_a_restriction_is_not_found_and_back_it_is(django_capture_on_commit_callbacks):
    page = published()
    index = page.get_parent()
    elsewhere = HelpPage.objects.get(locale__language_code="fr")
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=elsewhere, restriction_type=PageViewRestriction.GROUPS)
    page.move(elsewhere, pos="last-child")
    assert not finds()
    guide().move(Page.objects.get(pk=index.pk), pos="last-child")
    assert finds()


def test_restricting_in_the_admin_and_lifting_it(clients):
    page = published()
    group = Group.objects.create(name="Readers of one page")
    address = f"/admin/pages/{page.pk}/privacy/"
    clients["admin"].post(address, {"restriction_type": "groups", "groups": [group.pk]})
    assert not finds()
    clients["admin"].post(address, {"restriction_type": "none"})
    assert finds()


def test_the_admins_publish_button_indexes_what_was_published(clients):
    page = CharterPage.objects.get(locale__language_code="fr")
    commitment = page.commitments.first()
    commitment.title = f"Une promesse avec {WORD}"
    page.commitments = [commitment, *list(page.commitments.all())[1:]]
    page.save_revision().publish()
    assert links(ask("fr", WORD)) == [page.url]


def test_saving_a_live_page_without_a_revision_counts_too():
    page = guide()
    page.title = f"Guide {WORD}"
    page.save()
    assert finds()


def test_glossary_terms_come_and_go():
    term = GlossaryTerm.objects.create(key="new", term_fr=WORD, definition_fr="Un mot inventé.")
    assert "Un mot inventé." in ask("fr", WORD).content.decode()
    term.delete()
    assert "Un mot inventé." not in ask("fr", WORD).content.decode()


def test_records_that_a_page_shows_are_found_in_its_own_language():
    association = PartnerAssociation.objects.get(key="example-rempart")
    association.description_en = "We never sleep, says the wombatorium."
    association.save()
    assert links(ask("en", "wombatorium")) == ["/en/partners/example-rempart/"]
    assert not finds("wombatorium", "fr")
    topic = guide().topic
    topic.summary_fr = f"Un résumé avec {WORD}"
    topic.save()
    assert links(ask("fr", WORD))[0] == guide().url


def test_rebuilding_adds_what_is_missing_and_takes_out_what_is_gone(capsys):
    page = published()
    SearchPassage.objects.filter(page=page).delete()
    hidden = TopicGuidePage.objects.get(topic__key="hate", locale__language_code="fr")
    TopicGuidePage.objects.filter(pk=hidden.pk).update(live=False)
    call_command("rebuild_search_index")
    assert "1 pages" in capsys.readouterr().out
    assert finds()
    assert not SearchPassage.objects.filter(page=hidden).exists()
    before = SearchPosting.objects.count()
    call_command("rebuild_search_index")
    assert capsys.readouterr().out == ""
    call_command("rebuild_search_index", "--all")
    assert SearchPosting.objects.count() == before


def test_words_of_pages_that_are_gone_are_dropped():
    page = published()
    assert SearchWord.objects.filter(word=WORD).exists()
    page.unpublish()
    call_command("tend_search")
    assert not SearchWord.objects.filter(word=WORD).exists()


def test_the_topic_of_a_guide_is_what_synonyms_find():
    query = understand(["tca"], "fr")
    assert ("topic:eating-disorders",) in query.concepts[0].wordings
    assert ("troubl", "aliment") in query.concepts[0].wordings
    back = understand(["troubles", "alimentaires"], "fr")
    assert any(("tca",) in concept.wordings for concept in back.concepts)
