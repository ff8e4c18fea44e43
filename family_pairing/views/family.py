"""The pairing page of both sides, what can be chosen on it, and the history."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from family_pairing import access
from family_pairing.forms import posted_day, posted_value
from family_pairing.models import GuardianPreference
from family_pairing.policy.catalogue import CATALOGUE
from family_pairing.policy.kinds import Choice
from family_pairing.selectors import history as history_selectors
from family_pairing.selectors.dashboard import view_for_teen, views_for_guardian
from family_pairing.selectors.pairings import former_pairings, open_pairings, pairings_in_force
from family_pairing.services import choices, digest, extra_time, history
from family_pairing.transitions import State
from family_pairing.views.base import attempt, family_view, person
from safety_centre.accounts.clock import today_of
from safety_centre.accounts.models import User
from safety_centre.accounts.services import needs_consent


@family_view
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The family page: a teen's own, or one section a teen for a guardian."""
    user, now = person(request), timezone.now()
    if user.kind == User.Kind.TEEN:
        views = [view_for_teen(teen=user, now=now)]
        pairings = pairings_in_force(teen=user)
    else:
        views = views_for_guardian(guardian=user, now=now)
        pairings = [view.pairing for view in views if view.pairing is not None]
    being_made = open_pairings(user=user, now=now)
    context = {
        "views": views,
        "pairings": pairings,
        "open": being_made,
        "is_meeting": any(one.state != State.INVITED for one in being_made),
        "is_teen": user.kind == User.Kind.TEEN,
        "awaits_consent": user.kind == User.Kind.TEEN and needs_consent(user, today_of(user, now)),
        "gets_digest": GuardianPreference.objects.filter(user=user, weekly_digest=True).exists(),
        "news": history_selectors.news(pairings=pairings, reader=user),
        "former": former_pairings(user=user, now=now),
    }
    return render(request, "family_pairing/home.html", context)


@family_view
@require_POST
def set_mine(request: HttpRequest, key: str) -> HttpResponse:
    """A teen chooses, or asks where a guardian's choice is stricter (``ask`` in the form)."""
    user, now = person(request), timezone.now()

    def step() -> object:
        asked = request.POST.get("ask", "")
        # A button that asks says itself what for; beside fields it only says that it asks.
        kind = CATALOGUE[key].kind if key in CATALOGUE else None
        is_named = isinstance(kind, Choice) and asked in kind.values
        value = asked if is_named else posted_value(key, request.POST)
        if asked:
            return choices.ask(teen=user, key=key, value=value, now=now)
        return choices.set_by_teen(teen=user, key=key, value=value, now=now)

    if user.kind != User.Kind.TEEN:
        return attempt(request, lambda: None, "", to="family_home")
    done = _("Your request is on its way.") if request.POST.get("ask") else _("Saved. Both sides see it.")
    return attempt(request, step, done, to="family_home")


@family_view
@require_POST
def set_theirs(request: HttpRequest, pairing_id: uuid.UUID, key: str) -> HttpResponse:
    """A guardian chooses for a teen."""
    user = person(request)
    pairing = access.pairing_of_guardian(user, pairing_id)

    def step() -> object:
        if request.POST.get("no_longer"):
            return choices.remove_by_guardian(pairing=pairing, user=user, key=key, now=timezone.now())
        value = posted_value(key, request.POST)
        return choices.set_by_guardian(pairing=pairing, user=user, key=key, value=value, now=timezone.now())

    return attempt(
        request,
        step,
        _("Saved. Both sides see it."),
        to="family_home",
    )


def _posted_minutes(request: HttpRequest) -> int | None:
    """Return what a button of extra time says: minutes, or None for the rest of the day; -1 for what no button says."""
    raw = request.POST.get("minutes", "")
    if raw == "rest":
        return None
    return int(raw) if raw.isdecimal() and len(raw) < 6 else -1


