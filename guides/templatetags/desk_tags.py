"""Tags of the partners' desk."""

from django import template
from django.conf import settings
from django.urls import reverse
from wagtail.models import Page

register = template.Library()


@register.simple_tag
def admin_address(page: Page) -> str:
    """Return the full address at which ``page`` is edited."""
    return settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk])
