"""Writes of the checks: what was found at each save, what the safety team lets pass, and the gate before readers.

The gate looks at the very content that is about to be written, inside the transaction that writes it. What another
editor saves meanwhile is another content, which passes its own gate.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from guides.checks import MUST, VERSION, Finding, check
from guides.models import CheckFinding, CheckOverride, PageCheck
from guides.selectors.check_documents import Lookups, document_of, look_up
from safety_centre.accounts.models import User

MAY_OVERRIDE = "guides.override_check"


class MustFixError(ValidationError):
    """Submitting or publishing was refused: ``findings`` say why, ``page`` keeps its draft.

    A ValidationError, so that forms, Wagtail's API and wagtail-localize treat it as one.
    """

    def __init__(self, page: Page, findings: list[Finding]) -> None:
        self.page, self.findings = page, findings
        super().__init__({NON_FIELD_ERRORS: [self.summary()]})

    def summary(self) -> str:
        """The reason in one line, for a message: how many, and the words of the first."""
        head = ngettext(
            "“%(title)s” has %(number)s point to fix before it can be submitted or published. Your text is saved "
            "as a draft.",
            "“%(title)s” has %(number)s points to fix before it can be submitted or published. Your text is saved "
            "as a draft.",
            len(self.findings),
        ) % {"title": self.page.draft_title or self.page.title, "number": len(self.findings)}
        first = next((f.match or f.excerpt for f in self.findings if f.match or f.excerpt), "")
        if not first:
            return head
        return head + " " + _("First: “%(words)s”.") % {"words": first[:120]}


def findings_in(
    model: type[Page], content: dict[str, Any], *, today: dt.date, lookups: Lookups | None = None
) -> list[Finding]:
    """Check content that may be saved nowhere yet."""
    return check(document_of(model, content, lookups or look_up()), today)


def blocking(page_id: int | None, findings: Iterable[Finding]) -> list[Finding]:
    """Return the *must fix* findings that nobody let pass.

    Overrides in force are locked until the transaction ends, so none is withdrawn while a page goes out on it.
    """
    must = [finding for finding in findings if finding.level == MUST]
    if not must or page_id is None:
        return must
    in_force = CheckOverride.objects.filter(page_id=page_id, withdrawn_at=None, key__in=[f.key for f in must])
    if transaction.get_connection().in_atomic_block:
        in_force = in_force.select_for_update()
    passed = {override.key for override in in_force}
    return [finding for finding in must if finding.key not in passed]


def refuse_if_blocked(*, page: Page, content: dict[str, Any], already: Iterable[str] = ()) -> None:
    """Raise :class:`MustFixError` where ``content`` may not go out. ``already`` are keys that readers see now."""
    model = page.specific_class
    if model is None:
        return
    found = findings_in(model, content, today=timezone.localdate())
    known = set(already)
    blocked = [finding for finding in blocking(page.pk, found) if finding.key not in known]
    if blocked:
        raise MustFixError(page, blocked)


@transaction.atomic
def store(*, page: Page, revision: Revision | None, findings: list[Finding], today: dt.date) -> None:
    """Keep ``findings`` as what the page's newest text says, in place of what was kept before."""
    Page.objects.select_for_update().filter(pk=page.pk).first()  # one at a time a page
    kept = PageCheck.objects.filter(page_id=page.pk).first()
    if kept and kept.revision_id and revision and kept.revision_id > revision.pk:
        return  # a newer text was checked meanwhile
    PageCheck.objects.update_or_create(
        page_id=page.pk, defaults={"revision": revision, "rules_version": VERSION, "checked_on": today}
    )
    CheckFinding.objects.filter(page_id=page.pk).delete()
    CheckFinding.objects.bulk_create(rows_of(page, findings))


def rows_of(page: Page, findings: list[Finding]) -> list[CheckFinding]:
    """Return findings as rows, unsaved: closed where an override holds."""
    passed = set(CheckOverride.objects.filter(page_id=page.pk, withdrawn_at=None).values_list("key", flat=True))
    return [
        CheckFinding(
            page_id=page.pk,
            key=finding.key,
            rule=finding.rule,
            level=finding.level,
            tab=finding.tab,
            block=finding.block,
            path=finding.path,
            excerpt=finding.excerpt,
            match=finding.match,
            detail=finding.detail,
            position=position,
            is_open=finding.key not in passed,
        )
        for position, finding in enumerate(findings)
    ]


def check_revision(*, revision: Revision, today: dt.date, lookups: Lookups | None = None) -> None:
    """Check a page's revision and keep what was found."""
    model = revision.content_type.model_class()
    if not isinstance(model, type) or not issubclass(model, Page):
        return
    page = Page(pk=int(revision.object_id))
    found = findings_in(model, revision.content, today=today, lookups=lookups)
    store(page=page, revision=revision, findings=found, today=today)


def check_page(*, page: Page, today: dt.date, lookups: Lookups | None = None) -> None:
    """Check a page's newest text: its latest revision, or itself where it has none. Keep what was found."""
    revision = page.latest_revision
    if revision is not None:
        check_revision(revision=revision, today=today, lookups=lookups)
        return
    specific = page.specific
    found = findings_in(type(specific), specific.serializable_data(), today=today, lookups=lookups)
    store(page=page, revision=None, findings=found, today=today)


@transaction.atomic
def override(*, page: Page, key: str, reason: str, by: User, now: dt.datetime) -> CheckOverride:
    """Let one *must fix* pass, for the reason given, until the sentence changes.

    Raises PermissionDenied for anybody but the safety team, ValidationError without a reason or where the finding is
    gone (the sentence was mended meanwhile).
    """
    if not by.has_perm(MAY_OVERRIDE) or not page.permissions_for_user(by).can_edit():
        raise PermissionDenied
    reason = " ".join(reason.split())
    if len(reason) < 10:
        raise ValidationError(_("Write the reason in a sentence: it is kept, and others will read it."))
    row = CheckFinding.objects.select_for_update().filter(page_id=page.pk, key=key, level=MUST).first()
    if row is None:
        raise ValidationError(_("This point is no longer there: the text has changed."))
    made, created = CheckOverride.objects.get_or_create(
        page_id=page.pk,
        key=key,
        withdrawn_at=None,
        defaults={
            "revision_id": page.latest_revision_id,
            "rule": row.rule,
            "tab": row.tab,
            "block": row.block,
            "excerpt": row.excerpt,
            "excerpt_hash": hashlib.sha256(row.excerpt.encode()).hexdigest(),
            "reason": reason,
            "made_by": by,
            "made_at": now,
        },
    )
    CheckFinding.objects.filter(pk=row.pk).update(is_open=False)
    if created:
        _log(made, "guides.check_let_pass", by)
    return made


@transaction.atomic
def withdraw(*, override: CheckOverride, by: User, now: dt.datetime) -> None:
    """Take an override back: the sentence must be mended again. What is published stays until its next publishing."""
    if not by.has_perm(MAY_OVERRIDE):
        raise PermissionDenied
    row = CheckOverride.objects.select_for_update().get(pk=override.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_by = now, by
        row.save(update_fields=["withdrawn_at", "withdrawn_by"])
        CheckFinding.objects.filter(page_id=row.page_id, key=row.key).update(is_open=True)
        _log(row, "guides.check_taken_back", by)


def _log(row: CheckOverride, action: str, by: User) -> None:
    """Write it into the audit log too, which outlives the page."""
    log(instance=row.page.specific, action=action, user=by, data={"sentence": row.excerpt, "reason": row.reason})
