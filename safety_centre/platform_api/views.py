"""The endpoints of version 1. Each decodes, asks prevention or pairing, and encodes; rules live there."""

import datetime as dt
import uuid
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import translation

from family_pairing.policy import bands
from family_pairing.policy.catalogue import ALWAYS_REACHABLE
from family_pairing.selectors.policy import minutes_on, policy_of
from family_pairing.services.screen_time import report_usage
from safety_centre.accounts.clock import today_of
from safety_centre.accounts.models import User
from safety_centre.platform_api import lexicon_document, schemas
from safety_centre.platform_api.endpoint import Endpoint, idempotent, json_response
from safety_centre.platform_api.problems import Problem
from safety_centre.prevention import lines
from safety_centre.prevention.accounts import account_key
from safety_centre.prevention.matching import Match
from safety_centre.prevention.selectors.help import as_dict, supported_language
from safety_centre.prevention.selectors.viewer import kept_of, viewer_of
from safety_centre.prevention.services import exposure
from safety_centre.prevention.services.feed import FeedItem, decide_feed
from safety_centre.prevention.services.screening import screen

_screen = msgspec.json.Decoder(schemas.ScreenRequest)
_feed = msgspec.json.Decoder(schemas.FeedRequest)
_usage = msgspec.json.Decoder(schemas.UsageRequest)


def given(value: Any, otherwise: Any = None) -> Any:
    """Return a field's value, or ``otherwise`` where the request doesn't have it."""
    return otherwise if value is msgspec.UNSET else value


class Screen(Endpoint):
    """``POST prevention/screen``: what is sensitive in some words, and help for it."""

    scopes = {"POST": "prevention:screen"}

    @idempotent
    def post(self, request: HttpRequest) -> HttpResponse:
        asked = self.body(request, _screen)
        if asked.text is msgspec.UNSET and asked.hashtags is msgspec.UNSET:
            raise Problem(422, "Give text, hashtags or both.", field="text")
        account = given(asked.account)
        screened = screen(
            text=given(asked.text, ""),
            hashtags=given(asked.hashtags, ()),
            trigger=asked.trigger,
            language=given(asked.language),
            country=given(asked.country),
            age_band=given(asked.age_band),
            account=account_key(account) if account else "",
            now=self.now,
        )
        return json_response({"matches": [_match(one) for one in screened.matches], "help": as_dict(screened.help)})


def _match(match: Match) -> dict[str, Any]:
    return {
        "topic": match.topic,
        "level": match.level,
        "intent": match.intent,
        "term": match.term,
        "start": match.start,
        "end": match.end,
        "source": match.source,
        "hashtag_index": match.hashtag_index,
    }


class Feed(Endpoint):
    """``POST prevention/feed``: show, cover or skip, for each item of a page of a viewer's feed."""

    scopes = {"POST": "prevention:feed"}

    def post(self, request: HttpRequest) -> HttpResponse:
        asked = self.body(request, _feed)
        language = given(asked.language)
        items = [FeedItem(one.id, one.text, one.hashtags, one.topics) for one in asked.items]
        viewer = viewer_of(platform_id=asked.account, today=self.now.date(), now=self.now)
        with translation.override(supported_language(language)):
            decided = [
                {
                    "id": made.id,
                    "decision": made.decision,
                    "topic": made.topic,
                    "line": lines.cover_line(made.topic) if made.decision == "cover" else "",
                    "reason": made.reason,
                }
                for made in decide_feed(viewer=viewer, items=items, language=language, now=self.now)
            ]
        return json_response({"items": decided})


class Lexicon(Endpoint):
    """``GET prevention/lexicon``: the published lexicon to evaluate at the edge, with its ETag and signature."""

    scopes = {"GET": "prevention:lexicon"}

    def get(self, request: HttpRequest) -> HttpResponse:
        document = lexicon_document.current()
        headers = {"ETag": document.etag, "Cache-Control": "private, max-age=60", "Signature": document.signature}
        wanted = request.headers.get("If-None-Match", "")
        if document.etag in (tag.strip().removeprefix("W/") for tag in wanted.split(",")) or wanted.strip() == "*":
            return HttpResponseNotModified(headers=headers)
        response = HttpResponse(document.body, content_type="application/json")
        for name, value in headers.items():
            response[name] = value
        return response


class Exposures(Endpoint):
    """``GET`` and ``DELETE accounts/{id}/exposures``: all that is kept of an account's repeated use, and its end."""

    scopes = {"GET": "accounts:read", "DELETE": "accounts:write"}

    def get(self, request: HttpRequest, account: str) -> HttpResponse:
        return json_response(kept_of(account=account_key(_account(account)), today=self.now.date()))

    def delete(self, request: HttpRequest, account: str) -> HttpResponse:
        exposure.clear(account=account_key(_account(account)))
        return HttpResponse(status=204)


class Policy(Endpoint):
    """``GET accounts/{id}/policy``: what holds for a teen who has an account here."""

    scopes = {"GET": "accounts:read"}

    def get(self, request: HttpRequest, account: str) -> HttpResponse:
        teen = _teen(account)
        return json_response(policy_document(teen, today_of(teen, self.now)))


class Usage(Endpoint):
    """``POST accounts/{id}/usage``: minutes of one day, for a teen who has an account here."""

    scopes = {"POST": "accounts:write"}

    def post(self, request: HttpRequest, account: str) -> HttpResponse:
        teen = _teen(account)
        asked = self.body(request, _usage)
        try:
            report_usage(teen=teen, day=dt.date.fromisoformat(asked.day), minutes=asked.minutes, now=self.now)
        except ValidationError as error:
            field, messages = next(iter(error.message_dict.items()))
            raise Problem(422, " ".join(messages), field=field) from error
        except ValueError as error:
            raise Problem(422, "There is no such day.", field="day") from error
        return HttpResponse(status=204)


def _account(account: str) -> str:
    """Return a platform's id of an account as the schemas allow it. Raises :class:`Problem` 422 for any other."""
    try:
        return msgspec.convert(account, schemas.Account)
    except msgspec.ValidationError as error:
        raise Problem(422, str(error), field="account") from error


def _teen(account: str) -> User:
    """Return the teen with this ``public_id``. Raises :class:`Problem` 404 alike for adults and for nobody."""
    try:
        public_id = uuid.UUID(_account(account))
    except ValueError:
        raise Problem(404, "There is no teen’s account with this id.") from None
    teen = User.objects.filter(public_id=public_id, kind=User.Kind.TEEN, is_active=True).first()
    if teen is None:
        raise Problem(404, "There is no teen’s account with this id.")
    return teen


def policy_document(teen: User, today: dt.date) -> dict[str, Any]:
    """Return a teen's effective policy as the API and webhooks give it: values, and no name of who chose them."""
    return {
        "account": str(teen.public_id),
        "age_band": bands.band_on(teen.birth_date, today) if teen.birth_date else bands.YOUNGER,
        "settings": {
            key: {"value": held.value, "is_floor": held.is_floor}
            for key, held in policy_of(teen=teen, today=today).items()
        },
        "today": {"day": today.isoformat(), "minutes": minutes_on(teen=teen, today=today)},
        "always_reachable": sorted(ALWAYS_REACHABLE),
    }


def not_found(request: HttpRequest, path: str = "") -> HttpResponse:
    """Whatever isn't an endpoint of this version, as a problem document."""
    return Problem(404, "There is no such endpoint in this version. See /api/v1/docs/.").response()
