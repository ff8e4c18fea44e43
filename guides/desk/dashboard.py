"""The dashboard's first panel: a person's own guides, what is due, how to begin."""

from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.ui.components import Component

from guides.desk import access
from guides.models import TopicGuidePage
from guides.selectors.desk import desk_guides, due_for, partners_of
from safety_centre.accounts.models import User


class DeskPanel(Component):
    """Shown to whoever edits guides, before Wagtail's own panels."""

    name = "desk"
    template_name = "guides/desk/panel.html"
    order = 50

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        user = cast(User, self.request.user)
        own = access.own_pages(user)
        today = timezone.localdate()
        guides = desk_guides(user=user, own=own, today=today)
        every = TopicGuidePage.objects.filter(pk__in=own.values("pk")).count()
        return {
            "request": self.request,
            "guides": guides,
            "every": every,
            "partners": partners_of(user),
            "due": due_for(own, today),
        }
