"""Starting, joining, confirming and ending a pairing."""

import uuid

import segno
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from family_pairing import access, codes
from family_pairing.errors import PairingError
from family_pairing.models import Pairing, SafeRouteRequest
from family_pairing.selectors.dashboard import may_withdraw, views_for_guardian
from family_pairing.selectors.pairings import asks_still, last_word, open_pairings, pairings_of_guardian
from family_pairing.services import consent as consents
from family_pairing.services import ending, safe_route
from family_pairing.services import pairing as pairings
from family_pairing.views.base import attempt, family_view, person
from safety_centre.accounts.clock import today_of
from safety_centre.accounts.retention import CONSENT_AWAITED
from safety_centre.accounts.services import needs_consent


class JoinForm(forms.Form):
    """The code that the other phone shows."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        help_text=gettext_lazy("Eight letters and digits, as the other phone shows them."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class InviteForm(forms.Form):
    """The address of a parent who has no account yet."""

    email = forms.EmailField(label=gettext_lazy("E-mail address of the other person"))


def qr(address: str) -> SafeString:
    """Return a QR code of ``address`` as inline SVG; it is drawn here, so no code ever leaves this site."""
    drawn = segno.make(address, error="m").svg_inline(scale=5, border=2, omitsize=True, svgclass="qr", lineclass=None)
    return SafeString(drawn)


@family_view
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Show a new code: in this answer only, since nothing stores it."""
    try:
        started = pairings.start(user=person(request), now=timezone.now())
    except ValidationError as error:
        return render(request, "family_pairing/refused.html", {"problems": error.messages}, status=422)
    address = settings.SITE_URL + reverse("family_join") + f"?code={started.secret}"
    context = {"code": codes.display(started.secret), "qr": qr(address), "address": address}
    return render(request, "family_pairing/code.html", context)


@family_view
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Send a link to a parent without an account."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return attempt(
            request,
            lambda: _send_link(request, form.cleaned_data["email"]),
            _("The link is on its way. It works for 48 hours."),
            to="family_home",
        )
    return render(request, "family_pairing/invite.html", {"form": form}, status=422 if form.errors else 200)


def _send_link(request: HttpRequest, email: str) -> None:
    started = pairings.invite(user=person(request), email=email, now=timezone.now())
    if started is None:
        return
    context = {
        "person": person(request),
        "address": settings.SITE_URL + reverse("family_join_link", args=[started.secret]),
    }
    message = EmailMessage(
        subject=render_to_string("family_pairing/mail/invitation_subject.txt", context).strip(),
        body=render_to_string("family_pairing/mail/invitation.txt", context),
        to=[email],
    )
    try:
        message.send()
    except OSError:
        pairings.cancel(pairing=started.pairing, user=person(request), now=timezone.now())
        raise PairingError(_("The mail could not be sent. Try again later, or show a code instead.")) from None


