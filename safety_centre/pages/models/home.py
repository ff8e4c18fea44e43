"""The first page of each language."""

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from safety_centre.pages.blocks import BodyBlock
from safety_centre.pages.locales import code_of
from safety_centre.pages.models.base import BasePage


class HomePage(BasePage):
    """The root of one language's tree: what this place is, and the ways in."""

    lead = models.CharField(
        _("lead"), max_length=250, blank=True, help_text=_("One or two sentences: what a reader finds here.")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*BasePage.content_panels, FieldPanel("lead"), FieldPanel("body")]
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = None

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Refuse to be another language's home.

        Where ``/en/`` has no live home, Wagtail would route through the French one; a reader must get a 404 in
        English instead of French pages under an English address.
        """
        if code_of(self.locale_id) != get_language():
            raise Http404
        if not path_components:
            return super().route(request, path_components)
        # Straight to the page instead of one step a level: every page below is served at its own path.
        address = f"{self.url_path}{'/'.join(path_components)}/"
        page = Page.objects.filter(url_path=address, path__startswith=self.path).first()
        if page is None:
            raise Http404
        model = page.specific_class
        specific = model.for_reading(page.pk) if issubclass(model, BasePage) else page.specific
        return specific.route(request, [])
