"""Subscribing, and the outbox: touched policies become announcements, announcements are tried until they arrive."""

import datetime as dt

import msgspec
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from safety_centre.accounts.clock import today_of
from safety_centre.accounts.models import User
from safety_centre.platform_api.models import AnnouncedPolicy, ApiKey, Webhook, WebhookDelivery
from safety_centre.platform_api.policy import policy_document
from safety_centre.platform_api.webhooks import signing, target

NEEDED_SCOPE = "accounts:read"  # who may not read a policy isn't told of it either
EVENT = "teen.policy.changed"
# After each try that fails; together a little over two days, as long as a bad weekend.
BACK_OFF = [dt.timedelta(minutes=m) for m in (1, 5, 30, 120, 300, 600, 840, 1200)]
LEASE = dt.timedelta(minutes=2)  # longer than a call may take: a deliverer that dies gives its work back
KEPT = dt.timedelta(days=30)
GONE = 410


@transaction.atomic
def subscribe(*, api_key: ApiKey, url: str, now: dt.datetime) -> Webhook:
    """Let ``url`` hear of changes on behalf of a key. Raises :class:`ValidationError` for a bad address or key."""
    if not api_key.is_active or NEEDED_SCOPE not in api_key.scopes:
        raise ValidationError(f"The key needs the scope {NEEDED_SCOPE}.")
    target.check_url(url)
    webhook = Webhook(api_key=api_key, url=url, created_at=now)
    webhook.full_clean()
    webhook.save()
    return webhook


@transaction.atomic
def change_secret(*, webhook: Webhook) -> str:
    """Give a webhook a new secret and return it; the old one signs nothing more."""
    Webhook.objects.filter(pk=webhook.pk).update(secret_number=F("secret_number") + 1)
    webhook.refresh_from_db()
    return signing.secret_of(webhook)


def touch(*, teen_id: int) -> None:
    """Note that something of a teen's policy was written: one statement, in the writer's own transaction.

    It also takes the row's lock until that transaction ends, so that :func:`announce_touched` reads either all of a
    change or nothing of it.
    """
    AnnouncedPolicy.objects.bulk_create(
        [AnnouncedPolicy(teen_id=teen_id, is_touched=True)],
        update_conflicts=True,
        unique_fields=["teen"],
        update_fields=["is_touched"],
    )


def touch_everybody() -> None:
    """Look at every teen again: a birthday or a day that is over changes a policy without anybody's doing."""
    AnnouncedPolicy.objects.update(is_touched=True)
    known = AnnouncedPolicy.objects.values("teen_id")
    unknown = User.objects.filter(kind=User.Kind.TEEN, is_active=True).exclude(pk__in=known)
    AnnouncedPolicy.objects.bulk_create(
        [AnnouncedPolicy(teen_id=pk) for pk in unknown.values_list("pk", flat=True)],
        ignore_conflicts=True,
        batch_size=500,
    )


def announce_touched(*, now: dt.datetime) -> int:
    """Put one announcement a webhook into the outbox for each touched policy whose values differ; return how many."""
    made = 0
    for pk in AnnouncedPolicy.objects.filter(is_touched=True).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            locked = AnnouncedPolicy.objects.select_for_update(of=("self",)).select_related("teen")
            state = locked.filter(pk=pk, is_touched=True).first()
            if state is not None:
                made += _announce(state, now)
    return made


def _announce(state: AnnouncedPolicy, now: dt.datetime) -> int:
    state.is_touched = False
    teen = state.teen
    document = policy_document(teen, today_of(teen, now))
    if teen.kind != User.Kind.TEEN or document["version"] == state.version:
        state.save(update_fields=["is_touched"])
        return 0
    state.version, state.sequence = document["version"], state.sequence + 1
    state.save(update_fields=["is_touched", "version", "sequence"])
    body = msgspec.json.encode(
        {"type": EVENT, "timestamp": now.isoformat(), "data": {**document, "sequence": state.sequence}}
    ).decode()
    hooks = Webhook.objects.filter(is_active=True, api_key__is_active=True).select_related("api_key")
    deliveries = [
        WebhookDelivery(webhook=hook, policy=state, body=body, created_at=now, next_try_at=now)
        for hook in hooks
        if NEEDED_SCOPE in hook.api_key.scopes
    ]
    return len(WebhookDelivery.objects.bulk_create(deliveries))


def deliver_due(*, now: dt.datetime) -> tuple[int, int]:
    """Try every announcement whose time has come, once; return how many arrived and how many didn't.

    Several deliverers may run: each row is taken by one. An announcement arrives at least once; one that arrived when
    the deliverer died is sent again with the same id.
    """
    arrived = failed = 0
    while (delivery := _take(now)) is not None:
        if _try(delivery, now):
            arrived += 1
        else:
            failed += 1
    return arrived, failed


@transaction.atomic
def _take(now: dt.datetime) -> WebhookDelivery | None:
    due = WebhookDelivery.objects.filter(state=WebhookDelivery.State.WAITING, next_try_at__lte=now)
    taken = (
        due.select_for_update(of=("self",), skip_locked=True)
        .select_related("webhook__api_key")
        .order_by("created_at", "pk")
        .first()
    )
    if taken is not None:
        taken.tries += 1
        taken.next_try_at = now + LEASE
        taken.save(update_fields=["tries", "next_try_at"])
    return taken


def _try(delivery: WebhookDelivery, now: dt.datetime) -> bool:
    hook, key = delivery.webhook, delivery.webhook.api_key
    if not hook.is_active or not key.is_active or NEEDED_SCOPE not in key.scopes:
        _close(delivery, WebhookDelivery.State.GIVEN_UP, "switched off", now)
        return False
    body = delivery.body.encode()
    event_id = f"msg_{delivery.public_id.hex}"
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "safety-centre-webhooks/1",
        **signing.headers_for(webhook=hook, event_id=event_id, timestamp=int(now.timestamp()), body=body),
    }
    try:
        status = target.post(hook.url, body, headers)
    except target.Unreachable as error:
        return _failed(delivery, str(error), now)
    if 200 <= status < 300:
        _close(delivery, WebhookDelivery.State.DELIVERED, str(status), now)
        return True
    if status == GONE:
        Webhook.objects.filter(pk=hook.pk).update(is_active=False)
        _close(delivery, WebhookDelivery.State.GIVEN_UP, str(status), now)
        return False
    return _failed(delivery, str(status), now)


def _failed(delivery: WebhookDelivery, answer: str, now: dt.datetime) -> bool:
    if delivery.tries > len(BACK_OFF):
        _close(delivery, WebhookDelivery.State.GIVEN_UP, answer, now)
        return False
    delivery.next_try_at, delivery.last_answer = now + BACK_OFF[delivery.tries - 1], answer
    delivery.save(update_fields=["next_try_at", "last_answer"])
    return False


def _close(delivery: WebhookDelivery, state: str, answer: str, now: dt.datetime) -> None:
    delivery.state, delivery.last_answer, delivery.closed_at = state, answer, now
    delivery.body = ""  # it holds a teen's settings: no longer than needed
    delivery.save(update_fields=["state", "last_answer", "closed_at", "body"])


def forget_old(*, now: dt.datetime) -> int:
    """Delete announcements that were closed thirty days ago; return how many."""
    return WebhookDelivery.objects.filter(closed_at__lte=now - KEPT).delete()[0]
