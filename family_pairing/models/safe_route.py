"""A teen who is afraid at home asks the safety team to end a pairing without a word to the guardian.

No query that serves a guardian reads this table (see ``tests/contracts``).
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from family_pairing.models.pairing import Pairing


class SafeRouteRequest(models.Model):
    """One request, and what the safety team decided. ``pairing`` empty: all of the teen's."""

    class State(models.TextChoices):
        OPEN = "open", _("To be read")
        AGREED = "agreed", _("Agreed: the pairing was ended without notice")
        CLOSED = "closed", _("Closed without ending the pairing")
        WITHDRAWN = "withdrawn", _("Withdrawn by the teen")

    class Contact(models.TextChoices):
        NONE = "none", _("Don’t contact me")
        EMAIL = "email", _("Write to my e-mail address, in neutral words")

    teen = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    pairing = models.ForeignKey(Pairing, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    contact = models.CharField(_("how to reach the teen"), max_length=10, choices=Contact.choices, default=Contact.NONE)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(_("asked at"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(_("note of the safety team"), blank=True)

    class Meta:
        ordering = ["created_at"]
        verbose_name = _("safe route request")
        verbose_name_plural = _("safe route requests")
        constraints = [
            models.UniqueConstraint(
                fields=["teen", "pairing"], condition=models.Q(state="open"), name="one_open_safe_route_a_pairing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} ({self.state})"
