"""Wagtail's command, with a gate: what must be fixed is not published, and doesn't keep others from going out."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.mail import send_mail
from wagtail.management.commands.publish_scheduled import Command as WagtailCommand
from wagtail.models import Revision

from guides.services import checks
from safety_centre.pages.models import BasePage


class Command(WagtailCommand):
    """A refused page loses its schedule, so that it can be edited again, and its author is told by e-mail.

    Wagtail's own command would stop at the first refusal, at each run anew, with all later pages waiting behind it.
    """

    def handle(self, *args: Any, **options: Any) -> None:
        due = Revision.objects.filter(approved_go_live_at__lt=timezone.now()).order_by("approved_go_live_at")
        for revision in due.select_related("user"):
            page = revision.content_object
            if not isinstance(page, BasePage):
                continue
            try:
                checks.refuse_if_blocked(page=page, content=revision.content)
            except checks.MustFixError as error:
                self.stdout.write(f"Not published: {error.summary()}")
                if not options["dryrun"]:
                    self._give_back(revision, error)
        super().handle(*args, **options)

    def _give_back(self, revision: Revision, error: checks.MustFixError) -> None:
        revision.approved_go_live_at = None
        revision.save(user=None, update_fields=["approved_go_live_at"])
        if revision.user and revision.user.email:
            send_mail(_("A scheduled page was not published"), error.summary(), [revision.user.email])
