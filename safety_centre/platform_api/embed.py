"""The help panel that other sites show: public, alike for everybody, no key, no cookie, nobody counted."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from safety_centre.platform_api.endpoint import json_response
from safety_centre.platform_api.problems import Problem
from safety_centre.prevention.matching.lexicon import LEVELS, TOPICS
from safety_centre.prevention.selectors.help import AUDIENCE_OF_BAND, as_dict, help_for, supported_language


@require_safe
def embedded_help(request: HttpRequest) -> HttpResponse:
    """Help for ``topic`` (and ``level``, ``language``, ``country``, ``age_band``), with the panel's own words.

    A site gives a topic, never what somebody wrote. The answer may be cached by anybody for a minute.
    """
    asked = request.GET
    topic, level = asked.get("topic", ""), asked.get("level", "concern")
    country, band = asked.get("country", "").upper(), asked.get("age_band", "")
    try:
        if topic not in TOPICS:
            raise Problem(422, f"One of {', '.join(TOPICS)}.", field="topic")
        if level not in LEVELS:
            raise Problem(422, f"One of {', '.join(LEVELS)}.", field="level")
        if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
            raise Problem(422, "Two letters, as FR.", field="country")
        if band and band not in AUDIENCE_OF_BAND:
            raise Problem(422, f"One of {', '.join(AUDIENCE_OF_BAND)}.", field="age_band")
    except Problem as problem:
        return _open(problem.response())
    language = supported_language(asked.get("language"))
    found = help_for(
        topic=topic,
        level=level,
        seeks_help=False,
        language=language,
        country=country or None,
        age_band=band or None,
        now=timezone.now(),
    )
    direction = "rtl" if translation.get_language_info(language)["bidi"] else "ltr"
    with translation.override(language):
        words = {
            "title": _("You can talk about it"),
            "call": _("Call"),
            "text": _("Text"),
            "friend": _("Worried about a friend?"),
            "close": _("Close"),
        }
    response = json_response({"language": language, "direction": direction, "words": words, "help": as_dict(found)})
    response["Cache-Control"] = "public, max-age=60"
    return _open(response)


def _open(response: HttpResponse) -> HttpResponse:
    """Let any site read the answer, without credentials: there is nothing in it that isn't public."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
