"""Reference records in the admin, with one field a language and nothing twice."""

from django.conf import settings
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import translator
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from guides.ageing import HelplineFilterSet, age_column
from guides.models import GlossaryTerm, Helpline, PartnerAssociation, Topic


def translated(model: type[models.Model], field: str) -> Panel:
    """Return a panel with ``field`` once a language. Wagtail's default form would show it a third time, bare."""
    known = {column.name for column in translator.get_options_for_model(model).all_fields[field]}
    columns = [f"{field}_{code}" for code, _name in settings.LANGUAGES]  # the site's order; theirs changes
    heading = capfirst(getattr(model._meta.get_field(field), "verbose_name", field))
    return MultiFieldPanel([FieldPanel(column) for column in columns if column in known], heading=heading)


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    list_display = ["name", "key", "sort_order"]
    ordering = ["sort_order"]
    panels = [
        FieldPanel("key"),
        translated(Topic, "name"),
        translated(Topic, "short_name"),
        translated(Topic, "summary"),
        FieldRowPanel([FieldPanel("hue"), FieldPanel("illustration"), FieldPanel("sort_order")]),
    ]


class PartnerAssociationViewSet(SnippetViewSet):
    model = PartnerAssociation
    icon = "group"
    list_display = [
        "name",
        "key",
        BooleanColumn("is_active", label=_("works here"), sort_key="is_active"),
        BooleanColumn("is_example", label=_("example"), sort_key="is_example"),
    ]
    panels = [
        HelpPanel(
            content=_(
                "Saving makes its place here: two groups of people, its own files, and the way its guides take to "
                "readers. Then give it a guide: open the guide and add the association there."
            )
        ),
        FieldPanel(
            "key", help_text=_("Short and lasting, as in an address: “example-rempart”. Its groups are named after it.")
        ),
        translated(PartnerAssociation, "name"),
        translated(PartnerAssociation, "role"),
        translated(PartnerAssociation, "description"),
        FieldPanel("website"),
        FieldPanel("logo"),
        FieldPanel("topics"),
        FieldRowPanel([FieldPanel("is_active"), FieldPanel("is_example")]),
    ]


class HelplineViewSet(SnippetViewSet):
    model = Helpline
    icon = "mobile-alt"
    list_display = ["name", "phone", "status", "checked_on", age_column()]
    filterset_class = HelplineFilterSet
    panels = [
        HelpPanel(
            content=_(
                "Readers in distress rely on this. Read the number on the line’s own page or a ministry’s, write down "
                "where and on which day, and leave empty what you are not sure of."
            )
        ),
        FieldRowPanel([FieldPanel("key"), FieldPanel("kind"), FieldPanel("status")]),
        translated(Helpline, "name"),
        translated(Helpline, "description"),
        translated(Helpline, "what_happens"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("phone"), FieldPanel("dial")]),
                FieldRowPanel([FieldPanel("sms_number"), FieldPanel("sms_keyword")]),
                FieldPanel("chat_url"),
                FieldPanel("web_url"),
                FieldPanel("email"),
            ],
            heading=_("How to reach it"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("scope"),
                FieldPanel("countries"),
                FieldPanel("languages"),
                FieldPanel("audience"),
                FieldRowPanel([FieldPanel("age_min"), FieldPanel("age_max")]),
                FieldPanel("topics"),
                FieldPanel("is_general"),
                FieldPanel("paired_with"),
            ],
            heading=_("For whom"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("is_always_open"),
                FieldPanel("hours_unknown"),
                FieldPanel("on_holidays"),
                FieldPanel("time_zone"),
                InlinePanel("hours", label=_("opening")),
            ],
            heading=_("When"),
        ),
        translated(Helpline, "cost"),
        FieldRowPanel([FieldPanel("is_free"), FieldPanel("is_anonymous")]),
        MultiFieldPanel(
            [FieldPanel("source"), FieldPanel("source_url"), FieldPanel("checked_on")], heading=_("Checked")
        ),
        FieldPanel("sort_order"),
    ]


class GlossaryTermViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "openquote"
    list_display = ["term", "key"]
    panels = [
        FieldPanel("key"),
        translated(GlossaryTerm, "term"),
        translated(GlossaryTerm, "also"),
        translated(GlossaryTerm, "definition"),
        FieldPanel("in_place"),
        FieldPanel("topics"),
    ]


class ReferenceViewSetGroup(SnippetViewSetGroup):
    """One menu entry for the records that pages lean on."""

    items = (TopicViewSet, PartnerAssociationViewSet, HelplineViewSet, GlossaryTermViewSet)
    menu_label = _("Reference")
    menu_icon = "list-ul"
    menu_order = 250
