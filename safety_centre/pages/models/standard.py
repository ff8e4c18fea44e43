"""A plain page: accessibility statement, privacy, legal, what quick exit can't do."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from safety_centre.pages.blocks import BodyBlock
from safety_centre.pages.models.base import BasePage


class StandardPage(BasePage):
    """A text with an introduction and the date at which somebody last made sure that it is true."""

    intro = models.TextField(_("introduction"), blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
        FieldPanel("reviewed_on"),
    ]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")
