"""What is kept of repeated use: account, topic, day, count. Never words, never posts.

``account`` is a keyed hash of the platform's id for the account (``prevention.accounts``), so that the table alone
names nobody.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from safety_centre.prevention.models.lexicon import TOPICS


class Exposure(models.Model):
    """How often one topic was used on one day. Erased once the window of the rule has passed."""

    account = models.CharField(max_length=64)
    topic = models.CharField(max_length=40, choices=TOPICS)
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "topic", "day"], name="one_count_a_day")]
        indexes = [models.Index(fields=["day"])]

    def __str__(self) -> str:
        return f"{self.topic} {self.day}: {self.count}"


class Cover(models.Model):
    """A topic that is covered in an account's feed, and until which day; then it lifts by itself."""

    account = models.CharField(max_length=64)
    topic = models.CharField(max_length=40, choices=TOPICS)
    since = models.DateField()
    until = models.DateField()
    uses = models.PositiveIntegerField(help_text="uses in the window when the cover began: the reason that is shown")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "topic"], name="one_cover_a_topic")]
        indexes = [models.Index(fields=["until"])]

    def __str__(self) -> str:
        return f"{self.topic} until {self.until}"


class Pause(models.Model):
    """An account asked for no covers from repeated use until a day."""

    account = models.CharField(max_length=64, unique=True)
    until = models.DateField()

    def __str__(self) -> str:
        return f"until {self.until}"


class Contest(models.Model):
    """Somebody says that a cover is wrong. The safety team reads the topic and a reason from a list, no words."""

    class Reason(models.TextChoices):
        NOT_ABOUT_IT = "not-about-it", _("My posts aren’t about this")
        I_HELP_OTHERS = "i-help-others", _("I talk about it to help others")
        SOMEONE_ELSE = "someone-else", _("Somebody else used my account")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        OPEN = "open", _("To be read")
        UPHELD = "upheld", _("The cover was lifted")
        DISMISSED = "dismissed", _("The cover stays")

    account = models.CharField(max_length=64)
    topic = models.CharField(_("topic"), max_length=40, choices=TOPICS)
    reason = models.CharField(_("reason"), max_length=20, choices=Reason.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(_("asked at"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        ordering = ["created_at"]
        verbose_name = _("contested cover")
        verbose_name_plural = _("contested covers")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "topic"], condition=models.Q(state="open"), name="one_open_contest_a_topic"
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} ({self.state})"
