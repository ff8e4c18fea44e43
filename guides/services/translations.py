"""Bringing translations in line with their source without losing a word that somebody wrote."""

import json
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import ngettext
from wagtail.models import Page, WorkflowState
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments

from safety_centre.accounts.models import User


@transaction.atomic
def refresh_source(*, source: TranslationSource) -> int:
    """Read the source page again and give back, to each text that moved, what was written for it; return how many.

    wagtail-localize ties a translation to the block it stood in: a paragraph that was cut and pasted comes back
    untranslated although its translation is still there. The newest one for the same words in the same page is taken.
    """
    source.update_from_db()
    given_back = 0
    segments = list(StringSegment.objects.filter(source=source).select_related("string", "context"))
    for translation in source.translations.filter(enabled=True):
        known = StringTranslation.objects.filter(
            locale=translation.target_locale, context__object_id=source.object_id, has_error=False
        ).order_by("updated_at")
        in_place = {(one.translation_of_id, one.context_id) for one in known}
        newest = {one.translation_of_id: one for one in known}
        for segment in segments:
            earlier = newest.get(segment.string_id)
            if earlier is None or (segment.string_id, segment.context_id) in in_place:
                continue
            StringTranslation.objects.create(
                translation_of=segment.string,
                locale=translation.target_locale,
                context=segment.context,
                data=earlier.data,
                translation_type=earlier.translation_type,
                tool_name=earlier.tool_name,
                last_translated_by=earlier.last_translated_by,
            )
            given_back += 1
    return given_back


def submit(*, translation: Translation, page: Page, user: User) -> None:
    """Send the translation ``page``, as its sentences stand now, to its reviewers; wagtail-localize has no way to.

    Raises PermissionDenied for whoever may not submit it, ValidationError while sentences are left to translate,
    MustFixError where the checks stop it: the draft is kept then, as the page's own form keeps it.
    """
    if not page.permissions_for_user(user).can_submit_for_moderation():
        raise PermissionDenied
    every, done = translation.get_progress()
    if done < every:
        left = every - done
        words = ngettext(
            "%(number)s sentence is left to translate.", "%(number)s sentences are left to translate.", left
        )
        raise ValidationError(words % {"number": left})
    translation.save_target(user=user, publish=False)
    with transaction.atomic():
        locked = Page.objects.select_for_update().get(pk=page.pk).specific
        state = locked.current_workflow_state
        if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            state.resume(user)
        elif state is None:
            locked.get_workflow().start(locked, user)


@transaction.atomic
def take_up(*, translation: Translation, page: Page, user: User) -> list[str]:
    """Make what was written by hand in ``page`` the words of its ``translation``, which is to go on side by side.

    wagtail-localize would write the page anew from the words of the day on which it was left. Returns the texts that
    have no place in the source: a block or a paragraph of the page's own. Then nothing is written, and going on would
    lose them. A block that was taken out by hand comes back.
    """
    written = _by_place(extract_segments(page.get_latest_revision_as_object()))
    source = _by_place(extract_segments(translation.source.as_instance()))
    lost = [
        text
        for place, found in written.items()
        if [shape for _text, shape in found] != [shape for _text, shape in source.get(place, [])]
        for text, _shape in found
        if text
    ]
    if lost:
        return lost
    segments: dict[str, list[StringSegment]] = {}
    rows = StringSegment.objects.filter(source=translation.source).select_related("string", "context")
    for segment in rows.order_by("order"):
        segments.setdefault(segment.context.path, []).append(segment)
    for place, found in written.items():
        texts = [text for text, _shape in found if text]
        for segment, text in zip(segments.get(place, []), texts, strict=False):
            if text != segment.string.data:
                StringTranslation.objects.update_or_create(
                    translation_of=segment.string,
                    locale=translation.target_locale,
                    context=segment.context,
                    defaults={
                        "data": text,
                        "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                        "tool_name": "",
                        "last_translated_by": user,
                        "has_error": False,
                    },
                )
    return []


def _by_place(segments: Iterable[Any]) -> dict[str, list[tuple[str, str]]]:
    """Return, by its place in the page, each text and what holds it: the links in it, or the tags around it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in segments:
        if isinstance(one, StringSegmentValue):
            if one.string.data:
                found.setdefault(one.path, []).append((one.string.data, json.dumps(one.attrs, sort_keys=True)))
        elif isinstance(one, TemplateSegmentValue):
            found.setdefault(one.path, []).append(("", one.template))
    return found
