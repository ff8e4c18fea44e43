"""What every page of the site has."""

from django.db import models
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult

from safety_centre.pages.platform import fill_platform_name
from safety_centre.pages.typography import typeset_page


class BasePage(Page):
    """A page that keeps to its language and its dates, and can't be restricted to "anyone signed in"."""

    # "Signed in" would let any teen or parent read a page meant for a team; only groups restrict.
    private_page_options = ["groups"]

    # Plain-text fields that hold prose; blocks always do.
    typeset_fields: tuple[str, ...] = ("title", "search_description", "intro", "lead")

    # Search engines and link previews show these; titles come from the page itself.
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")],
            _("For search engines and sharing"),
        ),
    ]

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        typeset_page(self)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Route as Wagtail does, except that a page past its expiry is missing at once.

        Wagtail takes expired pages down when ``publish_scheduled`` runs; readers shouldn't wait for it.
        """
        if self.expire_at and self.expire_at <= timezone.now():
            raise Http404
        return super().route(request, path_components)

    def get_view_restrictions(self):
        """Return the restrictions that hold on this page, without a query where none does anywhere near."""
        from safety_centre.pages import selectors  # reads import models, so models import reads late

        if not selectors.is_restricted(self):
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def serve(self, request: HttpRequest, *args: object, **kwargs: object):
        response = super().serve(request, *args, **kwargs)
        response.add_post_render_callback(fill_platform_name)
        return response

    def serve_preview(self, request: HttpRequest, mode_name: str):
        response = super().serve_preview(request, mode_name)
        response.add_post_render_callback(fill_platform_name)
        return response


class PageKey(models.Model):
    """A stable name for a page in code and starter content (``help``, ``topic-hate``), one for all its languages.

    Translations of a page share ``translation_key``, so a key given once finds the page in any language. Pages that
    editors add need none.
    """

    key = models.CharField(max_length=60, unique=True)
    translation_key = models.UUIDField(unique=True)

    def __str__(self) -> str:
        return self.key
