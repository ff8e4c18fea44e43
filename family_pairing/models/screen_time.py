"""How long the platform was used, day by day, as the platform reports it."""

from django.conf import settings
from django.db import models


class UsageDay(models.Model):
    """Minutes of one day in the teen's own time zone. Nothing about what was watched."""

    teen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="usage_days")
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    # What the day allowed, extra time included, as it stood when the minutes were reported; 1,440 is no limit.
    limit = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["teen", "day"], name="one_usage_a_day"),
            models.CheckConstraint(condition=models.Q(minutes__lte=1440), name="a_day_has_1440_minutes"),
        ]
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.teen_id} {self.day}: {self.minutes}"
