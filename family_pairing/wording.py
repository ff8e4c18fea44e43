"""What each line of history says. One sentence for both sides: the same facts, in the reader's language."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from family_pairing.policy.words import extra_time_words

Names = dict[str, str]

# The names in braces are first names; a setting's value is in the catalogue's words.
SENTENCES: dict[str, Any] = {
    "pairing_accepted": gettext_lazy("{actor} accepted the pairing. It starts once the other side confirms."),
    "pairing_declined": gettext_lazy("{actor} declined the pairing. Nothing was linked."),
    "pairing_refused": gettext_lazy("{actor} said that this isn’t the right person. Nothing was linked."),
    "pairing_started": gettext_lazy("{guardian} and {teen} are paired."),
    "ending_started": gettext_lazy(
        "{teen} ended the pairing. {guardian}’s protections hold for 48 hours, until {until}."
    ),
    "ending_taken_back": gettext_lazy("{teen} took the ending back. The pairing goes on."),
    "guardian_choice": gettext_lazy("{actor} set “{setting}” to: {value}."),
    "guardian_choice_removed": gettext_lazy("{actor} no longer sets “{setting}”."),
    "teen_choice": gettext_lazy("{actor} set “{setting}” to: {value}."),
    "request_made": gettext_lazy("{actor} asks for “{setting}”: {value}."),
    "request_accepted": gettext_lazy("{actor} accepted “{setting}”: {value}."),
    "request_countered": gettext_lazy("{actor} offers for “{setting}”: {value}."),
    "request_declined": gettext_lazy("{actor} kept “{setting}” as it is. Why: {reason}"),
    "request_withdrawn": gettext_lazy("{actor} withdrew the request about “{setting}”."),
    "request_expired": gettext_lazy("The request about “{setting}” got no answer and has expired."),
    "plan_made": gettext_lazy("{actor} plans “{setting}”: {value} from {day}."),
    "plan_removed": gettext_lazy("{actor} took back the plan for “{setting}”."),
    "plan_done": gettext_lazy("As planned, “{setting}” is now: {value}."),
    "review_day": gettext_lazy("Today {guardian} and {teen} wanted to look at “{setting}” together again."),
    "agreement_review_day": gettext_lazy(
        "Today {guardian} and {teen} wanted to look at the family agreement together again."
    ),
    "request_met": gettext_lazy("The request about “{setting}” is met by what was chosen since."),
    "extra_time": gettext_lazy("{actor} gave extra time: {extra}."),
    "extra_time_asked": gettext_lazy("{actor} asks for extra time: {extra}."),
    "time_zone_changed": gettext_lazy("{actor} now lives by the time of {zone}. Days and hours follow it."),
    "band_changed": gettext_lazy("{teen} is now {age}. The settings for this age apply."),
    "agreement_signed": gettext_lazy("{actor} signed the family agreement."),
    "agreement_in_force": gettext_lazy("{guardian} and {teen} have both signed: the family agreement applies."),
    "consent_withdrawn": gettext_lazy(
        "{actor} took back the agreement to {teen}’s account. Every setting is at its most careful. Without an adult’s "
        "agreement the account is deleted on {day}."
    ),
    "consent_withdrawn_later": gettext_lazy(
        "{actor} took back the agreement to {teen}’s account, which had stayed after the pairing. Below the age that "
        "the law sets, the account waits for an adult again, and the family page says until when."
    ),
    "consent_given": gettext_lazy("{actor} agreed to {teen}’s account, as the law of the country asks."),
}
ENDINGS: dict[str, Any] = {
    "guardian": gettext_lazy("{guardian} ended the pairing with {teen}. It ended at once."),
    "hold_over": gettext_lazy("48 hours have passed: the pairing of {guardian} and {teen} has ended."),
    "adult": gettext_lazy("{teen} is 18: the pairing with {guardian} has ended by itself."),
    "not_adult": gettext_lazy(
        "{guardian}’s date of birth was corrected and isn’t an adult’s: the pairing with {teen} has ended."
    ),
    "erased": gettext_lazy("An account was deleted: the pairing of {guardian} and {teen} has ended."),
}


def sentence(kind: str, data: dict[str, Any], names: Names, describe: Callable[[str, Any], tuple[str, str]]) -> str:
    """Return one line of history as both sides read it.

    ``names`` has ``actor``, ``guardian`` and ``teen``; ``describe`` turns a setting's key and value into its name and
    words. Dates in ``data`` come as ISO text and are written the reader's way.
    """
    template = str(ENDINGS[data["why"]] if kind == "pairing_ended" else SENTENCES[kind])
    words: dict[str, str] = dict(names)
    if "key" in data:
        words["setting"], words["value"] = describe(data["key"], data.get("value"))
    if "ends_at" in data:
        words["until"] = date_format(localtime(datetime.fromisoformat(data["ends_at"])), "DATETIME_FORMAT")
    if data.get("day"):
        words["day"] = date_format(date.fromisoformat(data["day"]), "DATE_FORMAT")
    if kind in {"extra_time", "extra_time_asked"}:
        words["extra"] = extra_time_words(data["minutes"])
    words["reason"] = data.get("reason") or _("no reason given")
    words["zone"] = str(data.get("zone", "")).split("/")[-1].replace("_", " ")
    words["age"] = str(data.get("age", ""))
    return template.format_map(words)
