"""The endpoints of version 1. Each decodes, asks prevention or pairing, and encodes; rules live there."""

import datetime as dt
import uuid
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from family_pairing.services.screen_time import report_usage
from safety_centre.accounts.clock import today_of
from safety_centre.accounts.models import User
from safety_centre.platform_api import lexicon_document, schemas
from safety_centre.platform_api.endpoint import Endpoint, json_response, refuse_line_end
from safety_centre.platform_api.idempotency import is_first
from safety_centre.platform_api.policy import policy_document
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

    def post(self, request: HttpRequest) -> HttpResponse:
        raw, key = self.raw(request), self.idempotency_key(request)
        asked = self.decoded(raw, _screen)
        if asked.text is msgspec.UNSET and asked.hashtags is msgspec.UNSET:
            raise Problem(422, "Give text, hashtags or both.", field="text")
        if key is None:
            return self._answer(asked, counts=True)
        with transaction.atomic():  # the key is claimed with the count, or neither is
            request_bytes = b"%b %b\n%b" % ((request.method or "").encode(), request.path.encode(), raw)
            is_new = is_first(api_key=self.api_key, key=key, request=request_bytes, now=self.now)
            response = self._answer(asked, counts=is_new)
        if not is_new:
            response["Idempotent-Replayed"] = "true"
        return response

    def _answer(self, asked: schemas.ScreenRequest, *, counts: bool) -> HttpResponse:
        account = given(asked.account)
        screened = screen(
            text=given(asked.text, ""),
            hashtags=given(asked.hashtags, ()),
            trigger=asked.trigger,
            language=given(asked.language),
            country=given(asked.country),
            age_band=given(asked.age_band),
            account=account_key(account) if account else "",
            counts=counts,
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
        asked = self.decoded(self.raw(request), _feed)
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
        asked = self.decoded(self.raw(request), _usage)
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
    refuse_line_end("account", account)
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


@csrf_exempt
def not_found(request: HttpRequest, path: str = "") -> HttpResponse:
    """Whatever isn't an endpoint of this version, as a problem document."""
    return Problem(404, "There is no such endpoint in this version. See /api/v1/docs/.").response()
