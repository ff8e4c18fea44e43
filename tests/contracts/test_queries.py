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
    "language",
    "home page of this language",
    "its translation, where it isn't the default one",
    "page at this address",
    "guide with its topic",
    "restrictions on the page or above",
    "partners with their logos",
    "the logos' renditions",
    "pages that partners and the text lead to",
    "key of this page",
    "paths of the site's roots",
    "navigation and translations of this page",
    "help lines of the country",
    "their topics",
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
    assert len(asked) <= len(TOPIC_GUIDE), "\n".join(sql[:160] for sql in asked)


def test_every_side_of_every_guide_keeps_to_the_budget():
    over = {}
    for guide in TopicGuidePage.objects.live():
        for side in ("teen", "parent", "friend"):
            asked = len(queries(f"{guide.url}?for={side}"))
            if asked > len(TOPIC_GUIDE):
                over[f"{guide.url}?for={side}"] = asked
    assert not over


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


def test_no_public_page_writes():
    for address in ("/fr/", "/fr/sujets/harcelement/", "/en/help/", "/sitemap.xml"):
        writes = [sql for sql in queries(address) if sql.split()[0] in {"INSERT", "UPDATE", "DELETE"}]
        assert not writes, address
