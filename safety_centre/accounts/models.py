"""Who has an account. The e-mail address is the name one signs in with; nothing else identifies a person."""

import uuid

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField


class UserManager(BaseUserManager["User"]):
    """Makes users by e-mail address; addresses are kept in lower case, so that one person has one account."""

    use_in_migrations = True

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})


class User(AbstractUser):
    """A parent, a teen, or somebody who works on the site. ``public_id`` is what other systems may know."""

    class Kind(models.TextChoices):
        PARENT = "parent", _("Parent")
        TEEN = "teen", _("Teen")
        STAFF = "staff", _("Editor or safety team")

    username = None  # type: ignore[assignment]  # the e-mail address takes its place
    email = models.EmailField(_("e-mail address"), unique=True)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind of account"), max_length=10, choices=Kind.choices, default=Kind.STAFF)
    birth_date = models.DateField(_("date of birth"), null=True, blank=True)
    country = CountryField(_("country"), blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)  # empty: the country's main one (clock.py)
    erasure_warned_at = models.DateTimeField(null=True, blank=True, editable=False)  # retention.py

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = UserManager()  # type: ignore[misc,assignment]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def clean(self) -> None:
        super().clean()
        self.email = self.email.lower()

    @property
    def name_or_address(self) -> str:
        """What to call this person where they are known: their first name, else their address."""
        return self.first_name or self.email

    @property
    def has_consent(self) -> bool:
        """Whether an adult consented to this teen's account; asks the database once an instance."""
        try:
            return self.parental_consent.withdrawn_at is None
        except ParentalConsent.DoesNotExist:
            return False


class ParentalConsent(models.Model):
    """A holder of parental responsibility consented together with a teen below their country's age of consent.

    ``law`` is the rule as it stood that day (``accounts/data/ages.yaml``), kept as evidence; so is a consent that was
    withdrawn, which no longer counts (GDPR articles 7(1) and 7(3)).
    """

    teen = models.OneToOneField(User, on_delete=models.CASCADE, related_name="parental_consent")
    given_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    given_at = models.DateTimeField(_("given at"))
    country = CountryField(_("country"), blank=True)
    law = models.CharField(_("law"), max_length=300)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)

    class Meta:
        verbose_name = _("parental consent")
        verbose_name_plural = _("parental consents")

    def __str__(self) -> str:
        return f"{self.teen_id} {self.given_at:%Y-%m-%d}"


class BirthDateReview(models.Model):
    """Somebody says that their date of birth is wrong. It changes only once a person of the team agreed."""

    class State(models.TextChoices):
        OPEN = "open", _("To be read")
        AGREED = "agreed", _("Agreed")
        REFUSED = "refused", _("Refused")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="birth_date_reviews")
    wanted = models.DateField(_("date of birth"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField(_("asked at"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    note = models.TextField(_("note of the team"), blank=True)

    class Meta:
        ordering = ["created_at"]
        verbose_name = _("date of birth to review")
        verbose_name_plural = _("dates of birth to review")
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(state="open"), name="one_open_birth_date_review"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} ({self.state})"
