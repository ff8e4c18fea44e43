"""The page of the desk that tells a partner how its guides are read, as a chart, tables and CSV."""

import csv
import datetime as dt
from collections.abc import Sequence
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language_info, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guides.desk import access
from guides.desk.exports import harmless
from guides.selectors import insight as reads
from safety_centre.accounts.models import User
from safety_centre.pages.models.votes import PageVote

TITLE = gettext_lazy("How guides are read")
USUAL_WEEKS = 12
GUIDES_A_SCREEN = 50
CHART_HEIGHT = 100


def figure(number: int | None) -> str:
    """Say a number of views; "< 10" where it is None."""
    return "<\N{NO-BREAK SPACE}10" if number is None else number_format(number, force_grouping=True)


def rounded(number: int | None) -> str:
    """Say a number that was rounded down to tens."""
    return figure(None) if number is None else _("%(number)s or more") % {"number": figure(number)}


@require_safe
def insight(request: HttpRequest) -> HttpResponse:
    """Show the reader's own guides: views by week, helpful votes with reasons, searches that found nothing.

    ``weeks`` is 4, 12 or 52, ``guide`` one page of one's own, ``export`` ``csv`` or ``searches``.
    """
    user = cast(User, request.user)
    if not access.works_here(user):
        raise PermissionDenied
    weeks = reads.finished_weeks(_period(request), timezone.localdate())
    own = access.own_pages(user)
    guides = reads.own_guides(own)
    one = None
    if "guide" in request.GET:
        one = guides.filter(pk=_number(request.GET["guide"])).first()
        if one is None:
            raise Http404
    export = request.GET.get("export")
    if export == "csv":
        return _guides_csv(reads.insight_of([one] if one else list(guides), weeks), weeks)
    near = own.filter(pk=one.pk) if one else own
    searches = reads.searches_near(near, with_none=one is None and access.is_safety_team(user), weeks=weeks)
    if export == "searches":
        return _searches_csv(searches)
    screen = Paginator(guides.filter(pk=one.pk) if one else guides, GUIDES_A_SCREEN).get_page(request.GET.get("p"))
    found = reads.insight_of(list(screen), weeks)
    context = {
        "page_title": TITLE,
        "header_title": TITLE,
        "header_icon": "view",
        "breadcrumbs_items": [{"url": reverse("wagtailadmin_home"), "label": _("Home")}, {"url": "", "label": TITLE}],
        "one": one,
        "screen": screen,
        "periods": [(number, _period_in_words(number)) for number in reads.PERIODS],
        "period": len(weeks),
        "first_day": weeks[0],
        "last_day": weeks[-1] + dt.timedelta(days=6),
        "total": figure(found.views),
        "weeks": [(week, figure(number)) for week, number in reversed(found.weeks.items())],
        "chart": chart_of(list(found.weeks.values())),
        "guides": [_row(guide) for guide in sorted(found.guides, key=lambda guide: -(guide.views or 0))],
        "searches": [(_topic(row), _language(row.language), _words(row), rounded(row.count)) for row in searches],
        "search_weeks": _period_in_words(min(len(weeks), reads.SEARCHES_KEPT_WEEKS)),
    }
    return render(request, "guides/desk/insight.html", context)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _period(request: HttpRequest) -> int:
    asked = _number(request.GET.get("weeks", ""))
    return asked if asked in reads.PERIODS else USUAL_WEEKS


def _period_in_words(weeks: int) -> str:
    return _("A year") if weeks == 52 else ngettext("%(weeks)d week", "%(weeks)d weeks", weeks) % {"weeks": weeks}


def chart_of(numbers: Sequence[int | None]) -> dict[str, Any]:
    """Return the bars of a chart: a hundred high and ten wide each. All weeks under ten look alike."""
    most = max((number or 0 for number in numbers), default=0)
    bars = []
    for place, number in enumerate(numbers):
        height = max(2, round(CHART_HEIGHT * number / most)) if number else 0
        bars.append({"x": place * 10 + 1, "y": CHART_HEIGHT - height, "height": height})
    return {"bars": bars, "width": len(numbers) * 10, "most": figure(most) if most else ""}


def _row(guide: reads.GuideInsight) -> dict[str, Any]:
    given = sorted(((number, key) for key, number in guide.reasons.items() if number), reverse=True)
    return {
        "page": guide.page,
        "views": figure(guide.views),
        "yes": rounded(guide.yes),
        "no": rounded(guide.no),
        "reasons": [(PageVote.Reason(reason).label, rounded(number)) for number, (_answer, reason) in given],
    }


def _topic(search: reads.Search) -> str:
    return search.topic or _("No topic")


def _language(code: str) -> str:
    try:
        return get_language_info(code)["name_translated"]
    except KeyError:
        return code


def _words(search: reads.Search) -> str:
    return search.words or _("(words that we don’t keep)")


def _csv(name: str, rows: Sequence[Sequence[Any]]) -> HttpResponse:
    """Return a file that spreadsheets open with its accents, and in which no text is a formula."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate().isoformat()}.csv"'
    response.write("\N{ZERO WIDTH NO-BREAK SPACE}")
    csv.writer(response).writerows([[harmless(value) for value in row] for row in rows])
    return response


def _plain(number: int | None) -> int | str:
    return "< 10" if number is None else number


def _guides_csv(found: reads.Insight, weeks: Sequence[dt.date]) -> HttpResponse:
    reasons = [(key, PageVote.Reason(key[1]).label) for key in next(iter(found.guides)).reasons] if found.guides else []
    head = [_("Page"), _("Language"), _("Views"), _("Helpful: yes (tens)"), _("Helpful: no (tens)")]
    head += [_("%(reason)s (tens)") % {"reason": label} for _key, label in reasons]
    head += [_("Views, week of %(day)s") % {"day": week.isoformat()} for week in weeks]
    rows = [
        [
            guide.page.title,
            str(guide.page.locale),
            _plain(guide.views),
            _plain(guide.yes),
            _plain(guide.no),
            *(_plain(guide.reasons[key]) for key, _label in reasons),
            *(_plain(guide.weeks.get(week)) for week in weeks),
        ]
        for guide in found.guides
    ]
    return _csv("insight", [head, *rows])


def _searches_csv(searches: Sequence[reads.Search]) -> HttpResponse:
    head = [_("Topic"), _("Language"), _("Words"), _("Times (tens)")]
    rows = [[_topic(one), _language(one.language), _words(one), one.count] for one in searches]
    return _csv("searches", [head, *rows])
