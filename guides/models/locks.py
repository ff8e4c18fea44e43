"""What a guide says while somebody else reads it."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.locks import WorkflowLock

from guides.models.desk import PartnerWorkspace


class WaitingLock(WorkflowLock):
    """A guide that was submitted, to whoever may not change it meanwhile."""

    def get_message(self, user: Any) -> str | None:
        if not self.for_user(user):
            return None
        words = _(
            "Submitted: {who} reads it now. It can be changed again once it is approved, or sent back with a comment."
        )
        return format_html(words, who=self._who())

    def _who(self) -> str:
        groups = self.task.specific.groups.values("pk")
        workspace = PartnerWorkspace.objects.filter(reviewers__in=groups).select_related("partner").first()
        return str(workspace.partner) if workspace and workspace.partner else _("the safety team")
