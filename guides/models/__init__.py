"""The wellbeing guide, topic guides, charter, partners, help; and the reference records they lean on."""

from guides.models.charter import CharterCommitment, CharterPage
from guides.models.checks import CheckFinding, CheckOverride, PageCheck
from guides.models.guide import GuideChapterPage, WellbeingGuidePage
from guides.models.help import HelpPage
from guides.models.helpline import Helpline, HelplineHours
from guides.models.partners import PartnerIndexPage, PartnerPage
from guides.models.reference import GlossaryTerm, PartnerAssociation, Topic
from guides.models.starter import StarterRecord
from guides.models.topics import TopicGuidePage, TopicIndexPage

__all__ = [
    "CharterCommitment",
    "CharterPage",
    "CheckFinding",
    "CheckOverride",
    "GlossaryTerm",
    "GuideChapterPage",
    "HelpPage",
    "Helpline",
    "HelplineHours",
    "PageCheck",
    "PartnerAssociation",
    "PartnerIndexPage",
    "PartnerPage",
    "StarterRecord",
    "Topic",
    "TopicGuidePage",
    "TopicIndexPage",
    "WellbeingGuidePage",
]
