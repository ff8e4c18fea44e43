"""Reference records that are translated field by field. Pages never are: they have one tree per language."""

from modeltranslation.translator import TranslationOptions, register

from guides.models import GlossaryTerm, Helpline, PartnerAssociation, Topic


@register(Topic)
class TopicTranslation(TranslationOptions):
    fields = ("name", "short_name", "summary")


@register(PartnerAssociation)
class PartnerAssociationTranslation(TranslationOptions):
    fields = ("name", "role", "description")


@register(Helpline)
class HelplineTranslation(TranslationOptions):
    fields = ("name", "description", "what_happens", "cost")


@register(GlossaryTerm)
class GlossaryTermTranslation(TranslationOptions):
    fields = ("term", "also", "definition")
