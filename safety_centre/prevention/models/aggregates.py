"""Daily counts without identities, from which the transparency page is made."""

from django.db import models


class DailyAggregate(models.Model):
    """How often something happened on one day. ``kind``: intervention, cover, contest; the other two may be empty."""

    day = models.DateField()
    kind = models.CharField(max_length=20)
    topic = models.CharField(max_length=40, blank=True)
    trigger = models.CharField(max_length=10, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "kind", "topic", "trigger"], name="one_aggregate_a_day_and_kind")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.topic} {self.trigger}: {self.count}"
