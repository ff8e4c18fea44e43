"""Topic guides: one topic, three readers."""

from typing import Self

from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.locks import BaseLock, WorkflowLock

from guides.models.locks import WaitingLock
from guides.models.mixins import ReviewedPage, line_block
from guides.models.reference import PartnerAssociation, Topic
from safety_centre.pages.blocks import BodyBlock
from safety_centre.pages.frames import allow_frames
from safety_centre.pages.models import BasePage

AUDIENCES = ("teen", "parent", "friend")


class TopicIndexPage(BasePage):
    """All topic guides of one language."""

    intro = models.TextField(_("introduction"), blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*BasePage.content_panels, FieldPanel("intro"), FieldPanel("body")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["guides.TopicGuidePage"]

    class Meta:
        verbose_name = _("topic index")
        verbose_name_plural = _("topic indexes")


class TopicGuidePage(ReviewedPage, BasePage):
    """A topic told to a teen, to a parent, and to a worried friend."""

    topic = models.ForeignKey(
        Topic,
        verbose_name=_("topic"),
        help_text=_("What the guide is about: it gives the colour, the drawing and the help lines."),
        on_delete=models.PROTECT,
        related_name="guide_pages",
    )
    partners = ParentalManyToManyField(
        PartnerAssociation,
        verbose_name=_("partner associations"),
        blank=True,
        related_name="guides",
        help_text=_("Those who write it: their people may edit it, in every language, and readers see their names."),
    )
    in_brief = StreamField(
        [("line", line_block(160))],
        blank=True,
        min_num=3,
        max_num=3,
        verbose_name=_("in brief"),
        help_text=_(
            "Three lines for somebody who reads nothing else: what it is, that it can be got over, the first thing to "
            "do."
        ),
    )
    parent_in_brief = StreamField(
        [("line", line_block(160))],
        blank=True,
        max_num=3,
        verbose_name=_("in brief, for a parent"),
        help_text=_("Three lines that speak to a parent. Empty: a parent reads those above."),
    )
    friend_in_brief = StreamField(
        [("line", line_block(160))],
        blank=True,
        max_num=3,
        verbose_name=_("in brief, for a worried friend"),
        help_text=_("Three lines that speak to a friend. Empty: a friend reads those for a teen."),
    )
    teen = StreamField(
        BodyBlock(),
        blank=True,
        verbose_name=_("for a teen"),
        help_text=_(
            "Say “you”, short sentences, no blame; a twelve-year-old understands it. "
            "Begin with what they feel, then signs, then what to do, and end with people to talk to."
        ),
    )
    parent = StreamField(
        BodyBlock(),
        blank=True,
        verbose_name=_("for a parent"),
        help_text=_(
            "What it is, what to notice, words to say tonight, what not to do, and who helps. No fright, no jargon."
        ),
    )
    friend = StreamField(
        BodyBlock(),
        blank=True,
        verbose_name=_("for a worried friend"),
        help_text=_("How to listen, when to tell an adult, and that it isn’t theirs to carry alone."),
    )

    sides = AUDIENCES
    parent_page_types = ["guides.TopicIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("topic"),
        FieldPanel("partners", permission="guides.change_partnerassociation"),
        FieldPanel("in_brief"),
        FieldPanel("parent_in_brief"),
        FieldPanel("friend_in_brief"),
        *ReviewedPage.review_panels,
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("About")),
            ObjectList([FieldPanel("teen")], heading=_("Teen")),
            ObjectList([FieldPanel("parent")], heading=_("Parent")),
            ObjectList([FieldPanel("friend")], heading=_("Friend")),
            ObjectList(BasePage.promote_panels, heading=_("Promote")),
            ObjectList(BasePage.settings_panels, heading=_("Settings")),
        ]
    )

    class Meta:
        verbose_name = _("topic guide")
        verbose_name_plural = _("topic guides")

    @property
    def preview_modes(self) -> list[tuple[str, object]]:
        """The three readers: an editor looks at each side as its reader will."""
        return [("teen", _("As a teen")), ("parent", _("As a parent")), ("friend", _("As a friend"))]

    def serve_preview(self, request: HttpRequest, mode_name: str):
        request.GET = QueryDict(f"for={mode_name}")
        return super().serve_preview(request, mode_name)

    @property
    def picture_name(self) -> str:
        return self.topic.illustration or "home"

    def brief_for(self, audience: str) -> list[str]:
        """Return the lines in brief for a reader: a parent's or a friend's own where there are any."""
        own = {"parent": self.parent_in_brief, "friend": self.friend_in_brief}
        lines = own.get(audience) or self.in_brief
        return [line.value for line in lines]

    def get_lock(self) -> BaseLock | None:
        """Return Wagtail's lock, saying who has the guide now instead of how a workflow is called."""
        lock = super().get_lock()
        return WaitingLock(self, lock.task) if type(lock) is WorkflowLock else lock

    @classmethod
    def for_reading(cls, pk: int) -> Self:
        return cls.objects.select_related("topic").get(pk=pk)

    def get_template(self, request: HttpRequest, *args: object, **kwargs: object) -> str:
        if request.GET.get("print") == "summary":
            return "guides/topic_guide_summary.html"
        return super().get_template(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        from guides import selectors  # reads import models, so models import reads late

        context = super().get_context(request, *args, **kwargs)
        context |= selectors.topic_guide_context(self, request.GET.get("for", ""))
        if request.GET.get("print") == "summary":
            context |= selectors.topic_guide_summary(self, context["audience"])
        return context

    def serve(self, request: HttpRequest, *args: object, **kwargs: object):
        """Serve as every page, and let frames come from the sites of this side's videos, from no other."""
        response = super().serve(request, *args, **kwargs)
        return allow_frames(response, response.context_data.get("side"))
