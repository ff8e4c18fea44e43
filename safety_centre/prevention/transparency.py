"""The transparency report: monthly counts without identities, nothing under ten, as a page and as CSV.

What is under ten can't be worked out either: there are no totals; every cell of the grid is there, so that nought and
nine look alike; and a month is published once it is over, so that two looks at a month that runs can't be subtracted.
"""

import csv
import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum
from django.db.models.functions import TruncMonth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from guides.models import TopicGuidePage
from safety_centre.pages.selectors import public_pages
from safety_centre.prevention.models import DailyAggregate
from safety_centre.prevention.models.lexicon import TOPICS
from safety_centre.prevention.services.aggregates import CONTEST, COVER, INTERVENTION

LEAST = 10  # product.md: nothing under 10 is shown
MONTHS = 12
SETTLED_BY = 2  # the day of the next month on which the last counts in memory have long been written
TRIGGERS: dict[str, Any] = {
    "search": gettext_lazy("search"),
    "hashtag": gettext_lazy("hashtag"),
    "share": gettext_lazy("share"),
    "report": gettext_lazy("report"),
}
# What is counted of each topic: (kind, trigger).
COLUMNS = [*((INTERVENTION, trigger) for trigger in TRIGGERS), (COVER, ""), (CONTEST, "")]
REVIEW = "review"
Counts = dict[tuple[str, str, str], int]


@dataclass(frozen=True)
class Month:
    """One month that is over. Counts are None where they are under ten; ``reviewed`` counts guides."""

    first_day: dt.date
    counts: dict[tuple[str, str, str], int | None]
    reviewed: int | None


def _months_before(day: dt.date, number: int) -> dt.date:
    """Return the first day of the month that lies ``number`` months before that of ``day``."""
    months = day.year * 12 + day.month - 1 - number
    return dt.date(months // 12, months % 12 + 1, 1)


def months(today: dt.date) -> list[Month]:
    """Return the last twelve months that are over, newest first, back to the first that has a count; two queries."""
    newest = _months_before(today, 1 if today.day >= SETTLED_BY else 2)
    since, past = _months_before(newest, MONTHS - 1), _months_before(newest, -1)
    counted = (
        DailyAggregate.objects.filter(day__gte=since, day__lt=past)
        .annotate(month=TruncMonth("day"))
        .values("month", "kind", "topic", "trigger")
        .annotate(total=Sum("count"))
    )
    by_month: dict[dt.date, Counts] = {}
    for one in counted.order_by():
        by_month.setdefault(one["month"], {})[one["kind"], one["topic"], one["trigger"]] = one["total"]
    reviews = Counter(
        day.replace(day=1)
        for day in public_pages(TopicGuidePage)
        .filter(reviewed_on__gte=since, reviewed_on__lt=past)
        .values_list("reviewed_on", flat=True)
    )
    oldest = min(by_month, default=None)
    found, month = [], newest
    while oldest is not None and month >= oldest:
        counts = by_month.get(month, {})
        shown = {
            (kind, topic, trigger): _shown(counts.get((kind, topic, trigger), 0))
            for topic, _name in TOPICS
            for kind, trigger in COLUMNS
        }
        found.append(Month(month, shown, _shown(reviews[month])))
        month = _months_before(month, 1)
    return found


def _shown(number: int) -> int | None:
    return number if number >= LEAST else None


@require_safe
@cache_control(public=True, max_age=3600)
def page(request: HttpRequest) -> HttpResponse:
    """The report, to read: one table a month."""
    shown = [
        {
            "first_day": month.first_day,
            "reviewed": month.reviewed,
            "rows": [
                {"topic": name, "counts": [month.counts[kind, topic, trigger] for kind, trigger in COLUMNS]}
                for topic, name in TOPICS
            ],
        }
        for month in months(timezone.localdate())
    ]
    context = {"months": shown, "triggers": TRIGGERS.values(), "least": LEAST}
    return render(request, "prevention/transparency.html", context)


@require_safe
@cache_control(public=True, max_age=3600)
def counts_csv(request: HttpRequest) -> HttpResponse:
    """The same, as CSV in UTF-8 with stable words, one count a row; what is under ten reads ``<10``."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_("transparency")}.csv"'
    writer = csv.writer(response)
    writer.writerow(["month", "kind", "topic", "trigger", "count"])
    for month in months(timezone.localdate()):
        rows = [*month.counts.items(), ((REVIEW, "", ""), month.reviewed)]
        for (kind, topic, trigger), number in rows:
            count = f"<{LEAST}" if number is None else number
            writer.writerow([f"{month.first_day:%Y-%m}", kind, topic, trigger, count])
    return response
