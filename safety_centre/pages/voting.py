"""The one address that helpful votes are sent to."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from safety_centre.pages import votes
from safety_centre.pages.selectors import public_pages


def _why(code: str) -> str:
    return {
        "foreign": _("This answer did not come from a page of this site, so it was not counted."),
        "forged": _("This answer does not belong to the page it names, so it was not counted."),
        "expired": _("The page was open for too long. Open it again, then answer."),
        "again": _("An answer about this page came from this device, or one like it, a moment ago. One is counted."),
        "many": _("Very many answers came from this connection within an hour, so this one was not counted."),
        "unknown": _("This answer isn’t one of those on the page, so it was not counted."),
        "gone": _("This page is no longer there, so the answer was not counted."),
    }[code]


@never_cache
@csrf_exempt  # pages have no cookie: see the votes module for what stands in its place
@require_POST
def vote(request: HttpRequest) -> HttpResponse:
    """Count yes or no with its reason, then lead back to the page with thanks. Sets no cookie.

    A script that asks for JSON gets its sentence instead of the page.
    """
    wants_json = "application/json" in request.headers.get("Accept", "")
    try:
        votes.check_origin(request)
        page_id = votes.page_of(request.POST.get("token", ""))
        given = request.POST.get("answer", "")
        answer, reason = votes.read_answer(given, request.POST.get(f"reason-{given}"[:20], ""))
        page = public_pages().filter(pk=page_id).first()
        if page is None:
            raise votes.RefusedVote("gone", 404)
        votes.limit(request, page_id)
    except votes.RefusedVote as refused:
        return _refuse(request, refused, wants_json=wants_json)
    votes.count_vote(page_id=page_id, answer=answer, reason=reason, day=timezone.localdate())
    if wants_json:
        return JsonResponse({"message": _("Thank you. It is counted, and nothing about you is kept.")})
    side = request.POST.get("for", "")
    query = f"?for={side}&thanks=1" if re.fullmatch(r"[a-z]{1,10}", side) else "?thanks=1"
    response = HttpResponseRedirect(f"{page.get_url(request)}{query}#vote")
    response.status_code = 303
    return response


def _refuse(request: HttpRequest, refused: votes.RefusedVote, *, wants_json: bool) -> HttpResponse:
    message = _why(refused.code)
    if wants_json:
        response: HttpResponse = JsonResponse({"message": message}, status=refused.status)
    else:
        response = render(request, "pages/vote_refused.html", {"message": message}, status=refused.status)
    if refused.status == 429:
        response["Retry-After"] = str(votes.ONE_VOTE_IN_SECONDS)
    return response
