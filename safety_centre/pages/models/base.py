"""What every page of the site has."""

from collections.abc import Mapping
from typing import Any, Self

from django.db import models
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult

from safety_centre.pages.locales import code_of
from safety_centre.pages.page_policy import OnePageTester
from safety_centre.pages.platform import fill_platform_name
from safety_centre.pages.typography import keep_numbers_in_order, typeset_page


class BasePage(Page):
    """A page that keeps to its language and its dates, and can't be restricted to "anyone signed in"."""

    # "Signed in" would let any teen or parent read a page meant for a team; only groups restrict.
    private_page_options = ["groups"]

    # Help pages alone may be shown in a language that they aren't written in: see ``pages.stand_ins``.
    may_stand_in = False

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

    def permissions_for_user(self, user: Any) -> OnePageTester:
        return OnePageTester(user, self)

    @classmethod
    def for_reading(cls, pk: int) -> Self:
        """Return the page to show, with what its template always needs read along."""
        return cls.objects.get(pk=pk)

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Route as Wagtail does, except that a page past its expiry is missing at once.

        Wagtail takes expired pages down when ``publish_scheduled`` runs; readers shouldn't wait for it. A page in
        another language than its address is missing too, except help.
        """
        if self.expire_at and self.expire_at <= timezone.now():
            raise Http404
        if self.stands_in and not self.may_stand_in:
            raise Http404
        return super().route(request, path_components)

    @cached_property
    def stands_in(self) -> bool:
        """Whether this page shows another language's words: an alias of a page of another locale."""
        return self.alias_of_id is not None and self.alias_of.locale_id != self.locale_id

    @property
    def content_language(self) -> str:
        """The language that this page is really written in."""
        return code_of(self.alias_of.locale_id if self.stands_in else self.locale_id)

    @property
    def data_url(self) -> str:
        """The address of this page as data, for pages that have one."""
        return ""

    @property
    def picture_name(self) -> str:
        """The drawing that stands for this page where it is shared (``templates/illustrations``)."""
        return getattr(self, "illustration", "") or "home"

    def schema_nodes(self, context: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any] | None]:
        """Return what schema.org says of this page beyond any page's facts, and of the article in it, if it is one."""
        return {}, None

    def get_view_restrictions(self):
        """Return the restrictions that hold on this page, without a query where none does anywhere near."""
        from safety_centre.pages import selectors  # reads import models, so models import reads late

        if not selectors.is_restricted(self):
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def serve(self, request: HttpRequest, *args: object, **kwargs: object):
        response = super().serve(request, *args, **kwargs)
        setattr(request, "served_page_id", self.pk)  # noqa: B010  # for the count of views, whichever way the page is served next
        response.add_post_render_callback(fill_platform_name)
        response.add_post_render_callback(keep_numbers_in_order)
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
