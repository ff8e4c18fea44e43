"""What the partners' desk remembers: workspaces, reviews, reminders, translations that were read again, dead links."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Page, Workflow

from guides.models.reference import PartnerAssociation

SAFETY_APPROVAL = "Safety team approval"  # the last task of every workflow


class PartnerWorkspace(models.Model):
    """What belongs to one association in the admin. It outlives the association, so that no history is orphaned.

    Groups, collection and workflow carry the association's key in their names for people who read lists; this row is
    what ties them together, so a new key renames them instead of making new ones.
    """

    partner = models.OneToOneField(PartnerAssociation, null=True, on_delete=models.SET_NULL, related_name="workspace")
    editors = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="+")
    reviewers = models.OneToOneField(Group, on_delete=models.PROTECT, related_name="+")
    collection = models.OneToOneField(Collection, on_delete=models.PROTECT, related_name="+")
    workflow = models.OneToOneField(Workflow, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.partner or self.editors)


class PageReview(models.Model):
    """Somebody read a page whole and answers for its facts: who, in which role, on which day, and until when.

    ``role`` is what readers see; the account is kept for the team and never shown.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(_("reviewed by"), max_length=160)
    reviewed_on = models.DateField(_("reviewed on"))
    next_review = models.DateField(_("next review"))
    created_at = models.DateTimeField(_("written at"))

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")

    def __str__(self) -> str:
        return f"{self.page_id} {self.reviewed_on}"


class ReviewReminder(models.Model):
    """A reminder that was sent, so that it isn't sent again: one a page, due date and stage."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+")
    due = models.DateField()
    stage = models.CharField(max_length=20)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "due", "stage"], name="one_reminder_a_stage")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.due} {self.stage}"


class TranslationMark(models.Model):
    """Somebody compared a translation with its source and found that it says the same, on that moment."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="translation_mark")
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.page_id} {self.marked_at:%Y-%m-%d}"


class LinkCheck(models.Model):
    """What an address outside answered when it was last asked. ``problem`` is empty while it works."""

    class Problem(models.TextChoices):
        NOT_FOUND = "not-found", _("The page is gone")
        REFUSED = "refused", _("The site refuses to show it")
        BROKEN = "broken", _("The site is broken")
        NO_ANSWER = "no-answer", _("No answer")
        NOT_PUBLIC = "not-public", _("The address isn’t a public one")

    url = models.URLField(_("address"), max_length=500, unique=True)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    problem = models.CharField(_("problem"), max_length=20, choices=Problem.choices, blank=True)
    checked_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    pages = models.ManyToManyField(Page, related_name="+")

    class Meta:
        verbose_name = _("dead link")
        verbose_name_plural = _("dead links")

    def __str__(self) -> str:
        return f"{self.url} {self.problem or 'works'}"
