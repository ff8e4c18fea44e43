"""Keys for platforms, what a repeated request gets back, and where a teen's policy changes are announced."""

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


class IdempotentAnswer(models.Model):
    """The answer to a request that carried an ``Idempotency-Key``, given again to the same request for a day.

    ``request_hash`` is of method, path and body: the same key with another body is refused (draft-ietf-httpapi-
    idempotency-key-header). The answer holds no words of the request.
    """

    api_key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    request_hash = models.CharField(max_length=64)
    answer = models.TextField(blank=True)
    status = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["api_key", "key"], name="one_answer_an_idempotency_key")]
        indexes = [models.Index(fields=["created_at"])]

    def __str__(self) -> str:
        return self.key


class Webhook(models.Model):
    """Where a platform wants to hear that a teen's effective policy changed. Signed with ``secret``."""

    api_key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="webhooks")
    url = models.URLField(_("address"))
    secret = models.CharField(max_length=64)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.url


class WebhookDelivery(models.Model):
    """One announcement to deliver: written with the change itself, sent after, tried again until it arrives."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    body = models.TextField()
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.webhook_id} {self.created_at:%Y-%m-%d %H:%M}"
