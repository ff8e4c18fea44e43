"""Where to find people to talk to."""

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from safety_centre.pages.blocks import BodyBlock
from safety_centre.pages.models import BasePage


class HelpPage(BasePage):
    """Help lines of the reader's country. Works without JavaScript: what is asked for is in the address."""

    may_stand_in = True  # help in another language is better than none
    picture_name = "help"

    intro = models.TextField(_("introduction"), blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("body")]
    parent_page_types = ["pages.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("help page")
        verbose_name_plural = _("help pages")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        from guides import selectors  # reads import models, so models import reads late

        context = super().get_context(request, *args, **kwargs)
        return context | selectors.help_context(self.locale.language_code, request.GET.dict())

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Answer for a minute: "open now" is right for that long. 404 with the whole page for an unknown country."""
        response = super().serve(request, *args, **kwargs)
        if response.context_data["unknown_country"]:
            response.status_code = 404
        patch_cache_control(response, max_age=60)
        return response
