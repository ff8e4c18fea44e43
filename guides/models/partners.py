"""Who wrote what."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from guides.models.reference import PartnerAssociation
from safety_centre.pages.blocks import BodyBlock
from safety_centre.pages.models import BasePage


class PartnerIndexPage(BasePage):
    """All partner associations, and how guides are reviewed."""

    picture_name = "partners"

    intro = models.TextField(_("introduction"), blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("body")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["guides.PartnerPage"]

    class Meta:
        verbose_name = _("partner index")
        verbose_name_plural = _("partner indexes")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        from guides import selectors  # reads import models, so models import reads late

        return super().get_context(request, *args, **kwargs) | {"partner_pages": selectors.partner_pages(self)}


class PartnerPage(BasePage):
    """One association and the guides that it wrote."""

    picture_name = "partners"

    partner = models.ForeignKey(
        PartnerAssociation, verbose_name=_("partner association"), on_delete=models.PROTECT, related_name="pages"
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*BasePage.content_panels, FieldPanel("partner"), FieldPanel("body")]
    parent_page_types = ["guides.PartnerIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("partner page")
        verbose_name_plural = _("partner pages")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        from guides import selectors  # reads import models, so models import reads late

        return super().get_context(request, *args, **kwargs) | {"guides": selectors.guides_by_partner(self)}
