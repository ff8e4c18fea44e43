"""The settings, once: adding one is an entry here and its words.

Source of the table: product.md section 3. A floor is what neither teen nor guardian may loosen; a default holds until
somebody chooses. Values are ordered from least to most protective.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from family_pairing.policy import windows
from family_pairing.policy.bands import AWAITING, OLDER, YOUNGER
from family_pairing.policy.kinds import Choice, FromTime, Keywords, Kind, WeekdayMinutes, WeeklyWindows

SEEN, CONTACT, CONTENT, TIME = "seen", "contact", "content", "time"
# Names and groups are read by both sides, in the history and in mail too: none of them says "my".
GROUPS: dict[str, Any] = {
    SEEN: _("Who sees the account"),
    CONTACT: _("Who can get in touch"),
    CONTENT: _("What is shown"),
    TIME: _("Time and rest"),
}


@dataclass(frozen=True)
class Setting:
    """One setting. ``younger`` and ``older`` are the bands' defaults; ``floors`` the bands where that is a floor.

    While a parent's consent is awaited, ``awaiting`` (else the younger default) is the floor of every choice.
    """

    key: str
    group: str
    kind: Kind
    name: Any
    explanation: Any
    younger: Any
    older: Any
    floors: frozenset[str] = frozenset()
    words: Mapping[str, Any] | None = None
    awaiting: Any | None = None

    def default(self, band: str) -> Any:
        """Return what holds in ``band`` until somebody chooses."""
        if band == AWAITING and self.awaiting is not None:
            return self.awaiting
        return self.younger if band in {YOUNGER, AWAITING} else self.older

    def floor(self, band: str) -> Any | None:
        """Return what nobody may loosen in ``band``, or None."""
        if band == AWAITING:
            return self.default(band) if isinstance(self.kind, Choice) else None
        return self.default(band) if band in self.floors else None


_YOUNG = frozenset({YOUNGER})
_BOTH = frozenset({YOUNGER, OLDER})
ON, OFF = _("on"), _("off")
ON_OFF = Choice(("on", "off"))
ON_OFF_WORDS = {"on": ON, "off": OFF}
EVERYONE, FRIENDS, NOBODY = _("everyone"), _("friends"), _("no one")


def _nights(hour: int) -> list[list[int]]:
    return [list(window) for window in windows.daily(dt.time(hour), dt.time(7))]


# fmt: off  # a table reads better with one setting a block
SETTINGS: tuple[Setting, ...] = (
    Setting(
        "account_visibility",
        SEEN,
        Choice(("public", "private")),
        _("Account"),
        _("With a private account, only people who were accepted see the videos."),
        "private",
        "private",
        _YOUNG,
        {"public": _("public"), "private": _("private")},
    ),
    Setting(
        "suggest_account",
        SEEN,
        ON_OFF,
        _("Suggest the account to others"),
        _("Strangers may be shown the account as one to follow."),
        "off",
        "off",
        _YOUNG,
        ON_OFF_WORDS,
    ),
    Setting(
        "direct_messages",
        CONTACT,
        Choice(("friends", "no_one")),
        _("Direct messages"),
        _("Who may write privately."),
        "no_one",
        "no_one",
        _YOUNG,
        {"friends": FRIENDS, "no_one": NOBODY},
    ),
    Setting(
        "comments",
        CONTACT,
        Choice(("everyone", "friends", "no_one")),
        _("Comments on posted videos"),
        _("Who may write under the videos."),
        "friends",
        "friends",
        _YOUNG,
        {"everyone": EVERYONE, "friends": FRIENDS, "no_one": NOBODY},
    ),
    Setting(
        "liked_videos",
        SEEN,
        Choice(("friends", "only_me")),
        _("Who sees liked videos"),
        _("Likes say a lot about a person."),
        "only_me",
        "only_me",
        frozenset(),
        {"friends": FRIENDS, "only_me": _("only me")},
    ),
    Setting(
        "downloads",
        SEEN,
        ON_OFF,
        _("Downloads of posted videos"),
        _("A downloaded video can’t be taken back."),
        "off",
        "off",
        _YOUNG,
        ON_OFF_WORDS,
    ),
    Setting(
        "live",
        CONTENT,
        Choice(("watch_and_host", "watch", "off")),
        pgettext_lazy("setting", "Live"),  # "Live" alone is Wagtail's word for a published page
        _("Watching live videos, and going live."),
        "off",
        "watch",
        _YOUNG,
        {"watch_and_host": _("watch and host"), "watch": _("watch"), "off": OFF},
    ),
    Setting(
        "gifts_and_purchases",
        CONTENT,
        ON_OFF,
        _("Gifts and purchases"),
        _("Spending money in the app."),
        "off",
        "off",
        _BOTH,
        ON_OFF_WORDS,
    ),
    Setting(
        "location",
        SEEN,
        ON_OFF,
        _("Location"),
        _("Whether a place is attached to videos and to the account."),
        "off",
        "off",
        _YOUNG,
        ON_OFF_WORDS,
    ),
    Setting(
        "search",
        CONTENT,
        ON_OFF,
        _("Search"),
        _("Looking for videos, people and words."),
        "on",
        "on",
        frozenset(),
        ON_OFF_WORDS,
    ),
    Setting(
        "restricted_mode",
        CONTENT,
        Choice(("off", "on")),
        _("Restricted mode"),
        _("Leaves out videos meant for an older audience."),
        "on",
        "off",
        frozenset(),
        ON_OFF_WORDS,
    ),
    Setting(
        "sensitive_content",
        CONTENT,
        Choice(("show", "cover-on-repeat", "always-cover", "hide")),
        _("Sensitive content"),
        _("What happens to videos about hard topics. Help is never covered."),
        "cover-on-repeat",
        "cover-on-repeat",
        _YOUNG,
        {
            "show": _("show"),
            "cover-on-repeat": _("cover when it repeats"),
            "always-cover": _("always cover"),
            "hide": _("hide"),
        },
    ),
    Setting(
        "filtered_keywords",
        CONTENT,
        Keywords(),
        _("Filtered words"),
        _("Videos with these words aren’t shown."),
        [],
        [],
    ),
    Setting(
        "daily_screen_time",
        TIME,
        WeekdayMinutes(),
        _("Screen time a day"),
        _("After it the feed stops for the day. The help pages never stop."),
        [60] * 7,
        [60] * 7,
    ),
    Setting(
        "time_away",
        TIME,
        WeeklyWindows(),
        _("Time away"),
        _("Hours when the feed rests. The help pages never do."),
        [],
        [],
    ),
    Setting(
        "notifications_muted",
        TIME,
        WeeklyWindows(),
        _("Notifications muted"),
        _("Hours without notifications."),
        _nights(21),
        _nights(22),
    ),
    Setting(
        "wind_down",
        TIME,
        FromTime(),
        _("Wind-down screen"),
        _("From this time in the evening the screen suggests stopping."),
        "22:00",
        "",
    ),
    Setting(
        "personalised_feed",
        CONTENT,
        ON_OFF,
        _("Personalised feed"),
        _("Videos chosen from what was watched before."),
        "on",
        "on",
        frozenset(),
        ON_OFF_WORDS,
        awaiting="off",
    ),
    Setting(
        "personalised_ads",
        CONTENT,
        ON_OFF,
        _("Personalised ads"),
        _("Advertising chosen from what was watched before."),
        "off",
        "off",
        _BOTH,
        ON_OFF_WORDS,
    ),
    Setting(
        "autoplay",
        TIME,
        ON_OFF,
        _("Autoplay"),
        _("The next video starts by itself."),
        "off",
        "off",
        frozenset(),
        ON_OFF_WORDS,
    ),
)
# fmt: on
CATALOGUE: Mapping[str, Setting] = {setting.key: setting for setting in SETTINGS}
# Where time limits and windows never reach: whoever is out of time may still look for help.
ALWAYS_REACHABLE = frozenset({"help", "guides", "prevention_help", "report"})


def is_always_reachable(surface: str) -> bool:
    """Say whether a part of the platform stays open whatever the limits."""
    return surface in ALWAYS_REACHABLE
