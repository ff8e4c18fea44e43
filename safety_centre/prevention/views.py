"""The page that shows prevention working, and the page on which a person sees and undoes what it did to them."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from guides.selectors.pages import topic_cards
from safety_centre.accounts.models import User
from safety_centre.prevention import compiled, lines, sample_feed
from safety_centre.prevention.accounts import account_key
from safety_centre.prevention.models import Contest
from safety_centre.prevention.models.lexicon import TOPICS
from safety_centre.prevention.selectors.viewer import kept_of
from safety_centre.prevention.services import aggregates, exposure

PAUSE_DAYS = (1, 7, 30)


# Exempt from CSRF: nothing is written and no cookie is read, so that there is nothing to forge.
@csrf_exempt
@sensitive_post_parameters()  # an error report must not hold what somebody typed
@require_http_methods(["GET", "POST"])
def demo(request: HttpRequest) -> HttpResponse:
    """See it working. What the visitor did travels in the form; nothing is kept, here or on the device."""
    language, data = (get_language() or "fr").split("-")[0], request.POST
    visit = sample_feed.Visit.read(data)
    counted: list[str] = []
    help_found, text = None, data.get("text", "")[: sample_feed.LONGEST]
    if "show" in data:
        visit.shown |= {data["show"]} & {post["id"] for post in sample_feed.posts(language)}
    elif "less" in data:
        visit.fewer |= {data["less"]} & dict(TOPICS).keys()
    elif "clear" in data:
        visit = sample_feed.Visit()
    elif text:
        help_found, counted = sample_feed.compose(visit, text, language, timezone.now())
    rule = compiled.rule()
    names = {guide.topic.key: guide.topic.name for guide in topic_cards(language)}
    context = {
        "rule": rule,
        "fields": visit.as_fields(),
        "help": help_found,
        "counted": [{"name": names.get(topic, topic), "uses": visit.uses[topic]} for topic in counted],
        "uses": [{"name": names.get(topic, topic), "uses": number} for topic, number in visit.uses.most_common()],
        "text": text if help_found is None else "",
        "tried": bool(text),
        "is_fresh": request.method == "GET",
        **sample_feed.decided(visit, language),
    }
    context["covered"] = [names.get(topic, topic) for topic in context["covered"]]
    response = render(request, "prevention/demo.html", context)
    if request.method == "POST":
        response["Cache-Control"] = "no-store"
    return response


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def my_covers(request: HttpRequest) -> HttpResponse:
    """Why something is covered in my feed; pause, clear, contest."""
    user, now = cast(User, request.user), timezone.now()
    if user.kind not in {User.Kind.PARENT, User.Kind.TEEN}:
        raise Http404
    account = account_key(str(user.public_id))
    if request.method == "POST":
        _change(request, account)
        return redirect("account_covers")
    kept = kept_of(account=account, today=timezone.localdate(now))
    names = dict(TOPICS)
    contested = {one["topic"] for one in kept["contests"] if one["state"] == Contest.State.OPEN}
    context = {
        "rule": compiled.rule(),
        "covers": [
            {**cover, "name": names[cover["topic"]], "is_contested": cover["topic"] in contested}
            for cover in kept["covers"]
        ],
        "exposures": [{**one, "name": names[one["topic"]]} for one in kept["exposures"]],
        "paused_until": kept["paused_until"],
        "decided": [
            {"name": names[one["topic"]], "is_lifted": one["state"] == Contest.State.UPHELD}
            for one in kept["contests"]
            if one["state"] != Contest.State.OPEN
        ],
        "reasons": Contest.Reason.choices,
        "pause_days": PAUSE_DAYS,
        "why": lines.reason_line("repeated-use"),
    }
    return render(request, "prevention/my_covers.html", context)


def _change(request: HttpRequest, account: str) -> None:
    """Do what one of the page's buttons says; anything else changes nothing."""
    data, now = request.POST, timezone.now()
    topic = data.get("topic", "")
    if data.get("pause", "") in {str(days) for days in PAUSE_DAYS}:
        exposure.pause(account=account, days=int(data["pause"]), now=now)
        messages.success(request, _("Covers are paused."))
    elif "resume" in data:
        exposure.resume(account=account)
        messages.success(request, _("Covers are back."))
    elif "clear" in data:
        exposure.clear(account=account, topic=topic if topic in dict(TOPICS) else "")
        messages.success(request, _("Cleared. It is as if nothing had been counted."))
    elif topic in dict(TOPICS) and data.get("reason") in Contest.Reason.values:
        exposure.contest(account=account, topic=topic, reason=data["reason"], now=now)
        aggregates.count(kind=aggregates.CONTEST, topic=topic, day=now.date())
        messages.success(
            request, _("A person of the safety team will look at it. They see the topic, never your words.")
        )
