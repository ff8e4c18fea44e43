"""A *must fix* reaches no reader: by button, schedule, bulk action, workflow, API, translation or code."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from rest_framework.exceptions import ValidationError as ApiError
from wagtail.admin.api.actions.publish import PublishPageAPIAction
from wagtail.models import Locale, Revision, TaskState, WorkflowState
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from guides.models import CheckFinding, TopicGuidePage, TopicIndexPage
from guides.services import checks
from tests.guides.checks.conftest import BAD, GOOD, NOW, guide, live_text, with_text

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def test_code_can_not_publish_it(text):
    revision = with_text(text, BAD).save_revision()
    with pytest.raises(checks.MustFixError) as refused:
        revision.publish()
    assert [finding.rule for finding in refused.value.findings] == ["suicide-wording"]
    assert "réussi leur suicide" in refused.value.summary()
    assert "réussi leur" not in live_text(text)


def test_the_draft_is_kept_and_may_be_mended(text):
    with_text(text, BAD).save_revision()
    assert "réussi leur" in str(text.get_latest_revision_as_object().teen)
    with_text(text, GOOD).save_revision().publish()
    assert "meurent par suicide" in live_text(text)


def test_advice_never_blocks(text):
    with_text(text, "Appelle maintenant ! Vraiment !").save_revision().publish()
    assert "Appelle maintenant" in live_text(text)
    assert CheckFinding.objects.filter(page=text, rule="alarm").count() == 2


def test_saving_a_live_page_by_code_is_publishing(text):
    with pytest.raises(ValidationError):
        with_text(text, BAD).save()


def test_housekeeping_of_a_live_page_is_not(text):
    draft = with_text(text, BAD)
    draft.save(update_fields=["has_unpublished_changes"])
    assert "réussi leur" not in live_text(text)


def test_a_live_page_keeps_what_stricter_rules_find_and_gets_nothing_worse(text):
    TopicGuidePage.objects.filter(pk=text.pk).update(teen=with_text(text, BAD).teen)
    stored = TopicGuidePage.objects.get(pk=text.pk)
    stored.search_description = "Autre description, sans rien de plus."
    stored.save()
    with pytest.raises(checks.MustFixError):
        with_text(stored, "Il s’est pendu.", block="another").save()


def test_a_new_live_page_by_code_is_refused():
    index = TopicIndexPage.objects.get(locale__language_code="fr")
    made = with_text(TopicGuidePage(title="Neuf", slug="neuf", topic=guide().topic, locale=index.locale), BAD)
    with pytest.raises(checks.MustFixError):
        index.add_child(instance=made)


def test_a_schedule_is_refused_at_once(text):
    text.go_live_at = timezone.now() + dt.timedelta(days=1)
    revision = with_text(text, BAD).save_revision()
    with pytest.raises(checks.MustFixError):
        revision.publish()
    assert Revision.objects.get(pk=revision.pk).approved_go_live_at is None


def test_a_scheduled_text_that_turned_bad_is_given_back_and_others_go_out(text, writer, mailoutbox):
    other = guide("hate")
    for each in (text, other):
        revision = with_text(each, GOOD).save_revision(user=writer)
        past = timezone.now() - dt.timedelta(minutes=5)
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=past)
    bad = Revision.objects.filter(object_id=str(text.pk)).latest("pk")
    content = with_text(text, BAD).serializable_data()
    Revision.objects.filter(pk=bad.pk).update(content=content)  # as rules that grew stricter would find it

    call_command("publish_scheduled")

    assert "réussi leur" not in live_text(text)
    assert "meurent par suicide" in live_text(other)
    bad.refresh_from_db()
    assert bad.approved_go_live_at is None
    assert [mail.to for mail in mailoutbox] == [[writer.email]]


def test_the_workflow_can_not_be_started_with_it(text, writer):
    with_text(text, BAD).save_revision(user=writer)
    with pytest.raises(checks.MustFixError):
        guide().get_workflow().start(guide(), writer)
    assert not WorkflowState.objects.filter(object_id=str(text.pk)).exists()


def test_the_reviewer_can_not_approve_it(text, writer, safety):
    with_text(text, GOOD).save_revision(user=writer)
    state = text.get_workflow().start(text, writer)
    with_text(text, BAD).save_revision(user=writer)
    task = state.current_task_state
    with pytest.raises(checks.MustFixError):
        task.approve(user=safety)
    assert TaskState.objects.get(pk=task.pk).status == TaskState.STATUS_IN_PROGRESS


def test_a_returned_text_can_not_be_resubmitted_with_it(text, writer, safety):
    with_text(text, GOOD).save_revision(user=writer)
    state = text.get_workflow().start(text, writer)
    state.current_task_state.reject(user=safety)
    with_text(text, BAD).save_revision(user=writer)
    state.refresh_from_db()
    with pytest.raises(checks.MustFixError):
        state.resume(writer)
    state.refresh_from_db()
    assert state.status == WorkflowState.STATUS_NEEDS_CHANGES


def test_a_bulk_action_publishes_all_or_none(text, safety):
    other = guide("hate")
    with_text(text, BAD).save_revision()
    with_text(other, GOOD).save_revision()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    query = f"?id={text.pk}&id={other.pk}&next=/admin/"
    response = client_of(safety).post(address + query, {"include_descendants": ""}, follow=True)
    assert "réussi leur suicide" in response.content.decode()
    for each in (text, other):
        assert TopicGuidePage.objects.get(pk=each.pk).live_revision_id != each.latest_revision_id
        assert "made-here" not in str(TopicGuidePage.objects.get(pk=each.pk).teen.raw_data[-1])


def test_wagtails_api_answers_400(text, safety):
    with_text(text, BAD).save_revision()
    request = RequestFactory().post("/")
    request.user = safety
    with pytest.raises(ApiError) as refused:
        PublishPageAPIAction(None, request).execute(guide(), {})
    assert refused.value.status_code == 400


def test_a_translation_can_not_be_published_with_it(django_capture_on_commit_callbacks):
    index = TopicIndexPage.objects.get(locale__language_code="fr")
    original = TopicGuidePage(title="Neuf", slug="neuf", topic=guide("hate").topic, locale=index.locale, live=False)
    index.add_child(instance=with_text(original, GOOD))
    original.save_revision().publish()
    english = Locale.objects.get(language_code="en")
    source, _created = TranslationSource.update_or_create_from_instance(original)
    translation = Translation.objects.create(source=source, target_locale=english)
    for segment in source.stringsegment_set.all():
        bad = "meurent par suicide" in segment.string.data
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=english,
            data="Every year teenagers commit suicide." if bad else "New",
        )
    with pytest.raises(ValidationError), django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    assert not TopicGuidePage.objects.filter(translation_key=original.translation_key, locale=english, live=True)


def test_a_revision_published_from_history_is_refused(text, safety):
    revision = with_text(text, BAD).save_revision()
    with pytest.raises(checks.MustFixError):
        Revision.objects.get(pk=revision.pk).publish(user=safety, skip_permission_checks=True)


def test_the_safety_team_lets_a_sentence_pass_until_it_changes(text, safety):
    with_text(text, BAD).save_revision()
    row = CheckFinding.objects.get(page=text, rule="suicide-wording")
    made = checks.override(page=guide(), key=row.key, reason="Titre d’un livre cité par sa maison.", by=safety, now=NOW)
    assert (made.made_by, made.excerpt, made.revision_id) == (safety, BAD, guide().latest_revision_id)

    with_text(text, "Une autre phrase, sans rapport.", block="unrelated").save_revision().publish()
    assert "réussi leur suicide" in live_text(text)

    revision = with_text(text, "Chaque hiver, des adolescents ont réussi leur suicide.").save_revision()
    with pytest.raises(checks.MustFixError):
        revision.publish()


def test_an_override_taken_back_blocks_again(text, safety):
    revision = with_text(text, BAD).save_revision()
    key = CheckFinding.objects.get(page=text, rule="suicide-wording").key
    made = checks.override(page=guide(), key=key, reason="Décision du comité éditorial.", by=safety, now=NOW)
    checks.withdraw(override=made, by=safety, now=NOW)
    with pytest.raises(checks.MustFixError):
        revision.publish()
    made.refresh_from_db()
    assert (made.withdrawn_by, made.withdrawn_at) == (safety, NOW)


def test_only_the_safety_team_overrides_and_only_with_a_reason(text, safety, writer):
    with_text(text, BAD).save_revision()
    key = CheckFinding.objects.get(page=text, rule="suicide-wording").key
    with pytest.raises(PermissionDenied):
        checks.override(page=guide(), key=key, reason="Nous en avons parlé hier.", by=writer, now=NOW)
    for reason in ("", "   ok   "):
        with pytest.raises(ValidationError):
            checks.override(page=guide(), key=key, reason=reason, by=safety, now=NOW)
    with pytest.raises(ValidationError):
        checks.override(page=guide(), key="0" * 32, reason="Une raison assez longue.", by=safety, now=NOW)