@family_view
@require_POST
def give_extra_time(request: HttpRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """A guardian gives more time for today, in one tap."""
    user = person(request)
    pairing = access.pairing_of_guardian(user, pairing_id)
    minutes, now = _posted_minutes(request), timezone.now()
    return attempt(
        request,
        lambda: extra_time.grant(pairing=pairing, user=user, minutes=minutes, now=now),
        _("Given. Both sides see it."),
        to="family_home",
    )


@family_view
@require_POST
def ask_extra_time(request: HttpRequest) -> HttpResponse:
    """A teen asks for more time today, in one tap."""
    user, minutes, now = person(request), _posted_minutes(request), timezone.now()
    if user.kind != User.Kind.TEEN:
        return attempt(request, lambda: None, "", to="family_home")
    return attempt(
        request,
        lambda: extra_time.ask(teen=user, minutes=minutes, now=now),
        _("Your request is on its way."),
        to="family_home",
    )


@family_view
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a request: a guardian accepts, offers or declines; a teen takes an offer or withdraws."""
    user, now, data = person(request), timezone.now(), request.POST
    what = data.get("answer", "")
    if user.kind == User.Kind.TEEN:
        mine = access.request_of_teen(user, pk)
        step = choices.accept_offer if what == "accept" else choices.withdraw_request
        return attempt(
            request,
            lambda: step(request=mine, user=user, now=now),
            _("Saved. Both sides see it."),
            to="family_home",
            already=lambda: choices.is_answered(mine, "accepted" if what == "accept" else "withdrawn"),
        )
    asked = access.request_of_guardian(user, pk)

    def reply() -> object:
        if what == "accept":
            review = posted_day(data.get("review_on", ""), "review_on")
            return choices.accept_request(request=asked, user=user, now=now, review_on=review)
        if what == "offer":
            return choices.counter_request(request=asked, user=user, offer=posted_value(asked.key, data), now=now)
        return choices.decline_request(request=asked, user=user, reason=data.get("reason", ""), now=now)

    state = {"accept": "accepted", "offer": "countered"}.get(what, "declined")
    return attempt(
        request,
        reply,
        _("Answered. Both sides see it."),
        to="family_home",
        already=lambda: choices.is_answered(asked, state),
    )


@family_view
@require_POST
def digest_wanted(request: HttpRequest) -> HttpResponse:
    """A guardian asks for the weekly digest, or stops it."""
    user, wanted = person(request), bool(request.POST.get("wanted"))
    if user.kind != User.Kind.PARENT:
        return attempt(request, lambda: None, "", to="family_home")
    done = _("You will get a digest once a week.") if wanted else _("You won’t get the digest any more.")
    return attempt(request, lambda: digest.want_digest(user=user, wanted=wanted), done, to="family_home")


def _number(raw: str) -> int | None:
    """Return a line's number as a link or a button gives it; None for anything that can't be one."""
    return int(raw) if raw.isdecimal() and len(raw) < 19 else None


@family_view
@require_GET
def history_page(request: HttpRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """The history that both read, newest first, in pages; of a pairing that has ended, up to its end."""
    user = person(request)
    pairing = access.history_of_either(user, pairing_id)
    before = _number(request.GET.get("before", ""))
    lines = history_selectors.of_pairing(pairing=pairing, reader=user, before=before)
    context = {
        "pairing": pairing,
        "lines": lines,
        "earlier": lines[-1].pk if len(lines) == history_selectors.PAGE else None,
        "is_newest": before is None,
    }
    return render(request, "family_pairing/history.html", context)


@family_view
@require_POST
def news_read(request: HttpRequest) -> HttpResponse:
    """Mark what the family page told as read, whatever pairing it was about."""
    user, last = person(request), request.POST.get("last", "")
    return attempt(
        request, lambda: history.mark_read(user=user, last_event_id=_number(last) or 0), "", to="family_home"
    )


@family_view
@require_POST
def history_read(request: HttpRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """Mark the history read up to a line."""
    user = person(request)
    access.history_of_either(user, pairing_id)
    last = request.POST.get("last", "")
    return attempt(
        request,
        lambda: history.mark_read(user=user, last_event_id=_number(last) or 0),
        "",
        to="family_history",
        pairing_id=pairing_id,
    )
