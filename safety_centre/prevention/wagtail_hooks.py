"""Prevention in the admin: terms, publishing and taking back, "try it", the rule, contested covers."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import path, reverse
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from safety_centre.accounts.models import User
from safety_centre.accounts.queues import Queue, Waiting, register_queue
from safety_centre.prevention import admin_views
from safety_centre.prevention.forms import LinesField
from safety_centre.prevention.models import Contest, PreventionRule, SensitiveTerm
from safety_centre.prevention.services import exposure

PERMISSION = "prevention.change_sensitiveterm"


def _words(name: str, more: Any = "") -> LinesField:
    field: Any = SensitiveTerm._meta.get_field(name)
    help_text = format_lazy("{} {}", field.help_text, more) if more else field.help_text
    return LinesField(label=field.verbose_name, help_text=help_text, required=False)


class SensitiveTermForm(WagtailAdminModelForm):
    """Lists of words are written one a line, as people write lists."""

    allowed_neighbours = _words("allowed_neighbours")
    exceptions = _words("exceptions")
    only_with = _words("only_with", gettext_lazy("“(short)”: or in a hashtag, or in a text of at most six words."))
    not_with = _words("not_with")


class SensitiveTermViewSet(SnippetViewSet):
    model = SensitiveTerm
    icon = "warning"
    list_display = [
        *("term", "language", "topic", "level", "intent", "match"),
        BooleanColumn("is_active", label=capfirst(gettext_lazy("active")), sort_key="is_active"),
    ]
    list_filter = ["language", "topic", "level", "intent", "match", "is_active", "family"]
    search_fields = ["term", "family"]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            HelpPanel(
                content=gettext_lazy(
                    "What you save counts once the lexicon is published. Switch a term off instead of deleting it. "
                    "Try it first: the box shows why a text matches."
                )
            ),
            FieldRowPanel([FieldPanel("term"), FieldPanel("language"), FieldPanel("family")]),
            FieldRowPanel([FieldPanel("topic"), FieldPanel("level"), FieldPanel("intent")]),
            FieldRowPanel([FieldPanel("match"), FieldPanel("accents"), FieldPanel("is_active")]),
            MultiFieldPanel(
                [
                    FieldPanel("allowed_neighbours"),
                    FieldPanel("exceptions"),
                    FieldPanel("only_with"),
                    FieldPanel("not_with"),
                ],
                heading=gettext_lazy("Neighbours and exceptions"),
            ),
            FieldPanel("note"),
        ],
        base_form_class=SensitiveTermForm,
    )


class PreventionRuleViewSet(SnippetViewSet):
    model = PreventionRule
    icon = "cog"
    list_display = ["uses", "window_days", "cover_days", "cap_percent"]
    panels = [
        HelpPanel(
            content=gettext_lazy(
                "Readers find these numbers on the “See it working” page. A change holds within seconds."
            )
        ),
        FieldPanel("uses"),
        FieldPanel("window_days"),
        FieldPanel("cover_days"),
        FieldPanel("cap_percent"),
    ]


class PreventionGroup(SnippetViewSetGroup):
    items = (SensitiveTermViewSet, PreventionRuleViewSet)
    menu_label = gettext_lazy("Prevention")
    menu_icon = "warning"
    menu_order = 260


register_snippet(PreventionGroup)


@hooks.register("register_admin_urls")
def lexicon_urls() -> list:
    return [
        path("prevention/lexicon/", admin_views.lexicon, name="prevention_lexicon"),
        path("prevention/try/", admin_views.try_it, name="prevention_try_it"),
    ]


class _LexiconMenuItem(MenuItem):
    def is_shown(self, request: object) -> bool:
        return request.user.has_perm(PERMISSION)  # type: ignore[attr-defined]


@hooks.register("register_admin_menu_item")
def publish_menu() -> MenuItem:
    return _LexiconMenuItem(
        gettext_lazy("Publish lexicon"),
        reverse("prevention_lexicon"),
        name="publish-lexicon",
        icon_name="upload",
        order=261,
    )


@hooks.register("register_admin_menu_item")
def try_menu() -> MenuItem:
    return _LexiconMenuItem(
        gettext_lazy("Try the lexicon"),
        reverse("prevention_try_it"),
        name="try-lexicon",
        icon_name="search",
        order=262,
    )


def _waiting(today: dt.date) -> list[Waiting]:
    found = Contest.objects.filter(state=Contest.State.OPEN)
    return [
        Waiting(
            contest.pk,
            contest.created_at,
            [(_("Topic"), contest.get_topic_display()), (_("Reason given"), contest.get_reason_display())],
        )
        for contest in found
    ]


def _decide(pk: int, decision: str, note: str, user: User, now: dt.datetime) -> None:
    contest = Contest.objects.filter(pk=pk, state=Contest.State.OPEN).first()
    if contest is None:
        raise ValidationError(_("This request no longer exists."))
    exposure.decide_contest(contest=contest, uphold=decision == "uphold", now=now)


register_queue(
    Queue(
        slug="covers",
        title=gettext_lazy("Contested covers"),
        intro=gettext_lazy(
            "Somebody says that a cover in their feed is wrong. You see the topic and the reason that they chose, "
            "never their words or who they are. In doubt, lift it."
        ),
        permission="prevention.change_contest",
        icon="view",
        waiting=_waiting,
        decisions=[("uphold", gettext_lazy("Lift the cover")), ("dismiss", gettext_lazy("Leave the cover"))],
        decide=_decide,
        order=710,
    )
)
