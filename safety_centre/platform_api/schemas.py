"""What goes in and out of the API, as types: decoding is validation, and the OpenAPI document is made of them."""

from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

MAX_TEXT = 20_000
MAX_HASHTAGS = 100
MAX_ITEMS = 200

Topic = Literal["harassment", "depression", "eating-disorders", "suicide-self-harm", "hate", "image-abuse"]
Trigger = Literal["share", "search", "hashtag", "report"]
AgeBand = Literal["13-15", "16-17", "18+"]
Text = Annotated[str, Meta(max_length=MAX_TEXT, description="The words of a post or a search, any language.")]
Hashtag = Annotated[str, Meta(max_length=200)]
Hashtags = Annotated[list[Hashtag], Meta(max_length=MAX_HASHTAGS, description="With or without the #.")]
Language = Annotated[
    str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=20, description="BCP 47, as fr or fr-CA.")
]
Country = Annotated[str, Meta(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2, as FR.")]
Account = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=128,
        pattern=r"^[A-Za-z0-9._:@-]+$",
        description="The platform’s id of the account. Kept only as a keyed hash.",
    ),
]


class ScreenRequest(Struct, forbid_unknown_fields=True):
    """Words that somebody searches, shares, tags or reports. Give ``text``, ``hashtags`` or both.

    Without ``language`` every language is looked for; without ``account`` nothing is counted.
    """

    text: Text | UnsetType = UNSET
    hashtags: Hashtags | UnsetType = UNSET
    trigger: Trigger = "share"
    language: Language | UnsetType = UNSET
    country: Country | UnsetType = UNSET
    age_band: AgeBand | UnsetType = UNSET
    account: Account | UnsetType = UNSET


class MatchOut(Struct):
    """One term found. ``start`` and ``end`` count characters (code points) of ``text``, or of the joined hashtags."""

    topic: Topic
    level: Literal["concern", "risk", "urgent"]
    intent: Literal["at-risk", "seeking-help", "neutral"]
    term: str
    start: int
    end: int
    source: Literal["text", "hashtag"]
    hashtag_index: int | None = None


class ResourceOut(Struct):
    """Something that helps, best first. ``open_now`` is null where that isn't known; ``hours`` says it in words.

    Both are about people to talk to, and count public holidays.
    """

    kind: Literal["guide", "video", "exercise", "people"]
    title: str
    text: str
    url: str
    phone: str = ""
    dial: str = ""
    sms: str = ""
    open_now: bool | None = None
    hours: str = ""


class HelpOut(Struct):
    """What to offer at once."""

    topic: Topic
    level: Literal["concern", "risk", "urgent"]
    line: str
    results_opt_in: bool
    resources: list[ResourceOut]
    guide_url: str
    friend_url: str


class ScreenResponse(Struct):
    matches: list[MatchOut]
    help: HelpOut | None


class ItemIn(Struct, forbid_unknown_fields=True):
    """One item of a page of the feed."""

    id: Annotated[str, Meta(min_length=1, max_length=128)]
    text: Text = ""
    hashtags: Hashtags = []
    topics: Annotated[list[Topic], Meta(max_length=6)] = []


class FeedRequest(Struct, forbid_unknown_fields=True):
    """A page of a viewer's feed, in its order."""

    account: Account
    items: Annotated[list[ItemIn], Meta(max_length=MAX_ITEMS)]
    language: Language | UnsetType = UNSET


class ItemOut(Struct):
    """The decision for one item. ``line`` is what a cover says; ``reason`` a stable word."""

    id: str
    decision: Literal["show", "cover", "skip"]
    topic: str
    line: str
    reason: str


class FeedResponse(Struct):
    items: list[ItemOut]


class ExposureOut(Struct):
    topic: Topic
    day: str
    count: int


class CoverOut(Struct):
    """A topic that is covered now. ``times``: the uses in the window that led to it."""

    topic: Topic
    since: str
    until: str
    times: int


class ContestOut(Struct):
    topic: Topic
    reason: str
    state: Literal["open", "upheld", "dismissed"]


class ExposuresResponse(Struct):
    """All that is kept of an account's repeated use."""

    exposures: list[ExposureOut]
    covers: list[CoverOut]
    paused_until: str | None
    contests: list[ContestOut]


class SettingOut(Struct):
    """One setting of a teen's effective policy. ``is_floor``: the platform's own rule at this age."""

    value: Any
    is_floor: bool


class TodayOut(Struct):
    """The teen's own day and the minutes it has, extra time included; 1,440 is no limit."""

    day: Annotated[str, Meta(extra_json_schema={"format": "date"})]
    minutes: Annotated[int, Meta(ge=0, le=1440)]


class PolicyResponse(Struct):
    """What holds for a teen today, by setting; the same document that webhooks send.

    ``version`` is a fingerprint of all the rest: the same values have the same version.
    """

    account: str
    version: str
    age_band: AgeBand
    settings: dict[str, SettingOut]
    today: TodayOut
    always_reachable: Annotated[
        list[str], Meta(description="Parts of the platform that no limit and no time away ever close.")
    ]


class UsageRequest(Struct, forbid_unknown_fields=True):
    """How long a teen used the platform on one day of their own calendar. A later report of a day replaces it."""

    day: Annotated[str, Meta(max_length=10, description="As 2026-11-24.", extra_json_schema={"format": "date"})]
    minutes: Annotated[int, Meta(ge=0, le=1440)]


class TermOut(Struct):
    """One term. All wordings are plain words, as the documentation says how to make them of a text.

    ``forms``: any of them tells. A frame has none: it tells where one of ``begins`` stands before one of ``ends`` with
    at most ``gap`` words between. ``only_with``: one of these must stand in the same post; ``not_with``: none may.
    ``short``: a hashtag, or a text of at most so many words, needs no ``only_with``.
    """

    term: str
    language: str
    topic: Topic
    level: Literal["concern", "risk", "urgent"]
    intent: Literal["at-risk", "seeking-help", "neutral"]
    match: Literal["word", "phrase", "hashtag"]
    family: str
    accents: Literal["ignore", "exact"]
    forms: list[str]
    begins: list[str]
    ends: list[str]
    gap: int
    only_with: list[str]
    not_with: list[str]
    short: int


class ExceptionsOut(Struct):
    """Innocent wordings: a term of this family and language that touches one of ``forms`` doesn’t count."""

    family: str
    language: str
    forms: list[str]


class LexiconResponse(Struct):
    """The published lexicon, whole. ``format`` changes when its shape does.

    ``lookalikes``: a character → the letters that it is read as. ``fillers``: words that may stand between those of a
    wording.
    """

    format: int
    version: int
    hash: str
    published_at: str | None
    lookalikes: dict[str, str]
    fillers: list[str]
    exceptions: list[ExceptionsOut]
    terms: list[TermOut]


class FieldError(Struct):
    field: str
    message: str


class ProblemOut(Struct):
    """An error (RFC 9457). ``errors`` names the fields to mend, where there are any."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] | UnsetType = UNSET
