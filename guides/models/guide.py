"""The parent wellbeing guide and its chapters."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from guides.models.mixins import ReviewedPage, line_block
from safety_centre.pages.blocks import BodyBlock
from safety_centre.pages.frames import allow_frames
from safety_centre.pages.models import BasePage


class WellbeingGuidePage(BasePage):
    """The guide's cover: its chapters in order, first to last."""

    picture_name = "guide"

    intro = models.TextField(_("introduction"), blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("body")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["guides.GuideChapterPage"]

    class Meta:
        verbose_name = _("wellbeing guide")
        verbose_name_plural = _("wellbeing guides")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        from guides import selectors  # reads import models, so models import reads late

        return super().get_context(request, *args, **kwargs) | {"chapters": selectors.chapters_of(self)}

    def get_template(self, request: HttpRequest, *args: object, **kwargs: object) -> str:
        if request.GET.get("print") == "summary":
            return "guides/wellbeing_guide_summary.html"
        return super().get_template(request, *args, **kwargs)


class GuideChapterPage(ReviewedPage, BasePage):
    """One chapter. Its place in the guide is its place in the page tree."""

    intro = models.TextField(_("introduction"), blank=True, help_text=_("Two sentences: what this chapter is for."))
    takeaways = StreamField(
        [("line", line_block(200))],
        blank=True,
        max_num=4,
        verbose_name=_("to take away"),
        help_text=_("Three short lines for a parent who has one minute."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    illustration = models.SlugField(_("illustration"), max_length=60, blank=True)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("intro"),
        FieldPanel("takeaways"),
        FieldPanel("body"),
        *ReviewedPage.review_panels,
    ]
    parent_page_types = ["guides.WellbeingGuidePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        from guides import selectors  # reads import models, so models import reads late

        return super().get_context(request, *args, **kwargs) | selectors.chapter_neighbours(self)

    def serve(self, request: HttpRequest, *args: object, **kwargs: object):
        """Serve as every page, and let frames come from the sites of its videos, from no other."""
        return allow_frames(super().serve(request, *args, **kwargs), self.body)
