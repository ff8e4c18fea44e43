"""Query budgets, counted with cold caches at N and at 3N items; each query is named."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from guides.models import PartnerAssociation, Topic, TopicGuidePage, TopicIndexPage
from safety_centre.pages import locales

pytestmark = pytest.mark.django_db

# What an uncached topic guide asks, in order; the budget of the issue is 15.
TOPIC_GUIDE = [
    "site and its root page",
    "home page of this language",
    "home page, specific",
    "topic index",
    "topic index, specific",
    "guide",
    "guide, specific",
    "restrictions on the page or above",
    "topic",
    "partners",
    "their logos",
    "the logos' renditions",
    "their public pages",
    "translations of this page",
    "help lines of the country",
]


def queries(address: str) -> list[str]:
    cache.clear()
    locales.code_of(Locale.objects.first().pk)  # like a setting: read once a process, never again
    client = Client()
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in captured.captured_queries]


def test_topic_guide_budget():
    asked = queries("/fr/sujets/harcelement/")
    assert len(asked) <= 15, "\n".join(sql[:160] for sql in asked)


def add_guides(how_many: int) -> None:
    index = TopicIndexPage.objects.get(locale__language_code="fr")
    partner = PartnerAssociation.objects.first()
    for number in range(how_many):
        topic = Topic.objects.create(key=f"extra-{number}", name_fr=f"Sujet {number}", hue="teal")
        page = TopicGuidePage(title=f"Guide {number}", slug=f"guide-{number}", topic=topic, locale=index.locale)
        index.add_child(instance=page)
        page.partners = [partner]
        page.save()


@pytest.mark.parametrize(
    "address", ["/fr/", "/fr/sujets/", "/fr/partenaires/", "/fr/parents/", "/sitemap.xml", "/fr/aide/"]
)
def test_listings_ask_the_same_at_three_times_the_items(address):
    few = len(queries(address))
    add_guides(12)
    assert len(queries(address)) == few
    assert few <= 20


# What a search asks that meets everything at once: sensitive, mistyped, a word of the glossary, people to talk to.
SEARCH = [
    "restrictions",
    "home page of this language",
    "the topics, for the filter",
    "prevention's rule and the lexicon's number",
    "the lexicon, once a process and version",
    "guides for the panel, kept a minute",
    "sites, for their addresses, cached",
    "homes of the sites, for their addresses, cached",
    "help lines for the panel, kept a minute",
    "their topics",
    "their hours",
    "postings of the words",
    "words that a mistyped one may have been",
    "postings of the mended words",
    "mended words with their accents",
    "glossary terms",
    "the terms' topics",
    "postings of those topics",
    "help lines that were named, or the country's",
    "the lines' topics",
    "the lines' hours",
    "pages of the results",
    "their passages",
    "site and its root page",
    "pages of the navigation",
]
WARM = len(SEARCH) - 8  # what the rule, the lexicon, the panel's shelf and the addresses need


def test_search_budget_and_the_same_at_three_times_the_pages():
    from safety_centre.prevention import compiled
    from safety_centre.prevention.selectors import help as help_selectors
    from tests.prevention.conftest import publish_rows

    publish_rows()
    address = "/fr/recherche/?q=numero+harcèlement+doxing+menasse+parler"

    def cold() -> list[str]:
        compiled.forget()
        help_selectors.forget()
        return queries(address)

    few = cold()
    assert len(few) <= len(SEARCH), "\n".join(sql[:200] for sql in few)
    add_guides(12)
    many = cold()
    assert len(many) == len(few)
    with CaptureQueriesContext(connection) as captured:
        Client().get(address)
    assert len(captured) <= WARM + 1
    assert not [sql for sql in many if sql.split()[0] in {"INSERT", "UPDATE", "DELETE"}]


def test_no_public_page_writes():
    for address in ("/fr/", "/fr/sujets/harcelement/", "/en/help/", "/sitemap.xml", "/fr/recherche/?q=rien+du+tout"):
        writes = [sql for sql in queries(address) if sql.split()[0] in {"INSERT", "UPDATE", "DELETE"}]
        assert not writes, address
