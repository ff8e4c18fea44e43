"""What a value means for the person who reads it: one plain sentence to the teen, one to the guardian.

Both are told the same fact. The sentences say what happens on the platform and promise no more than that.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from family_pairing.policy import words
from family_pairing.policy.catalogue import CATALOGUE
from family_pairing.policy.kinds import Choice

Said = tuple[Any, Any]  # to the teen, to the guardian

CHOICES: Mapping[str, Mapping[str, Said]] = {
    "account_visibility": {
        "public": (
            gettext_lazy("Anyone can see your videos."),
            gettext_lazy("Anyone can see your teen’s videos."),
        ),
        "private": (
            gettext_lazy("Only people you accept see your videos."),
            gettext_lazy("Only people your teen accepts see their videos."),
        ),
    },
    "suggest_account": {
        "on": (
            gettext_lazy("Your account can be suggested to people you don’t know."),
            gettext_lazy("Your teen’s account can be suggested to people they don’t know."),
        ),
        "off": (
            gettext_lazy("Your account isn’t suggested to anyone."),
            gettext_lazy("Your teen’s account isn’t suggested to anyone."),
        ),
    },
    "direct_messages": {
        "friends": (
            gettext_lazy("Only your friends can write to you privately."),
            gettext_lazy("Only friends can write to your teen privately."),
        ),
        "no_one": (
            gettext_lazy("No one can write to you privately."),
            gettext_lazy("No one can write to your teen privately."),
        ),
    },
    "comments": {
        "everyone": (
            gettext_lazy("Anyone can comment on your videos."),
            gettext_lazy("Anyone can comment on your teen’s videos."),
        ),
        "friends": (
            gettext_lazy("Only your friends can comment on your videos."),
            gettext_lazy("Only friends can comment on your teen’s videos."),
        ),
        "no_one": (
            gettext_lazy("No one can comment on your videos."),
            gettext_lazy("No one can comment on your teen’s videos."),
        ),
    },
    "liked_videos": {
        "friends": (
            gettext_lazy("Your friends see which videos you like."),
            gettext_lazy("Friends see which videos your teen likes."),
        ),
        "only_me": (
            gettext_lazy("Only you see which videos you like."),
            gettext_lazy("Only your teen sees which videos they like."),
        ),
    },
    "downloads": {
        "on": (
            gettext_lazy("People who see your videos can save them."),
            gettext_lazy("People who see your teen’s videos can save them."),
        ),
        "off": (
            gettext_lazy("The app lets no one save your videos."),
            gettext_lazy("The app lets no one save your teen’s videos."),
        ),
    },
    "live": {
        "watch_and_host": (
            gettext_lazy("You can watch live videos and go live yourself."),
            gettext_lazy("Your teen can watch live videos and go live."),
        ),
        "watch": (
            gettext_lazy("You can watch live videos. Going live is off."),
            gettext_lazy("Your teen can watch live videos. Going live is off."),
        ),
        "off": (
            gettext_lazy("Live videos are off for you."),
            gettext_lazy("Live videos are off for your teen."),
        ),
    },
    "gifts_and_purchases": {
        "on": (
            gettext_lazy("You can spend money in the app."),
            gettext_lazy("Your teen can spend money in the app."),
        ),
        "off": (
            gettext_lazy("You can’t spend money in the app."),
            gettext_lazy("Your teen can’t spend money in the app."),
        ),
    },
    "location": {
        "on": (
            gettext_lazy("A place can be attached to your videos and your account."),
            gettext_lazy("A place can be attached to your teen’s videos and account."),
        ),
        "off": (
            gettext_lazy("No place is attached to your videos or your account."),
            gettext_lazy("No place is attached to your teen’s videos or account."),
        ),
    },
    "search": {
        "on": (
            gettext_lazy("You can search for videos, people and words."),
            gettext_lazy("Your teen can search for videos, people and words."),
        ),
        "off": (
            gettext_lazy("Search is off for you. Help stays within reach."),
            gettext_lazy("Search is off for your teen. Help stays within reach."),
        ),
    },
    "restricted_mode": {
        "off": (
            gettext_lazy("You may be shown videos meant for an older audience."),
            gettext_lazy("Your teen may be shown videos meant for an older audience."),
        ),
        "on": (
            gettext_lazy("You aren’t shown videos meant for an older audience."),
            gettext_lazy("Your teen isn’t shown videos meant for an older audience."),
        ),
    },
    "sensitive_content": {
        "show": (
            gettext_lazy("Videos about hard topics are shown to you as they are."),
            gettext_lazy("Videos about hard topics are shown to your teen as they are."),
        ),
        "cover-on-repeat": (
            gettext_lazy("When a hard topic keeps coming back, its videos are covered. You can open them."),
            gettext_lazy("When a hard topic keeps coming back, its videos are covered. Your teen can open them."),
        ),
        "always-cover": (
            gettext_lazy("Videos about hard topics are covered. You can open them."),
            gettext_lazy("Videos about hard topics are covered. Your teen can open them."),
        ),
        "hide": (
            gettext_lazy("Videos about hard topics are left out of your feed. Help never is."),
            gettext_lazy("Videos about hard topics are left out of your teen’s feed. Help never is."),
        ),
    },
    "personalised_feed": {
        "on": (
            gettext_lazy("Your feed follows what you have watched."),
            gettext_lazy("Your teen’s feed follows what they have watched."),
        ),
        "off": (
            gettext_lazy("Your feed doesn’t follow what you have watched."),
            gettext_lazy("Your teen’s feed doesn’t follow what they have watched."),
        ),
    },
    "personalised_ads": {
        "on": (
            gettext_lazy("The ads you see follow what you have watched."),
            gettext_lazy("The ads your teen sees follow what they have watched."),
        ),
        "off": (
            gettext_lazy("The ads you see don’t follow what you have watched."),
            gettext_lazy("The ads your teen sees don’t follow what they have watched."),
        ),
    },
    "autoplay": {
        "on": (
            gettext_lazy("When a video ends, the next one starts by itself."),
            gettext_lazy("When a video ends, the next one starts by itself."),
        ),
        "off": (
            gettext_lazy("When a video ends, you choose whether to go on."),
            gettext_lazy("When a video ends, your teen chooses whether to go on."),
        ),
    },
}

# Where the value is a list, a limit or a time: the sentence with a value in it, and the one for none.
OTHERS: Mapping[str, tuple[Said, Said]] = {
    "filtered_keywords": (
        (
            gettext_lazy("Videos with these words aren’t shown to you: %(value)s."),
            gettext_lazy("Videos with these words aren’t shown to your teen: %(value)s."),
        ),
        (
            gettext_lazy("No words are filtered for you."),
            gettext_lazy("No words are filtered for your teen."),
        ),
    ),
    "daily_screen_time": (
        (
            gettext_lazy("Your screen time: %(value)s. Help stays open after it."),
            gettext_lazy("Your teen’s screen time: %(value)s. Help stays open after it."),
        ),
        (
            gettext_lazy("Your screen time has no limit."),
            gettext_lazy("Your teen’s screen time has no limit."),
        ),
    ),
    "time_away": (
        (
            gettext_lazy("Your feed rests: %(value)s. Help stays open."),
            gettext_lazy("Your teen’s feed rests: %(value)s. Help stays open."),
        ),
        (
            gettext_lazy("Your feed is open at any hour."),
            gettext_lazy("Your teen’s feed is open at any hour."),
        ),
    ),
    "notifications_muted": (
        (
            gettext_lazy("You get no notifications: %(value)s."),
            gettext_lazy("Your teen gets no notifications: %(value)s."),
        ),
        (
            gettext_lazy("You may get notifications at any hour."),
            gettext_lazy("Your teen may get notifications at any hour."),
        ),
    ),
    "wind_down": (
        (
            gettext_lazy("Your screen suggests stopping %(value)s."),
            gettext_lazy("Your teen’s screen suggests stopping %(value)s."),
        ),
        (
            gettext_lazy("Your screen doesn’t suggest stopping in the evening."),
            gettext_lazy("Your teen’s screen doesn’t suggest stopping in the evening."),
        ),
    ),
}


def sentence(key: str, value: Any, *, for_guardian: bool) -> str:
    """Return what ``value`` (in canonical form) means, said to the guardian or else to the teen.

    A value or a setting that the catalogue no longer has, as old lines of history may hold, is said as it stands.
    """
    setting = CATALOGUE.get(key)
    said: Said | None = None
    if setting is not None and isinstance(setting.kind, Choice):
        said = CHOICES[key].get(value)
    elif setting is not None:
        some, none = OTHERS[key]
        said = none if value == setting.kind.least() else some
    if said is None:
        return _("%(setting)s: %(value)s") % {"setting": words.name_of(key), "value": words.value_in_words(key, value)}
    return str(said[for_guardian]) % {"value": words.value_in_words(key, value)}