@family_view
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Type the code, or come with it from the QR code. Only the POST redeems it."""
    form = JoinForm(request.POST or None, initial={"code": request.GET.get("code", "")[:20]})
    if request.method == "POST" and form.is_valid():
        try:
            found = pairings.redeem_code(user=person(request), typed=form.cleaned_data["code"], now=timezone.now())
        except ValidationError as error:
            for field, messages in error.message_dict.items():
                for message in messages:
                    form.add_error(field if field in form.fields else None, message)
        else:
            return redirect("family_review", pairing_id=found.public_id)
    return render(request, "family_pairing/join.html", {"form": form}, status=422 if form.errors else 200)


@family_view
@require_http_methods(["GET", "POST"])
def join_link(request: HttpRequest, token: str) -> HttpResponse:
    """Come with an e-mailed link. Opening it does nothing yet: mail programs open links by themselves."""
    if request.method == "POST":
        try:
            found = pairings.redeem_token(user=person(request), token=token, now=timezone.now())
        except ValidationError as error:
            return render(request, "family_pairing/refused.html", {"problems": error.messages}, status=422)
        return redirect("family_review", pairing_id=found.public_id)
    return render(request, "family_pairing/join_link.html")


@family_view
@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """The side that came reads what it would mean, and accepts or declines; the first side confirms or refuses."""
    user, now = person(request), timezone.now()
    pairing = access.pairing_made_or_not(user, pairing_id)
    steps = {
        "accept": (pairings.accept, _("You accepted. It starts when the other side confirms.")),
        "decline": (pairings.decline, _("You declined. Nothing was linked.")),
        "confirm": (pairings.confirm, _("You are paired.")),
        "refuse": (pairings.refuse, _("Nothing was linked.")),
        "cancel": (pairings.cancel, _("The invitation was taken back.")),
    }
    if request.method == "POST":
        chosen = request.POST.get("step", "")
        step, done = steps.get(chosen, (None, ""))
        if step is None:
            return redirect("family_review", pairing_id=pairing_id)
        return attempt(
            request,
            lambda: step(pairing=pairing, user=user, now=now),
            done,
            to="family_home",
            already=lambda: pairings.is_done(pairing=pairing, user=user, step=chosen),
        )
    if not pairing.is_open:  # gone back to a page of yesterday
        return redirect("family_home")
    context = {
        "pairing": pairing,
        "is_joiner": pairings.is_joiner(pairing, user),
        "other": pairing.guardian if user.pk == pairing.teen_id else pairing.teen,
        "needs_consent": pairing.teen is not None and needs_consent(pairing.teen, today_of(pairing.teen, now)),
    }
    return render(request, "family_pairing/review.html", context)


@family_view
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """End a pairing. A teen finds people to talk to and the safe route before the button."""
    user, now = person(request), timezone.now()
    pairing = access.pairing_of_either(user, pairing_id)
    is_teen = user.pk == pairing.teen_id
    if request.method == "POST":
        if is_teen:
            step, done = ending.end_by_teen, _("The pairing ends in 48 hours. Until then the protections hold.")
        else:
            step, done = ending.end_by_guardian, _("The pairing has ended.")
        return attempt(
            request,
            lambda: step(pairing=pairing, user=user, now=now),
            done,
            to="family_home",
            already=lambda: is_teen and ending.is_ending(pairing),
        )
    template = "family_pairing/end_teen.html" if is_teen else "family_pairing/end_guardian.html"
    gave = not is_teen and may_withdraw(pairing.people[1], pairing, today_of(pairing.people[1], now))
    return render(request, template, {"pairing": pairing, "may_withdraw": gave})


@family_view
@require_http_methods(["GET", "POST"])
def consent(request: HttpRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """A guardian takes the agreement to a young teen's account back, having read what then happens, or agrees again."""
    user, now = person(request), timezone.now()
    former = access.former_pairing_of_guardian(user, pairing_id)
    if former is not None:
        return _consent_after_the_end(request, former)
    pairing = access.pairing_of_guardian(user, pairing_id)
    if request.method == "POST":
        steps = {
            "agree": (consents.agree_again, _("You agreed. Both sides see it.")),
            "withdraw": (consents.withdraw, _("Your agreement is taken back. Both sides see it.")),
        }
        step, done = steps.get(request.POST.get("do", ""), (None, ""))
        if step is None:
            return redirect("family_consent", pairing_id=pairing_id)
        return attempt(
            request,
            lambda: step(pairing=pairing, user=user, now=now),
            done,
            to="family_home",
            already=lambda: step == consents.withdraw and consents.is_withdrawn(pairing=pairing, user=user),
        )
    view = next(one for one in views_for_guardian(guardian=user, now=now) if one.pairing == pairing)
    if not view.may_withdraw and not view.awaits_consent:
        raise Http404
    until = today_of(view.teen, now + CONSENT_AWAITED)
    return render(request, "family_pairing/consent.html", {"pairing": pairing, "view": view, "until": until})


def _consent_after_the_end(request: HttpRequest, pairing: Pairing) -> HttpResponse:
    """A former guardian takes back the agreement that they gave. Nothing of the teen's present is read or shown."""
    user, teen, now = person(request), pairing.people[1], timezone.now()
    living = next((one for one in pairings_of_guardian(guardian=user) if one.teen_id == teen.pk), None)
    if living is not None:  # paired anew: that page has it
        return redirect("family_consent", pairing_id=living.public_id)
    said = last_word(teen=teen, by=user)
    if said is None or not asks_still(pairing, user, now):
        raise Http404
    if request.method == "POST" and request.POST.get("do") == "withdraw":
        return attempt(
            request,
            lambda: consents.withdraw_after_end(pairing=pairing, user=user, now=now),
            _("Your agreement is taken back."),
            to="family_home",
            already=lambda: consents.is_withdrawn(pairing=pairing, user=user),
        )
    context = {"name": (pairing.left or {})["teen"], "said": said, "is_given": said.kind == consents.GIVEN}
    return render(request, "family_pairing/consent_after.html", context)


@family_view
@require_POST
def stay(request: HttpRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """Take an ending back."""
    user = person(request)
    pairing = access.pairing_of_teen(user, pairing_id)
    return attempt(
        request,
        lambda: ending.stay(pairing=pairing, user=user, now=timezone.now()),
        _("The pairing goes on."),
        to="family_home",
        already=lambda: not ending.is_ending(pairing),
    )


@family_view
@require_http_methods(["GET", "POST"])
def safe(request: HttpRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """The safe route: asks the safety team, tells nobody else.

    The page looks the same whether something was asked or not: whoever takes the phone reads nothing from it.
    """
    user = person(request)
    pairing = access.pairing_of_teen(user, pairing_id)
    if request.method == "POST" and request.POST.get("take_back"):
        safe_route.withdraw(teen=user, pairing=pairing, now=timezone.now())
        return render(request, "family_pairing/safe_asked.html", {"is_taken_back": True})
    if request.method == "POST":
        contact = request.POST.get("contact", "")
        if contact not in SafeRouteRequest.Contact.values:
            contact = SafeRouteRequest.Contact.NONE
        safe_route.ask(teen=user, pairing=pairing, contact=contact, now=timezone.now())
        return render(request, "family_pairing/safe_asked.html")
    return render(
        request, "family_pairing/safe.html", {"pairing": pairing, "contacts": SafeRouteRequest.Contact.choices}
    )


@family_view
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Where the first side looks whether the other has come."""
    user = person(request)
    mine = [found for found in open_pairings(user=user, now=timezone.now()) if pairings.is_starter(found, user)]
    return render(request, "family_pairing/waiting.html", {"open": mine})
