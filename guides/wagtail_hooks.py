"""Guides in the admin."""

from wagtail.snippets.models import register_snippet

from guides import check_hooks  # noqa: F401  # its hooks
from guides.viewsets import ReferenceViewSetGroup

register_snippet(ReferenceViewSetGroup)
