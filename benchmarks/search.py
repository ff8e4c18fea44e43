"""What a search costs: `python benchmarks/search.py` (SQLite, or `DATABASE_URL` for another database).

Prints milliseconds and, what counts, the ratio to a floor taken in the same run: asking the same database for the pages
that hold the words as they are typed (`icontains` over the texts of public pages, one condition a word), without stems,
synonyms, mistakes, sides or passages. Exits with 1 above the ratio's limit. Needs a prepared site (`make prepare`).
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safety_centre.settings.dev")

import django  # noqa: E402

django.setup()

from django.db import connection  # noqa: E402
from django.db.models import Q  # noqa: E402
from wagtail.models import Page  # noqa: E402

from guides.models import Topic  # noqa: E402
from safety_centre.pages.selectors import public_pages  # noqa: E402
from safety_centre.search.models import SearchPassage  # noqa: E402
from safety_centre.search.query import clean  # noqa: E402
from safety_centre.search.selectors import search  # noqa: E402

ROUNDS = 15
MOST_RATIO = 12.0
QUERIES = [
    ("fr", "harcèlement"),
    ("fr", "mon fils se fait harceler au collège"),
    ("fr", "on se moque de moi"),
    ("fr", "harselement scolair"),
    ("en", "screen time"),
    ("en", "how do i help my mate whos getting bullied"),
    ("en", "bulying"),
    ("en", "xylophone"),
]


def clock(work: Callable[[], object]) -> float:
    """Give the median time of one run of `work`, in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1e3


def floor(text: str, language: str) -> list[Page]:
    """Return the pages with one of the words, as a search without any knowledge would."""
    words = Q()
    for word in text.split():
        words |= Q(text__icontains=word)
    holding = SearchPassage.objects.filter(words, language=language, page__isnull=False).values("page")
    return list(public_pages().filter(pk__in=holding).select_related("locale")[:10])


def main() -> int:
    """Print one line a query; return what the shell gets."""
    topics = list(Topic.objects.all())
    if not SearchPassage.objects.exists():
        print("The index is empty: run manage.py prepare_site first.")
        return 1
    passages = SearchPassage.objects.count()
    print(f"{connection.vendor}, {passages} passages, median of {ROUNDS}")
    ratios = []
    for language, text in QUERIES:
        asked = clean(text)
        whole = clock(lambda asked=asked, language=language: search(None, asked, language, topics=topics))
        least = clock(lambda asked=asked, language=language: floor(asked, language))
        ratios.append(whole / least)
        print(f"{language} {text:46} {whole:7.1f} ms   icontains {least:7.1f} ms   ratio {whole / least:5.2f}")
    middle = statistics.median(ratios)
    print(f"{'median ratio':49} {middle:5.2f}, at most {MOST_RATIO}")
    return 0 if middle < MOST_RATIO else 1


if __name__ == "__main__":
    sys.exit(main())
