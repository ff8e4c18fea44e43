"""The link between a guardian and a teen, from the code on a screen to its end."""

import datetime as dt
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from family_pairing.transitions import OPEN, State

if TYPE_CHECKING:
    from safety_centre.accounts.models import User


class Pairing(models.Model):
    """One guardian, one teen. Until somebody redeems the code, one of the two is unknown.

    ``code_hash`` and ``token_hash`` are keyed hashes; they open nothing once redeemed, and are emptied
    as soon as the other side answers, or they are locked or too old.
    """

    class StartedBy(models.TextChoices):
        GUARDIAN = "guardian", _("Guardian")
        TEEN = "teen", _("Teen")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    guardian = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="pairings_as_guardian"
    )
    teen = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="pairings_as_teen"
    )
    started_by = models.CharField(max_length=8, choices=StartedBy.choices)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    locator = models.CharField(max_length=3, blank=True)
    code_hash = models.CharField(max_length=64, blank=True)
    token_hash = models.CharField(max_length=64, blank=True)
    invited_email = models.EmailField(blank=True)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    active_since = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # What the guardian saw when the safe route ended the pairing: their page goes on from it (selectors.inputs).
    frozen = models.JSONField(null=True, blank=True)
    # What the two may still read once it has ended: what they were called then, until when the teen's own choices
    # belong to its history, until when the law asks for the adult's agreement; ``quiet``: the safe route had ended it.
    left = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guardian", "teen"],
                condition=Q(state__in=["accepted", "active", "ending", "severed"]),
                name="one_living_pairing_for_two_people",
            ),
            models.UniqueConstraint(
                fields=["locator"], condition=Q(state="invited") & ~Q(locator=""), name="one_open_code_a_locator"
            ),
            models.CheckConstraint(
                condition=Q(guardian__isnull=True) | Q(teen__isnull=True) | ~Q(guardian=F("teen")),
                name="nobody_is_their_own_guardian",
            ),
            models.CheckConstraint(
                condition=Q(guardian__isnull=False) | Q(teen__isnull=False), name="a_pairing_has_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state="ending") | Q(ends_at__isnull=False), name="an_ending_has_its_hour"
            ),
        ]
        indexes = [
            models.Index(fields=["teen", "state"]),
            models.Index(fields=["guardian", "state"]),
            models.Index(fields=["token_hash"]),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} ({self.state})"

    @property
    def people(self) -> "tuple[User, User]":
        """The guardian and the teen of a pairing that both have joined. Raises ValueError before that."""
        if self.guardian is None or self.teen is None:
            raise ValueError("One side of this pairing is still open.")
        return self.guardian, self.teen

    def as_guardian_sees(self) -> "Pairing":
        """Return this pairing with its teen as the guardian last knew them.

        After the safe route a new name or clock of the teen's isn't the guardian's to read. For reading only: the
        teen of the answer is never saved.
        """
        if self.state == State.SEVERED and self.teen is not None and self.frozen:
            self.teen.first_name = self.frozen.get("called", self.teen.first_name)
            self.teen.time_zone = self.frozen.get("zone", self.teen.time_zone)
            taken_back = self.frozen.get("consent_withdrawn")
            if taken_back and self.teen.has_consent:  # on the guardian's pages alone: services.consent
                self.teen.parental_consent.withdrawn_at = dt.datetime.fromisoformat(taken_back)
        return self

    @property
    def is_open(self) -> bool:
        """Whether the pairing is still being made."""
        return self.state in OPEN


class WrongTry(models.Model):
    """A code that an account typed wrongly, so that guessing across codes is limited too. Kept for ten minutes."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "at"])]

    def __str__(self) -> str:
        return f"{self.user_id} {self.at:%Y-%m-%d %H:%M}"
