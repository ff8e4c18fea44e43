"""The desk stays quick as content grows: the same queries and about the same time with 30 guides and with 3,000."""

import time

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from guides.models import TopicGuidePage, TopicIndexPage
from tests.guides.desk.conftest import client_of

pytestmark = pytest.mark.django_db
FEW, MANY = 30, 3000
TRIES = 7
AT_MOST = 2.0


def _copy(table: str, key: str, template: int, changed: dict[str, str], numbers: tuple[int, int]) -> None:
    """Copy the row ``template`` once for each of ``numbers``; ``changed``: columns as SQL of the number ``n``."""
    with connection.cursor() as cursor:
        columns = [column.name for column in connection.introspection.get_table_description(cursor, table)]
        values = ", ".join(changed.get(name, f'old."{name}"') for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        cursor.execute(
            f'INSERT INTO "{table}" ({names}) SELECT {values} FROM "{table}" old, generate_series(%s, %s) n '
            f'WHERE old."{key}" = %s',
            [*numbers, template],
        )


def grow_to(total: int) -> TopicIndexPage:
    """Bring the French topic index to ``total`` guides, all live; return it. Rows only: no revision, no search index.

    They are Wagtail's own rows with right paths, one statement a table, so 3,000 take about a second.
    """
    index = TopicIndexPage.objects.get(locale__language_code="fr")
    model = index.get_children().order_by("path").first()
    above = Page.objects.latest("pk").pk
    numbers = (index.numchild + 1, total)  # four digits, so that paths sort after the starter's own
    changed = {
        "id": f"{above} + n",
        "path": f"'{index.path}' || (1000 + n)",
        "title": "'Guide ' || n",
        "draft_title": "'Guide ' || n",
        "slug": "'guide-' || n",
        "url_path": f"'{index.url_path}guide-' || n || '/'",
        "translation_key": "gen_random_uuid()",
        "latest_revision_id": "NULL",
        "live_revision_id": "NULL",
    }
    _copy("wagtailcore_page", "id", model.pk, changed, numbers)
    _copy("guides_topicguidepage", "page_ptr_id", model.pk, {"page_ptr_id": f"{above} + n"}, numbers)
    Page.objects.filter(pk=index.pk).update(numchild=total)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # what the database does by itself within a minute
    assert Page.find_problems() == ([], [], [], [], [])
    assert TopicGuidePage.objects.child_of(index).live().count() == total
    return index


def addresses(index: TopicIndexPage) -> list[str]:
    return [
        f"/admin/pages/{index.pk}/",
        "/admin/desk/translations/",
        "/admin/desk/reviews/",
        "/admin/desk/links/",
        "/admin/reports/checks/",
        "/admin/",
    ]


def queries_of(client: Client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return [query["sql"] for query in captured]


def seconds_of(client: Client, address: str) -> float:
    """Return the shortest of several runs, in seconds of this process and of what it waits for in the database."""
    shortest = float("inf")
    for _try in range(TRIES):
        before = time.process_time()
        assert client.get(address).status_code == 200
        shortest = min(shortest, time.process_time() - before)
    return shortest


@pytest.mark.parametrize("who", ["safety", "editor"])
def test_as_many_queries_and_twice_the_time_at_most(desk, who):
    """The safety team sees every guide; an association keeps its own while all the others' grow."""
    client = client_of(getattr(desk, who))
    index = grow_to(FEW)
    first: dict[str, tuple[int, float]] = {}
    for address in addresses(index):
        client.get(address)  # what is read once a process isn't part of it
        first[address] = (len(queries_of(client, address)), seconds_of(client, address))
    grow_to(MANY)
    slower = []
    for address in addresses(index):
        client.get(address)
        queries, seconds = len(queries_of(client, address)), seconds_of(client, address)
        if queries != first[address][0] or seconds > AT_MOST * first[address][1]:
            slower.append((address, first[address], (queries, seconds)))
    assert not slower
