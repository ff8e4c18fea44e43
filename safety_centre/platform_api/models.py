"""Keys for platforms, which requests were counted already, and where a teen's policy changes are announced."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

SCOPES = ["prevention:screen", "prevention:feed", "prevention:lexicon", "accounts:read", "accounts:write"]


class ApiKey(models.Model):
    """A platform's key. ``prefix`` finds it, ``key_hash`` proves it; the key itself was shown once and is not kept."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    prefix = models.CharField(_("prefix"), max_length=12, unique=True)
    key_hash = models.CharField(max_length=64)
    scopes = models.JSONField(_("scopes"), default=list)
    requests_a_minute = models.PositiveIntegerField(_("requests a minute"), default=6000)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        ordering = ["name"]
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")

    def __str__(self) -> str:
        return self.name


class CountedRequest(models.Model):
    """A request that carried an ``Idempotency-Key`` and was counted, remembered for a day so that it counts once.

    Both columns are keyed hashes: the first of the client's key, the second of method, path and body (the same key
    with another body is refused, as draft-ietf-httpapi-idempotency-key-header has it). Neither the request nor its
    answer is kept, because both hold words: a repeated request is worked out anew and only its count is left out.
    """

    api_key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="+")
    key_hash = models.CharField(max_length=64)
    request_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["api_key", "key_hash"], name="one_count_an_idempotency_key")]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}"


class Webhook(models.Model):
    """Where a platform wants to hear that a teen's effective policy changed.

    The secret that signs is derived from ``SECRET_KEY``, ``public_id`` and ``secret_number``
    (:mod:`platform_api.webhooks.signing`): a copied table holds none.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    api_key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="webhooks")
    url = models.URLField(_("address"), max_length=500)
    secret_number = models.PositiveIntegerField(default=1)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [models.UniqueConstraint(fields=["api_key", "url"], name="one_webhook_an_address")]

    def __str__(self) -> str:
        return self.url


class AnnouncedPolicy(models.Model):
    """What was last announced of a teen's policy, and whether something touched it since.

    ``is_touched`` is set in the transaction that changes a choice: it is the outbox's first half, and it can't be lost
    without losing the change. ``version`` is the fingerprint of the values announced, ``sequence`` rises by one each.
    """

    teen = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    is_touched = models.BooleanField(default=True, db_index=True)
    version = models.CharField(max_length=32, blank=True)
    sequence = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.sequence}"


class WebhookDelivery(models.Model):
    """One announcement for one webhook: tried until it arrives. ``body`` is emptied once it is over."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DELIVERED = "delivered", _("Delivered")
        GIVEN_UP = "given-up", _("Given up")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    # Not the teen's own row: its lock belongs to whoever changes a choice.
    policy = models.ForeignKey(AnnouncedPolicy, on_delete=models.CASCADE, related_name="+")
    body = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    last_answer = models.CharField(max_length=80, blank=True, help_text="a status code or what kept it from arriving")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "next_try_at"])]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M} {self.state}"
