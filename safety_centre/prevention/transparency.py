"""The transparency report: monthly counts without identities, nothing under ten, as a page and as CSV."""

import csv
import datetime as dt
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
KINDS: dict[str, Any] = {
    INTERVENTION: gettext_lazy("help offered"),
    COVER: gettext_lazy("covers shown"),
    CONTEST: gettext_lazy("covers contested"),
    "review": gettext_lazy("guides reviewed"),
}
TRIGGERS: dict[str, Any] = {
    "": "",
    "search": gettext_lazy("search"),
    "hashtag": gettext_lazy("hashtag"),
    "share": gettext_lazy("share"),
    "report": gettext_lazy("report"),
}


@dataclass(frozen=True)
class Row:
    """One count of one month; ``count`` is None where it is under ten."""

    month: dt.date
    kind: str
    topic: str
    trigger: str
    count: int | None


def _first_month(today: dt.date) -> dt.date:
    months = today.year * 12 + today.month - 1 - (MONTHS - 1)
    return dt.date(months // 12, months % 12 + 1, 1)


def rows(today: dt.date) -> list[Row]:
    """Return the counts of the last twelve months, newest first; two queries.

    Each row hides its own small number. There is no total beside, from which it could be worked out.
    """
    since = _first_month(today)
    counted = (
        DailyAggregate.objects.filter(day__gte=since)
        .annotate(month=TruncMonth("day"))
        .values("month", "kind", "topic", "trigger")
        .annotate(total=Sum("count"))
    )
    found = [
        Row(one["month"], one["kind"], one["topic"], one["trigger"], _shown(one["total"])) for one in counted.order_by()
    ]
    reviewed: dict[dt.date, int] = {}
    for day in public_pages(TopicGuidePage).filter(reviewed_on__gte=since).values_list("reviewed_on", flat=True):
        reviewed[day.replace(day=1)] = reviewed.get(day.replace(day=1), 0) + 1
    found += [Row(month, "review", "", "", _shown(number)) for month, number in reviewed.items()]
    return sorted(found, key=lambda row: (-row.month.toordinal(), list(KINDS).index(row.kind), row.topic, row.trigger))


def _shown(number: int) -> int | None:
    return number if number >= LEAST else None


@require_safe
@cache_control(public=True, max_age=3600)
def page(request: HttpRequest) -> HttpResponse:
    """The report, to read."""
    names = dict(TOPICS)
    shown = [
        {
            "month": row.month,
            "kind": KINDS[row.kind],
            "topic": names.get(row.topic, ""),
            "trigger": TRIGGERS.get(row.trigger, ""),
            "count": row.count,
        }
        for row in rows(timezone.localdate())
    ]
    return render(request, "prevention/transparency.html", {"rows": shown, "least": LEAST})


@require_safe
@cache_control(public=True, max_age=3600)
def counts_csv(request: HttpRequest) -> HttpResponse:
    """The same, as CSV in UTF-8 with stable words; small counts read ``<10``."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_("transparency")}.csv"'
    writer = csv.writer(response)
    writer.writerow(["month", "kind", "topic", "trigger", "count"])
    for row in rows(timezone.localdate()):
        count = f"<{LEAST}" if row.count is None else row.count
        writer.writerow([f"{row.month:%Y-%m}", row.kind, row.topic, row.trigger, count])
    return response
