"""The family agreement: read the charter's promises together, choose, talk, sign, print."""

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from family_pairing import access
from family_pairing.forms import AgreementForm, to_initial
from family_pairing.models import Agreement, Pairing
from family_pairing.policy.catalogue import CATALOGUE
from family_pairing.selectors import agreement as selectors
from family_pairing.selectors.standing import band_of
from family_pairing.services import agreement as agreements
from family_pairing.views.base import attempt, family_view, person
from safety_centre.accounts.clock import today_of
from safety_centre.accounts.models import User

REVIEW_AFTER = dt.timedelta(days=90)


@family_view
@require_GET
def show(request: HttpRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """The signed agreement and the one being discussed, with what each may do next."""
    user = person(request)
    pairing = access.pairing_of_either(user, pairing_id)
    found = selectors.agreements_of(pairing=pairing, reader=user)
    context = {"pairing": pairing, **found, "may_write": agreements.may_write(pairing, user)}
    return render(request, "family_pairing/agreement.html", context)


@family_view
@require_GET
def print_page(request: HttpRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """One sheet for the fridge: what was promised, with room to sign by hand."""
    user = person(request)
    pairing = access.pairing_of_either(user, pairing_id)
    found = selectors.agreements_of(pairing=pairing, reader=user)
    shown = found["signed"] or found["draft"]
    if shown is None:
        raise Http404
    return render(request, "family_pairing/agreement_print.html", {"pairing": pairing, "shown": shown})


def _initial(pairing: Pairing, user: User, today: dt.date) -> dict[str, Any]:
    """Return what the form begins with: the draft, else the signed agreement, else a review in three months."""
    found = pairing.agreements.filter(state__in=["draft", "signed"]).order_by("state").first()
    if found is None:
        return {"review_on": today + REVIEW_AFTER}
    return {
        "commitments": list(found.commitments.values_list("key", flat=True)),
        "review_on": found.review_on if found.review_on and found.review_on > today else today + REVIEW_AFTER,
        **{
            f"set_{one.key}": to_initial(CATALOGUE[one.key], one.value)
            for one in found.settings.all()
            if one.key in CATALOGUE
        },
    }


@family_view
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """Choose promises, settings and a day. Saving takes earlier signatures of other words away."""
    user, now = person(request), timezone.now()
    pairing = access.pairing_of_either(user, pairing_id)
    if not agreements.may_write(pairing, user):
        raise Http404
    teen = pairing.people[1]
    form = AgreementForm(
        request.POST if request.method == "POST" else None,
        initial=_initial(pairing, user, today_of(teen, now)),
        charter=selectors.charter_commitments((get_language() or "fr").split("-")[0]),
        band=band_of(teen, today_of(teen, now)),
    )
    if request.method == "POST" and form.is_valid():
        try:
            agreements.write(
                agreement=agreements.draft(pairing=pairing, user=user, now=now),
                user=user,
                commitments=form.chosen_commitments(),
                sides={},
                settings=form.chosen_settings(),
                review_on=form.cleaned_data["review_on"],
                now=now,
            )
        except ValidationError as error:
            for name, problems in getattr(error, "message_dict", {"commitments": error.messages}).items():
                form.add_error(name if name in form.fields else None, problems)
        else:
            messages.success(request, _("Saved. Talk it over, then each of you signs."))
            return redirect("family_agreement", pairing_id=pairing_id)
    context = {"pairing": pairing, "form": form}
    return render(request, "family_pairing/agreement_write.html", context, status=422 if form.errors else 200)


def _draft(pairing: Pairing) -> Agreement | None:
    return pairing.agreements.filter(state=Agreement.State.DRAFT).first()


def _nothing_to_do(request: HttpRequest, pairing: Pairing) -> HttpResponse:
    """Lead back from a page that was open while the other side signed, or a note was deleted."""
    messages.info(request, _("This has changed meanwhile. The page shows how things stand."))
    return redirect("family_agreement", pairing_id=pairing.public_id)


@family_view
@require_POST
def sign(request: HttpRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """Sign what the page showed."""
    user, now, seen = person(request), timezone.now(), request.POST.get("seen_hash", "")
    pairing = access.pairing_of_either(user, pairing_id)
    if agreements.is_signed_as_seen(pairing=pairing, user=user, seen_hash=seen):
        return redirect("family_agreement", pairing_id=pairing_id)  # a second tap: it is signed by both already
    draft = _draft(pairing)
    if draft is None:
        return _nothing_to_do(request, pairing)
    others = draft.signatures.exclude(user=user).values_list("content_hash", flat=True)
    done = _("You have signed. Once both have, its settings apply.")
    if seen in others:  # compared here and not in the database: what was posted may hold a NUL
        done = _("You have both signed: the agreement applies.")
    return attempt(
        request,
        lambda: agreements.sign(agreement=draft, user=user, seen_hash=seen, now=now),
        done,
        to="family_agreement",
        pairing_id=pairing_id,
    )


@family_view
@require_POST
def note(request: HttpRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """Write, share or delete a note of one's own."""
    user, now, data = person(request), timezone.now(), request.POST
    pairing = access.pairing_of_either(user, pairing_id)
    draft, pk = _draft(pairing), data.get("note", "")
    mine = selectors.note_of(pairing=pairing, author=user, pk=int(pk) if pk.isdecimal() and len(pk) < 18 else 0)
    if mine is None and (pk or draft is None):
        return _nothing_to_do(request, pairing)

    def step() -> object:
        if mine is None:
            return draft and agreements.add_note(agreement=draft, user=user, text=data.get("text", ""), now=now)
        change = agreements.share_note if data.get("do") == "share" else agreements.delete_note
        change(note=mine, user=user)
        return None

    return attempt(request, step, _("Saved."), to="family_agreement", pairing_id=pairing_id)
