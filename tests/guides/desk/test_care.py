"""Care: nothing that somebody wrote or uses is lost without a word."""

import datetime as dt
import json

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import PageLogEntry, Revision
from wagtailmedia.models import get_media_model

from guides.models import LinkCheck, PartnerAssociation, TopicGuidePage
from safety_centre.accounts.models import User
from safety_centre.pages.media_in_use import MediaInUse
from tests.guides.checks.conftest import with_text
from tests.guides.desk.conftest import client_of, guide, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(desk):
    return get_image_model().objects.create(
        title="Une porte ouverte",
        file=get_test_image_file(),
        description="Une porte ouverte sur une rue claire",
        collection=desk.workspace.collection,
        uploaded_by_user=desk.editor,
    )


def show_in(page, picture, user, *, publish: bool) -> None:
    page.teen = [*((one.block_type, one.value) for one in page.teen), ("image", {"image": picture, "caption": ""})]
    revision = page.save_revision(user=user)
    if publish:
        revision.publish()


@pytest.mark.parametrize("published", [True, False])
def test_a_picture_in_use_is_not_deleted_and_one_reads_where_it_is_used(desk, picture, published):
    page = guide("harassment")
    show_in(page, picture, desk.editor, publish=published)
    editor = client_of(desk.editor)
    answer = editor.post(reverse("wagtailimages:delete", args=[picture.pk]), follow=True)
    assert get_image_model().objects.filter(pk=picture.pk).exists()
    html = answer.content.decode()
    assert "Une porte ouverte" in html
    assert page.title in html
    bulk = f"/admin/bulk/pages/customimage/delete/?id={picture.pk}"
    editor.post(bulk, follow=True)
    assert get_image_model().objects.filter(pk=picture.pk).exists()


def test_a_document_and_a_recording_in_use_are_not_deleted_either(desk):
    page, place = guide("harassment"), {"collection": desk.workspace.collection}
    paper = get_document_model().objects.create(title="La fiche", file=ContentFile(b"%PDF", "fiche.pdf"), **place)
    film = get_media_model().objects.create(title="Le film", type="video", file=ContentFile(b"x", "film.mp4"), **place)
    shown = [("download", {"title": "La fiche", "document": paper}), ("video", {"title": "Le film", "video": film})]
    page.teen = [*((one.block_type, one.value) for one in page.teen), *shown]
    page.save_revision(user=desk.editor)
    answer = client_of(desk.editor).post(reverse("wagtaildocs:delete", args=[paper.pk]), follow=True)
    assert type(paper).objects.filter(pk=paper.pk).exists()
    assert page.title in answer.content.decode()
    with pytest.raises(MediaInUse) as refused, transaction.atomic():
        film.delete()
    assert refused.value.protected_objects == {page}


def test_where_a_picture_is_used_names_no_draft_of_others(desk, picture):
    """The safety team may put an association's picture anywhere, also into a draft that is none of its business."""
    other = guide("eating-disorders")
    other.unpublish()
    other.refresh_from_db()
    show_in(other, picture, desk.safety, publish=False)
    answer = client_of(desk.editor).post(reverse("wagtailimages:delete", args=[picture.pk]), follow=True)
    assert get_image_model().objects.filter(pk=picture.pk).exists()
    assert other.title not in answer.content.decode()


def test_a_picture_that_nothing_shows_is_deleted(desk, picture):
    answer = client_of(desk.editor).post(reverse("wagtailimages:delete", args=[picture.pk]))
    assert answer.status_code == 302
    assert not get_image_model().objects.filter(pk=picture.pk).exists()


def ping(client, page, session: int, revision: int):
    address = reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", page.pk, session])
    return client.post(address, {"revision_id": revision}).json()


def test_two_people_in_one_page_are_told_and_both_texts_stay(desk):
    page = guide("harassment")
    first = page.save_revision(user=desk.editor)
    editor, reviewer = client_of(desk.editor), client_of(desk.reviewer)
    for client in (editor, reviewer):
        assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    mine = EditingSession.objects.filter(user=desk.editor).latest("pk")
    other = EditingSession.objects.filter(user=desk.reviewer).latest("pk")
    told = ping(editor, page, mine.pk, first.pk)
    assert [one["session_id"] for one in told["other_sessions"]] == [other.pk]

    page.title = "Ce que la relectrice a écrit"
    second = page.save_revision(user=desk.reviewer)
    told = ping(editor, page, mine.pk, first.pk)
    newer = next(one for one in told["other_sessions"] if one["revision_id"])
    assert newer["revision_id"] == second.pk  # Wagtail's page then warns before it saves over

    page.title = "Ce que l’éditrice a écrit"
    page.save_revision(user=desk.editor)
    titles = [one.content["title"] for one in Revision.objects.for_instance(page).order_by("-pk")[:2]]
    assert titles == ["Ce que l’éditrice a écrit", "Ce que la relectrice a écrit"]


def test_a_submission_that_comes_back_comes_with_its_comment(desk):
    page = guide("harassment")
    page.save_revision(user=desk.editor)
    state = page.get_workflow().start(page, desk.editor)
    with TestCase.captureOnCommitCallbacks(execute=True):
        state.current_task_state.task.on_action(
            state.current_task_state, desk.reviewer, "reject", comment="Le numéro du 3018 manque à la fin."
        )
    assert any("editor@example.org" in message.to for message in mail.outbox)
    html = client_of(desk.editor).get("/admin/").content.decode()
    assert "Le numéro du 3018 manque à la fin." in html
    assert "Le numéro du 3018 manque à la fin." not in client_of(desk.stranger).get("/admin/").content.decode()


