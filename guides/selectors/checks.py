"""What an editor sees of the checks: remarks grouped by tab, with words for scores, and who may read which."""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.permissions import policy_registry

from guides.checks import MUST, Document, Finding, Reading, Rule, check, read_sides, rule
from guides.checks.rules import language
from guides.models import CheckFinding, CheckOverride
from guides.selectors.check_documents import document_of, look_up
from guides.services.checks import MAY_OVERRIDE
from safety_centre.pages.models import BasePage
from safety_centre.pages.typography import typeset


def spoken() -> str:
    """Return the admin's language, of those that the rules explain themselves in."""
    return "fr" if (get_language() or "").startswith("fr") else "en"


@dataclass(frozen=True)
class Item:
    """One remark as it is shown: in the admin's language, its better wording in the page's."""

    finding: Finding
    rule: Rule
    page_language: str
    block_label: str = ""
    override: CheckOverride | None = None
    override_url: str = ""

    @property
    def is_must(self) -> bool:
        return self.finding.level == MUST and self.override is None

    @property
    def title(self) -> str:
        return typeset(self.rule.title[spoken()], spoken())

    @property
    def why(self) -> str:
        return typeset(self.rule.why[spoken()], spoken())

    @property
    def source(self) -> str:
        return self.rule.source.in_words(spoken())

    @property
    def better(self) -> str:
        return better(self.finding.rule, self.finding.detail, self.page_language)

    @property
    def anchor(self) -> str:
        """The content path that Wagtail's form gives to a block or a field."""
        return self.finding.block or self.finding.tab


def better(rule_id: str, detail: str, page_language: str) -> str:
    """Return the better wording of a rule: in the page's language where it is about words."""
    known = language(page_language)
    for patterns in known.patterns if known else ():
        if patterns.rule == rule_id:
            return typeset(patterns.better, page_language)
    words = rule(rule_id).better.get(spoken(), "")
    if rule_id == "review-overdue" and (day := parse_date(detail)):
        detail = date_format(day)
    return typeset(f"{words} {detail}".strip(), spoken())


@dataclass
class Group:
    """The remarks of one tab or field of the form."""

    label: str
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True)
class Score:
    """One side's reading level, in words."""

    label: str
    reading: Reading
    words: str


@dataclass(frozen=True)
class Report:
    """All that the panel shows for one page."""

    groups: list[Group]
    scores: list[Score]
    has_rules: bool

    @property
    def items(self) -> list[Item]:
        return [item for group in self.groups for item in group.items]

    @property
    def must(self) -> int:
        return sum(item.is_must for item in self.items)

    @property
    def advice(self) -> int:
        return sum(item.finding.level != MUST for item in self.items)

    @property
    def open(self) -> int:
        return self.must + self.advice


def report_on(page: Page, user: AbstractBaseUser | None = None) -> Report:
    """Check ``page`` as it is in memory: a draft, a preview, what readers see. Writes nothing."""
    if not isinstance(page, BasePage):
        return Report([], [], True)
    document = document_of(type(page), page.serializable_data(), look_up())
    found = check(document, timezone.localdate())
    in_force = {}
    if page.pk and found:
        rows = CheckOverride.objects.filter(page_id=page.pk, withdrawn_at=None).select_related("made_by")
        in_force = {row.key: row for row in rows}
    may = bool(page.pk and user and user.has_perm(MAY_OVERRIDE))  # type: ignore[attr-defined]
    labels = _block_labels(page, document)
    groups: dict[str, Group] = {}
    for finding in found:
        group = groups.setdefault(finding.tab, Group(label_of(type(page), finding.tab)))
        passed = in_force.get(finding.key)
        url = ""
        if may and finding.level == MUST and passed is None:
            url = reverse("guides_check_override", args=[page.pk, finding.key])
        label = labels.get(finding.block, "")
        group.items.append(Item(finding, rule(finding.rule), document.language, label, passed, url))
    known = language(document.language)
    scores = [
        Score(label_of(type(page), score.tab), score, words_for(score, document.language))
        for score in read_sides(document, known)
    ]
    return Report(list(groups.values()), scores, known is not None)


def label_of(model: type[Page], tab: str) -> str:
    """Return the name that the form gives to a field."""
    if tab == "commitments":
        return _("Commitments")
    names = {f.name: f for f in model._meta.get_fields()}
    return capfirst(str(getattr(names.get(tab), "verbose_name", tab)))


def _block_labels(page: Page, document: Document) -> dict[str, str]:
    kinds = {f.name: f.stream_block.child_blocks for f in page._meta.get_fields() if isinstance(f, StreamField)}
    return {b.block: capfirst(str(kinds[b.tab][b.kind].label)) for b in document.blocks if b.kind in kinds[b.tab]}


def words_for(score: Reading, page_language: str) -> str:
    """Say what a score means for the reader of that side."""
    young = score.tab in {"teen", "friend"}
    facts: dict[str, Any] = {"lix": score.lix, "target": score.target}
    if score.band == "easy":
        text = _("easy for 11 to 13 years") if young else _("easy, also in a second language")
    elif score.band == "fair":
        text = _("fits 11 to 13 years") if young else _("fits most parents")
    else:
        text = _("too hard for 11 to 13 years") if young else _("hard for a parent in a hurry")
    return _("%(words)s (LIX %(lix)s, at most %(target)s)") % {"words": text, **facts}


def editable_pages(user: AbstractBaseUser) -> QuerySet[Page]:
    """Return the pages whose findings ``user`` may read: those that they may change, and no others."""
    return policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, {"change"})


def open_findings(user: AbstractBaseUser) -> QuerySet[CheckFinding]:
    """Return what is open on the pages that ``user`` may change; *must fix* first."""
    return (
        CheckFinding.objects.filter(is_open=True, page__in=editable_pages(user).values("pk"))
        .select_related("page", "page__locale")
        .order_by("-level", "page_id", "position")
    )


def overrides(user: AbstractBaseUser) -> QuerySet[CheckOverride]:
    """Return what the safety team let pass on the pages that ``user`` may change, newest first."""
    found = CheckOverride.objects.filter(page__in=editable_pages(user).values("pk"))
    return found.select_related("page", "page__locale", "made_by", "withdrawn_by").order_by("-made_at", "-pk")
