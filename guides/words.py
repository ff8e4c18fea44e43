"""How the help finder says things: states, ages, languages, time zones, in the active language."""

import datetime as dt
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_timezone_location
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

# What Babel has no name for. Sign languages have codes of three letters.
OTHER_LANGUAGES = {"fsl": gettext_lazy("French Sign Language")}


def sort_key(name: str) -> str:
    """Return what names are sorted by: without accents or case, so that Égypte stands under E."""
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    return Locale.parse(language.replace("-", "_"))


def language_name(code: str) -> str:
    """Return the name of a spoken language (ISO 639 code) in the active language; the code where it has none."""
    if code in OTHER_LANGUAGES:
        return str(OTHER_LANGUAGES[code])
    return _locale(get_language() or "en").languages.get(code, code)


def day_name(weekday: int) -> str:
    """Return the name of a weekday (Monday is 0) as it stands in a sentence: "vendredi", "Friday"."""
    return _locale(get_language() or "en").days["format"]["wide"][weekday]


def in_languages(codes: Iterable[str]) -> str:
    """Return "In French, Dutch" or nothing."""
    names = ", ".join(language_name(code) for code in codes)
    return _("In %(languages)s") % {"languages": names} if names else ""


def ages(lowest: int | None, highest: int | None) -> str:
    """Return "From 12 to 25 years" or what of it is known."""
    if lowest and highest:
        return _("From %(lowest)s to %(highest)s years") % {"lowest": lowest, "highest": highest}
    if lowest:
        return _("From %(lowest)s years") % {"lowest": lowest}
    return _("Up to %(highest)s years") % {"highest": highest} if highest else ""


def zone_in_words(time_zone: str) -> str:
    """Return "Paris time": the city that names the zone, as readers know it."""
    city = get_timezone_location(time_zone, locale=_locale(get_language() or "en"), return_city=True)
    return _("%(city)s time") % {"city": city}


def _sentences() -> dict[str, str]:
    """Return the sentences of a state with their gaps still open."""
    return {
        "always": _("Open now, day and night"),
        "shut": _("Closed now"),
        "open": _("Open now, until %(time)s (%(zone)s)"),
        "today": _("Closed now. Opens at %(time)s (%(zone)s)"),
        "tomorrow": _("Closed now. Opens tomorrow at %(time)s (%(zone)s)"),
        "later": _("Closed now. Opens on %(day)s at %(time)s (%(zone)s)"),
    }


def state_in_words(kind: str, changes_at: dt.datetime | None, time_zone: str, now: dt.datetime) -> str:
    """Return "Open now, until 23:00 (Paris time)" and its like, in the line's own time zone.

    The server doesn't know the reader's; ``help-hours.js`` says it again in theirs.
    """
    sentences = _sentences()
    if kind == "unknown":
        return ""
    if kind == "always" or changes_at is None:
        return sentences["shut" if kind == "closed" else "always"]
    zone = ZoneInfo(time_zone)
    local, today = changes_at.astimezone(zone), now.astimezone(zone).date()
    name = {0: "today", 1: "tomorrow"}.get((local.date() - today).days, "later") if kind == "closed" else "open"
    values = {"time": f"{local:%H:%M}", "day": day_name(local.weekday()), "zone": zone_in_words(time_zone)}
    return sentences[name] % values


def counted(number: int) -> str:
    """Return the sentence for how many lines there are, its gap still open; the template has the same one."""
    return ngettext("1 line to talk to somebody", "%(count)s lines to talk to somebody", number)


def for_scripts() -> dict[str, str]:
    """Return what the finder's scripts say, gaps as ``{time}``."""
    gaps = {name: f"{{{name}}}" for name in ("time", "day", "zone")}
    return {name: text % gaps for name, text in _sentences().items()} | {
        "yours": _("your time"),
        "one": counted(1) % {"count": 1},
        "many": counted(2) % {"count": "{count}"},
        "none": _("No line fits all of that. Here are all of them."),
        "guessed": _("Chosen from this device’s clock and language. Change it if it is wrong."),
        "remembered": _("The country that you chose last time. Only this device knows it."),
        "chosen": _("This device remembers the country. Nobody else does."),
        "failed": _("No network, and this country isn’t saved on this device. The list below is still the one before."),
    }
