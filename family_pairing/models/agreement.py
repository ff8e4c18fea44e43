"""The family agreement: promises on both sides, in the words that both read when they signed."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from family_pairing.models.pairing import Pairing


class Agreement(models.Model):
    """One agreement between the two people of a pairing. A new one replaces the signed one when both signed it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being discussed")
        SIGNED = "signed", _("Signed by both")
        REPLACED = "replaced", _("Replaced by a newer one")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="agreements")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    review_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["pairing"], condition=models.Q(state="draft"), name="one_draft_agreement_a_pairing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.public_id} ({self.state})"


class AgreementCommitment(models.Model):
    """A promise of the charter as it read on the day; ``side`` says who makes it."""

    class Side(models.TextChoices):
        TEEN = "teen", _("Teen")
        ADULT = "adult", _("Adult")
        BOTH = "both", _("Both")

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="commitments")
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    text = models.TextField()
    side = models.CharField(max_length=5, choices=Side.choices)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order", "pk"]
        constraints = [models.UniqueConstraint(fields=["agreement", "key"], name="one_promise_a_commitment")]

    def __str__(self) -> str:
        return self.title


class AgreementSetting(models.Model):
    """What the agreement says about a setting: applied as the guardian's choice when both have signed."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="settings")
    key = models.CharField(max_length=60)
    value = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "key"], name="one_value_a_setting")]

    def __str__(self) -> str:
        return self.key


class AgreementNote(models.Model):
    """What one of the two noted for the talk. Only its author reads it until they share it."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(max_length=2000)
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"{self.agreement_id}/{self.pk}"


class Signature(models.Model):
    """Who signed, when, and the hash of exactly what they signed: a later change asks for a new signature."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatures")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    content_hash = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "user"], name="one_signature_a_person")]

    def __str__(self) -> str:
        return f"{self.agreement_id}/{self.user_id}"
