"""The admin's two pages about the lexicon as a whole: its versions, and why a text matches."""

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from safety_centre.accounts.models import User
from safety_centre.prevention import compiled
from safety_centre.prevention.matching import LexiconError, Matcher, explain
from safety_centre.prevention.models import LexiconVersion
from safety_centre.prevention.models.lexicon import TOPICS, SensitiveTerm
from safety_centre.prevention.selectors.lexicon import pending
from safety_centre.prevention.services import lexicon as services

PERMISSION = "prevention.change_sensitiveterm"
SHOWN_VERSIONS = 30
LONGEST_TRIED = 2000
STEPS: dict[str, Any] = {
    "invisible": gettext_lazy("invisible characters left out"),
    "compatibility": gettext_lazy("letters in another shape"),
    "case": gettext_lazy("capitals"),
    "accents": gettext_lazy("accents"),
    "look-alikes": gettext_lazy("look-alike letters of other scripts"),
    "signs": gettext_lazy("digits and signs for letters"),
    "separators": gettext_lazy("separators within a word"),
    "masked": gettext_lazy("masked letters"),
    "repeats": gettext_lazy("repeated letters"),
    "spacing": gettext_lazy("spaces"),
}
SILENCES: dict[str, Any] = {
    "exception": gettext_lazy("an exception covers it"),
    "longer": gettext_lazy("a longer wording holds"),
    "only_with": gettext_lazy("none of the words that it needs is there"),
    "not_with": gettext_lazy("a word that makes it innocent is there"),
    "language": gettext_lazy("it belongs to another language"),
    "accents": gettext_lazy("its accents are missing"),
}


def _editor(request: HttpRequest) -> User:
    user = cast(User, request.user)
    if not user.has_perm(PERMISSION):
        raise PermissionDenied
    return user


@require_http_methods(["GET", "POST"])
def lexicon(request: HttpRequest) -> HttpResponse:
    """The versions; publish what was edited, or take an older version back."""
    user = _editor(request)
    if request.method == "POST":
        _change(request, user)
        return redirect("prevention_lexicon")
    versions = LexiconVersion.objects.defer("terms").select_related("published_by")[:SHOWN_VERSIONS]
    context = {
        "versions": versions,
        "pending": pending(LexiconVersion.objects.first()),
        "page_title": _("Publish lexicon"),
        "header_icon": "upload",
    }
    return render(request, "wagtailadmin/lexicon.html", context)


def _change(request: HttpRequest, user: User) -> None:
    number, now = request.POST.get("back_to", ""), timezone.now()
    try:
        if number:
            wanted = number if number.isdecimal() and len(number) < 10 else "0"
            version = LexiconVersion.objects.filter(number=wanted).first()
            if version is None:
                raise ValidationError(_("There is no such version."))
            made = services.roll_back(version=version, by=user, now=now)
        else:
            made = services.publish(by=user, note=request.POST.get("note", ""), now=now)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    else:
        messages.success(
            request, _("Version %(number)s holds everywhere within five seconds.") % {"number": made.number}
        )


@require_http_methods(["GET", "POST"])
def try_it(request: HttpRequest) -> HttpResponse:
    """Why a text matches, with the published terms or with what is edited and not published yet. Keeps nothing."""
    _editor(request)
    text = request.POST.get("text", "")[:LONGEST_TRIED]
    language = request.POST.get("language", "")
    with_edits = bool(request.POST.get("with_edits"))
    explanation = None
    if text:
        try:
            matcher = Matcher(services.active_terms()) if with_edits else compiled.current().matcher
            explanation = explain(matcher, text, (), language or None)
        except (ValidationError, LexiconError) as error:
            for message in getattr(error, "messages", [str(error)]):
                messages.error(request, message)
    context = {
        "text": text,
        "language": language,
        "with_edits": with_edits,
        "languages": settings.LANGUAGES,
        "found": _found(explanation),
        "silent": _silent(explanation),
        "page_title": _("Try the lexicon"),
        "header_icon": "search",
    }
    return render(request, "wagtailadmin/try_lexicon.html", context)


def _found(explanation: Any) -> list[dict[str, Any]]:
    if explanation is None:
        return []
    return [
        {
            "match": one.match,
            "topic": dict(TOPICS)[one.match.topic],
            "level": SensitiveTerm.Level(one.match.level).label,
            "intent": SensitiveTerm.Intent(one.match.intent).label,
            "written": one.written,
            "steps": [{"name": STEPS[step.name], "before": step.before, "after": step.after} for step in one.steps],
        }
        for one in explanation.matches
    ]


def _silent(explanation: Any) -> list[dict[str, Any]]:
    if explanation is None:
        return []
    found = (
        {"term": one.term.term, "written": one.written, "reason": SILENCES[one.reason], "because": one.because}
        for one in explanation.silenced
    )
    return list({tuple(map(str, one.values())): one for one in found}.values())  # one spelling may be in two languages
