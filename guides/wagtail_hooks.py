"""Guides in the admin."""

from wagtail.snippets.models import register_snippet

from guides import check_hooks  # noqa: F401  # its hooks
from guides.desk import guards, hooks  # noqa: F401  # the partners' desk registers itself
from guides.viewsets import ReferenceViewSetGroup

register_snippet(ReferenceViewSetGroup)
