"""What guardians and teens chose, asked, planned and granted. Values are JSON in the catalogue's canonical form."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from family_pairing.models.pairing import Pairing


class GuardianChoice(models.Model):
    """A guardian's choice for one setting. It counts while the pairing is in force."""

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="choices")
    key = models.CharField(max_length=60)
    value = models.JSONField()
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pairing", "key"], name="one_guardian_choice_a_setting")]

    def __str__(self) -> str:
        return f"{self.pairing_id} {self.key}"


class TeenChoice(models.Model):
    """A teen's own choice for one setting."""

    teen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="setting_choices")
    key = models.CharField(max_length=60)
    value = models.JSONField()
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["teen", "key"], name="one_teen_choice_a_setting")]

    def __str__(self) -> str:
        return f"{self.teen_id} {self.key}"


class SettingRequest(models.Model):
    """A teen asks one guardian to loosen one setting. Several guardians in the way: one request each."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for an answer")
        COUNTERED = "countered", _("Another offer was made")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        EXPIRED = "expired", _("Expired")

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="requests")
    key = models.CharField(max_length=60)
    wanted = models.JSONField()
    offered = models.JSONField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    reason = models.CharField(max_length=300, blank=True)
    review_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "key"],
                condition=models.Q(state__in=["open", "countered"]),
                name="one_open_request_a_setting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pairing_id} {self.key} ({self.state})"


class PlannedChange(models.Model):
    """A choice that a guardian promises from a day on. Both sides see it in advance."""

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="plans")
    key = models.CharField(max_length=60)
    value = models.JSONField()
    starts_on = models.DateField()
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pairing", "key", "starts_on"], name="one_plan_a_setting_and_day")
        ]
        ordering = ["starts_on"]

    def __str__(self) -> str:
        return f"{self.pairing_id} {self.key} {self.starts_on}"


class ExtraTime(models.Model):
    """More minutes for one day; ``minutes`` empty means the rest of the day."""

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="extra_time")
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    granted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["pairing", "day"])]

    def __str__(self) -> str:
        return f"{self.pairing_id} {self.day}"
