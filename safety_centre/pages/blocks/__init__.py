"""The blocks that pages are written with, by family, and the one body that holds them all."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from safety_centre.pages.blocks.action import (
    ConversationStartersBlock,
    DoDontBlock,
    EvidenceStepsBlock,
    StepsBlock,
    WarningSignsBlock,
)
from safety_centre.pages.blocks.help import HelplinesBlock, SelfCheckBlock
from safety_centre.pages.blocks.media import DownloadBlock, EmbedBlock, ImageBlock, VideoBlock
from safety_centre.pages.blocks.text import CalloutBlock, HeadingBlock, KeyFigureBlock, QuoteBlock, TextBlock


class BodyBlock(blocks.StreamBlock):
    """Everything a body may hold. No raw HTML, no free embed."""

    heading = HeadingBlock(group=_("Text"))
    text = TextBlock(group=_("Text"))
    callout = CalloutBlock(group=_("Text"))
    quote = QuoteBlock(group=_("Text"))
    key_figure = KeyFigureBlock(group=_("Text"))
    warning_signs = WarningSignsBlock(group=_("What to notice and do"))
    steps = StepsBlock(group=_("What to notice and do"))
    conversation_starters = ConversationStartersBlock(group=_("What to notice and do"))
    do_dont = DoDontBlock(group=_("What to notice and do"))
    evidence_steps = EvidenceStepsBlock(group=_("What to notice and do"))
    helplines = HelplinesBlock(group=_("Help"))
    self_check = SelfCheckBlock(group=_("Help"))
    video = VideoBlock(group=_("Media"))
    embed = EmbedBlock(group=_("Media"))
    image = ImageBlock(group=_("Media"))
    download = DownloadBlock(group=_("Media"))


__all__ = ["BodyBlock"]
