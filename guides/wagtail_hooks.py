"""Guides in the admin."""

from wagtail.snippets.models import register_snippet

from guides.viewsets import ReferenceViewSetGroup

register_snippet(ReferenceViewSetGroup)
