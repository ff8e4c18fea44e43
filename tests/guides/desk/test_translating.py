"""Translation side by side, as partners do it: nothing that somebody wrote by hand is ever lost."""

import datetime as dt
import io

import polib
import pytest
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from guides.models import TopicGuidePage, TopicIndexPage
from guides.selectors import translations
from tests.guides.desk.conftest import client_of, guide

pytestmark = pytest.mark.django_db


@pytest.fixture
def spoken(desk) -> TopicGuidePage:
    """A French guide of ours that has no English page yet."""
    index = TopicIndexPage.objects.get(locale__language_code="fr")
    topic = guide("harassment").topic
    page = TopicGuidePage(title="Guide neuf", slug="guide-neuf", topic=topic, locale=index.locale)
    page.in_brief = [("line", "Première ligne"), ("line", "Deuxième ligne"), ("line", "Troisième ligne")]
    page.teen = [("heading", "Ce que tu peux faire"), ("text", "<p>Parle à quelqu’un.</p>")]
    index.add_child(instance=page)
    page.partners = [desk.ours]
    page.save()
    page.save_revision().publish()
    return page


def translate(page: TopicGuidePage, desk) -> tuple[Translation, TopicGuidePage]:
    """Start the translation as an editor does, by the form."""
    english = Locale.objects.get(language_code="en")
    answer = client_of(desk.editor).post(
        reverse("wagtail_localize:submit_page_translation", args=[page.pk]), {"locales": [english.pk]}
    )
    assert answer.status_code == 302, answer.content.decode()[:2000]
    made = TopicGuidePage.objects.get(translation_key=page.translation_key, locale=english)
    return Translation.objects.get(target_locale=english, source__object_id=page.translation_key), made


