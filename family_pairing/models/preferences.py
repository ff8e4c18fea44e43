"""What a guardian wants to receive."""

from django.conf import settings
from django.db import models


class GuardianPreference(models.Model):
    """A weekly digest, for guardians who want it. ``digest_sent_on`` keeps a repeated command from sending twice."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="guardian_preference")
    weekly_digest = models.BooleanField(default=False)
    digest_sent_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.user_id)
