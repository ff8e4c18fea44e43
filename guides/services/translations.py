"""Bringing translations in line with their source without losing a word that somebody wrote."""

from django.db import transaction
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource


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
