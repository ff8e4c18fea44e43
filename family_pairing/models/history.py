"""The history that both sides read. The database itself refuses to change or delete a line of it."""

from django.conf import settings
from django.db import models


class HistoryEvent(models.Model):
    """One fact, told to both sides in the same words.

    People are named by their accounts' ``public_id`` and not by foreign keys, so that erasing an account leaves a line
    that no longer leads to anybody, and no line has to be changed for it. ``data`` holds setting keys and values
    only: never what somebody read, searched or shared, nor a request for the safe route.
    """

    pairing_ref = models.UUIDField(null=True, db_index=True)
    teen_ref = models.UUIDField(db_index=True)
    guardian_ref = models.UUIDField(null=True, db_index=True)
    actor_ref = models.UUIDField(null=True)
    kind = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"


class HistoryRead(models.Model):
    """Up to where an account has read its history: what is newer is shown as new."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="history_read")
    last_event_id = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.last_event_id}"