def say(translation: Translation, french: str, english: str) -> None:
    segment = next(one for one in StringSegment.objects.filter(source=translation.source) if one.string.data == french)
    StringTranslation.objects.update_or_create(
        translation_of=segment.string,
        locale=translation.target_locale,
        context=segment.context,
        defaults={"data": english, "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL},
    )


def publish(translation: Translation, desk) -> None:
    """Publish the translation; wagtail-localize does so once the transaction is committed."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        translation.save_target(user=desk.safety, publish=True)


def said(page: TopicGuidePage) -> str:
    newest = TopicGuidePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return " ".join([newest.title, *(str(block.value) for block in newest.in_brief), *(str(b) for b in newest.teen)])


def test_an_editor_translates_its_own_guide_and_owns_the_translation(desk, spoken):
    _translation, made = translate(spoken, desk)
    assert made.permissions_for_user(desk.editor).can_edit()
    assert not made.permissions_for_user(desk.stranger).can_edit()
    page = client_of(desk.editor).get(reverse("wagtailadmin_pages:edit", args=[made.pk]))
    assert page.status_code == 200
    assert b"Ce que tu peux faire" in page.content


def test_coming_back_to_a_changed_source_keeps_every_word_written_by_hand(desk, spoken):
    translation, made = translate(spoken, desk)
    say(translation, "Première ligne", "First line, by hand")
    say(translation, "Ce que tu peux faire", "What you can do, by hand")
    translation.save_target(user=desk.editor, publish=False)
    assert "First line, by hand" in said(made)

    spoken.refresh_from_db()
    spoken.in_brief = [("line", "Première ligne"), ("line", "Ligne changée"), ("line", "Troisième ligne")]
    spoken.teen = [("text", "<p>Une phrase avant.</p>"), *((b.block_type, b.value) for b in spoken.teen)]
    spoken.save_revision().publish()
    source = TranslationSource.objects.get_for_instance(spoken)
    answer = client_of(desk.editor).post(reverse("wagtail_localize:update_translations", args=[source.pk]))
    assert answer.status_code == 302
    translation.refresh_from_db()
    translation.save_target(user=desk.editor, publish=False)

    now = said(TopicGuidePage.objects.get(pk=made.pk))
    assert "First line, by hand" in now
    assert "What you can do, by hand" in now
    assert "Ligne changée" in now  # untranslated, in the source's language: to be seen, not lost
    kept = StringTranslation.objects.filter(data__endswith="by hand")
    assert set(kept.values_list("data", flat=True)) == {"First line, by hand", "What you can do, by hand"}


def test_no_door_of_the_translations_leads_past_the_reviewers(desk, spoken):
    """Theirs have a box "publish immediately" and a way to put the source, live, in a translation's place."""
    _translation, made = translate(spoken, desk)
    update = reverse(
        "wagtail_localize:update_translations", args=[TranslationSource.objects.get_for_instance(spoken).pk]
    )
    replace = reverse("wagtail_localize:convert_to_alias", args=[made.pk])
    editor, safety = client_of(desk.editor), client_of(desk.safety)
    assert 'type="checkbox" name="publish_translations"' not in editor.get(update).content.decode()
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert editor.post(update, {"publish_translations": "on"}).status_code == 302
    for answer in (editor.get(replace), editor.post(replace)):
        assert answer.status_code == 404
    made.refresh_from_db()
    assert (made.live, made.alias_of) == (False, None)
    assert 'type="checkbox" name="publish_translations"' in safety.get(update).content.decode()
    with TestCase.captureOnCommitCallbacks(execute=True):
        safety.post(update, {"publish_translations": "on"})
    made.refresh_from_db()
    assert made.live


def test_a_page_edited_by_hand_after_leaving_the_side_by_side_view_is_not_overwritten(desk, spoken):
    translation, made = translate(spoken, desk)
    client_of(desk.editor).post(reverse("wagtail_localize:stop_translation", args=[translation.pk]))
    made.refresh_from_db()
    made.title = "A title of one's own"
    made.save_revision(user=desk.editor)
    spoken.refresh_from_db()
    spoken.title = "Titre changé"
    spoken.save_revision().publish()
    source = TranslationSource.objects.get_for_instance(spoken)
    client_of(desk.editor).post(reverse("wagtail_localize:update_translations", args=[source.pk]))
    assert TopicGuidePage.objects.get(pk=made.pk).get_latest_revision_as_object().title == "A title of one's own"


def test_going_on_side_by_side_starts_from_what_was_written_by_hand(desk, spoken):
    translation, made = translate(spoken, desk)
    say(translation, "Première ligne", "First line")
    translation.save_target(user=desk.editor, publish=False)
    editor, again = client_of(desk.editor), {"localize-restart-translation": "1"}
    editor.post(reverse("wagtail_localize:stop_translation", args=[translation.pk]))
    made = TopicGuidePage.objects.get(pk=made.pk).get_latest_revision_as_object()
    made.title = "A title of one's own"
    made.in_brief[0].value = "A line by hand"
    made.teen[1].value = type(made.teen[1].value)(
        made.teen[1].value.source.replace("Parle à quelqu’un", "Talk to someone")
    )
    made.save_revision(user=desk.editor)
    editor.post(reverse("wagtailadmin_pages:edit", args=[made.pk]), again)
    translation.refresh_from_db()
    assert translation.enabled
    translation.save_target(user=desk.editor, publish=False)
    assert all(words in said(made) for words in ("A title of one's own", "A line by hand", "Talk to someone"))

    # A block of the page's own has no place there: it stays out of the side-by-side view, and nothing changes.
    editor.post(reverse("wagtail_localize:stop_translation", args=[translation.pk]))
    made = TopicGuidePage.objects.get(pk=made.pk).get_latest_revision_as_object()
    made.teen.append(("heading", "Only in English"))
    made.save_revision(user=desk.editor)
    answer = editor.post(reverse("wagtailadmin_pages:edit", args=[made.pk]), again, follow=True)
    assert "Only in English" in "".join(str(one) for one in answer.context["messages"])
    translation.refresh_from_db()
    assert not translation.enabled
    assert "Only in English" in said(made)


def test_a_po_file_goes_out_and_comes_back(desk, spoken):
    translation, made = translate(spoken, desk)
    editor = client_of(desk.editor)
    answer = editor.get(reverse("wagtail_localize:download_pofile", args=[translation.pk]))
    entries = polib.pofile(answer.content.decode())
    assert "Première ligne" in {entry.msgid for entry in entries}
    for entry in entries:
        if entry.msgid == "Première ligne":
            entry.msgstr = "First line, from the file"
    file = io.BytesIO(str(entries).encode())
    file.name = "guide.po"
    editor.post(reverse("wagtail_localize:upload_pofile", args=[translation.pk]), {"file": file})
    translation.save_target(user=desk.editor, publish=False)
    assert "First line, from the file" in said(made)


def test_every_page_of_the_starter_content_can_be_translated(db):
    """wagtail-localize reads each block; one that it can't read would stop a partner at the first click."""
    for page in Page.objects.filter(depth__gt=1, locale__language_code="fr").specific():
        assert any(isinstance(one, StringSegmentValue) for one in extract_segments(page)), page


def test_the_report_tells_missing_draft_behind_and_live(desk, spoken):
    def state() -> str:
        row = next(row for row in translations.rows_of([Page.objects.get(pk=spoken.pk)]))
        return next(cell.state for cell in row.cells if cell.language == "en")

    assert state() == translations.MISSING
    translation, made = translate(spoken, desk)
    assert state() == translations.DRAFT
    publish(translation, desk)
    assert state() == translations.LIVE
    spoken.refresh_from_db()
    spoken.teen = [("heading", "Un titre neuf"), *((b.block_type, b.value) for b in spoken.teen)]
    spoken.save_revision().publish()
    assert state() == translations.BEHIND

    editor = client_of(desk.editor)
    html = editor.get("/admin/desk/translations/?title=Guide+neuf").content.decode()
    assert reverse("desk_changes", args=[made.pk]) in html
    shown = editor.get(reverse("desk_changes", args=[made.pk])).content.decode()
    assert "Un titre neuf" in shown
    assert editor.post(reverse("desk_changes", args=[made.pk])).status_code == 302
    assert state() == translations.LIVE
    assert made.translation_mark.marked_by == desk.editor
    exported = b"".join(editor.get("/admin/desk/translations/?export=csv").streaming_content).decode()
    assert "Guide neuf" in exported


def test_a_translation_is_behind_only_after_its_source_moved(desk, spoken):
    translation, made = translate(spoken, desk)
    publish(translation, desk)
    made.refresh_from_db()
    spoken.refresh_from_db()
    assert not translations.is_behind(made, spoken)
    Page.objects.filter(pk=spoken.pk).update(last_published_at=timezone.now() + dt.timedelta(minutes=1))
    spoken.refresh_from_db()
    assert translations.is_behind(made, spoken)
    assert not translations.is_behind(spoken, spoken) or spoken.pk == translations.source_of(made).pk