def test_a_submission_that_nobody_can_review_says_so(desk):
    page = guide("harassment")
    page.save_revision(user=desk.editor)
    page.get_workflow().start(page, desk.editor)
    assert "n’a encore personne pour relire" not in client_of(desk.editor).get("/admin/").content.decode()
    desk.reviewer.groups.clear()
    assert "n’a encore personne pour relire" in client_of(desk.editor).get("/admin/").content.decode()


def test_a_submitted_guide_says_who_reads_it(desk):
    page = guide("harassment")
    page.save_revision(user=desk.editor)
    state = page.get_workflow().start(page, desk.editor)
    editor, address = client_of(desk.editor), reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "Exemple Rempart le relit maintenant" in editor.get(address).content.decode()
    assert "le relit maintenant" not in client_of(desk.reviewer).get(address).content.decode()
    state.current_task_state.task.on_action(state.current_task_state, desk.reviewer, "approve")
    assert "l’équipe de sécurité le relit maintenant" in editor.get(address).content.decode()


def test_the_log_tells_who_did_what(desk):
    page = guide("harassment")
    page.save_revision(user=desk.editor, log_action=True)
    state = page.get_workflow().start(page, desk.editor)
    state.current_task_state.task.on_action(state.current_task_state, desk.reviewer, "approve")
    state.refresh_from_db()
    state.current_task_state.task.on_action(state.current_task_state, desk.safety, "approve")
    found = {(entry.action, entry.user_id) for entry in PageLogEntry.objects.filter(page=page)}
    assert ("wagtail.edit", desk.editor.pk) in found
    assert ("wagtail.workflow.approve", desk.reviewer.pk) in found
    assert ("wagtail.publish", desk.safety.pk) in found
    html = client_of(desk.safety).get("/admin/reports/site-history/").content.decode()
    assert page.title in html


def test_the_dashboard_is_the_persons_own(desk):
    html = client_of(desk.editor).get("/admin/").content.decode()
    assert guide("harassment").title in html
    assert guide("eating-disorders").title not in html
    assert "Comment commencer" in html
    assert "1 point à corriger avant publication" not in html
    dead = LinkCheck.objects.create(url="https://example.org/x", problem="not-found", checked_at=timezone.now())
    dead.pages.add(guide("harassment"))
    with_text(guide("harassment"), "Il a réussi son suicide.").save_revision()
    TopicGuidePage.objects.filter(partners=desk.ours).update(next_review=dt.date(2030, 1, 1))
    TopicGuidePage.objects.filter(pk=guide("harassment").pk).update(next_review=timezone.localdate())
    html = client_of(desk.editor).get("/admin/").content.decode()
    for words in ("1 page à relire d’ici un mois", "1 point à corriger avant publication", "1 lien mort"):
        assert words in html
        assert words not in client_of(desk.stranger).get("/admin/").content.decode()
    theirs = client_of(desk.stranger).get("/admin/").content.decode()
    assert guide("eating-disorders").title in theirs
    assert guide("harassment").title not in theirs
    newcomer = person("newcomer@example.org")
    assert client_of(newcomer).get("/admin/").status_code == 302
    partner = PartnerAssociation.objects.create(key="example-new", name_fr="Exemple neuf")
    newcomer.groups.add(partner.workspace.editors)
    html = client_of(User.objects.get(pk=newcomer.pk)).get("/admin/").content.decode()
    for words in ("Exemple neuf", "Comment commencer", "Aucun guide n’est encore à vous"):
        assert words in html


def test_all_readers_stand_side_by_side(desk):
    page = guide("harassment")
    html = client_of(desk.editor).get(reverse("desk_side_by_side", args=[page.pk])).content.decode()
    english = guide("harassment", "en")
    for mode in ("teen", "parent", "friend"):
        assert f'src="{reverse("desk_draft_frame", args=[page.pk])}?mode={mode}"' in html
    both = client_of(desk.editor).get(
        reverse("desk_side_by_side", args=[page.pk]),
        {"page": [page.pk, english.pk], "mode": "parent", "device": "desktop"},
    )
    assert both.content.decode().count("<iframe") == 2


def test_each_preview_shows_its_readers_side(desk):
    page = guide("harassment")
    editor = client_of(desk.editor)
    for mode, side in (("teen", page.teen), ("parent", page.parent), ("friend", page.friend)):
        shown = editor.get(reverse("desk_draft_frame", args=[page.pk]), {"mode": mode})
        heading = next(block.value for block in side if block.block_type == "heading")
        assert heading[:15] in shown.content.decode(), mode
        assert shown["X-Frame-Options"] == "SAMEORIGIN"


def test_the_menu_speaks_the_language_of_whoever_looks(desk):
    """Wagtail makes its menus once a process: a label translated then would stay in the first visitor's language."""
    client, words = client_of(desk.safety), {}
    words["fr"] = ("Messages sûrs et clarté", "Publier le lexique")
    words["en"] = ("Safe messaging and clarity", "Publish lexicon")
    for language in ("fr", "en", "fr"):
        type(desk.safety).objects.filter(pk=desk.safety.pk).update(language=language)
        page = client.get("/admin/", headers={"accept-language": language}).content.decode()
        for label in words[language]:
            assert json.dumps(label).strip('"') in page, (language, label)
