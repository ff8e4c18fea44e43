"""The published rule of repeated use, as the safety team sets it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class PreventionRule(models.Model):
    """One row, made by a migration. Readers find the same numbers on the "see it working" page."""

    uses = models.PositiveSmallIntegerField(
        _("uses"), default=3, validators=[MinValueValidator(1)], help_text=_("How many uses of one topic…")
    )
    window_days = models.PositiveSmallIntegerField(
        _("window in days"), default=7, validators=[MinValueValidator(1)], help_text=_("…within how many days…")
    )
    cover_days = models.PositiveSmallIntegerField(
        _("length in days"), default=14, validators=[MinValueValidator(1)], help_text=_("…cover it for how long.")
    )
    cap_percent = models.PositiveSmallIntegerField(
        _("most covers a page, in percent"),
        default=20,
        validators=[MaxValueValidator(100)],
        help_text=_("Beyond it, items are swapped out instead of building a wall of covers."),
    )

    class Meta:
        verbose_name = _("rule of repeated use")
        verbose_name_plural = _("rule of repeated use")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_prevention_rule")]

    def __str__(self) -> str:
        return f"{self.uses} / {self.window_days} / {self.cover_days}"

    def save(self, *args: object, **kwargs: object) -> None:
        self.pk = 1
        super().save(*args, **kwargs)  # type: ignore[arg-type]
