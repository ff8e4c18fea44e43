"""What a second association can't reach of the first: every address of the admin that takes a page, and every list."""

import pytest
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail_localize.models import Translation, TranslationSource

from tests.guides.desk.conftest import client_of, guide

pytestmark = pytest.mark.django_db
SECRET = "Brouillon que personne d’autre ne lit"


@pytest.fixture
def draft(desk):
    """A draft of ours with words that stand nowhere else."""
    page = guide("harassment")
    page.title = SECRET
    page.save_revision(user=desk.editor)
    return page


PAGE_ADDRESSES = [
    ("wagtailadmin_pages:edit", []),
    ("wagtailadmin_pages:view_draft", []),
    ("wagtailadmin_pages:preview_on_edit", []),
    ("wagtailadmin_pages:history", []),
    ("wagtailadmin_pages:usage", []),
    ("wagtailadmin_pages:delete", []),
    ("wagtailadmin_pages:unpublish", []),
    ("wagtailadmin_pages:copy", []),
    ("wagtailadmin_pages:move", []),
    ("wagtailadmin_pages:workflow_history", []),
    ("wagtailadmin_pages:revisions_compare", ["earliest", "latest"]),
    ("wagtail_localize:submit_page_translation", []),
    ("desk_mark_reviewed", []),
    ("desk_changes", []),
    ("desk_draft_frame", []),
    ("desk_side_by_side", []),
]


@pytest.mark.parametrize(("name", "rest"), PAGE_ADDRESSES)
def test_no_address_of_a_page_opens_for_another_association(desk, draft, name, rest):
    response = client_of(desk.stranger).get(reverse(name, args=[draft.pk, *rest]))
    assert response.status_code in (302, 403, 404), name
    assert SECRET not in response.content.decode()
    if response.status_code == 302:
        assert response.url in (reverse("wagtailadmin_home"), reverse("wagtailadmin_explore_root")), name


LISTS = [
    "/admin/",
    "/admin/pages/",
    "/admin/pages/search/?q=Brouillon",
    "/admin/choose-page/",
    "/admin/choose-page/search/?q=Brouillon",
    "/admin/reports/workflow/",
    "/admin/reports/workflow_tasks/",
    "/admin/reports/site-history/",
    "/admin/reports/aging-pages/",
    "/admin/reports/locked/",
    "/admin/desk/translations/",
    "/admin/desk/translations/?export=csv",
    "/admin/desk/reviews/",
    "/admin/desk/reviews/?export=csv",
    "/admin/desk/links/",
    "/admin/desk/insight/",
    "/admin/desk/insight/?weeks=52&export=csv",
    "/admin/desk/insight/?export=searches",
    "/admin/localize/reports/translations/",
    "/admin/api/main/pages/",
    "/admin/api/main/pages/?search=Brouillon",
]


@pytest.mark.parametrize("address", LISTS)
def test_no_list_names_it(desk, draft, address):
    draft.get_workflow().start(draft, desk.editor)
    response = client_of(desk.stranger).get(address, follow=True)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert SECRET not in body.decode(), address


def test_its_own_editor_finds_it_in_the_same_lists(desk, draft):
    for address in ("/admin/", "/admin/desk/translations/", "/admin/desk/reviews/"):
        html = client_of(desk.editor).get(address).content.decode()
        assert "desk" in html
        assert reverse("wagtailadmin_pages:edit", args=[draft.pk]) in html, address


def test_writing_to_it_is_refused_too(desk, draft):
    stranger = client_of(desk.stranger)
    for name in ("desk_mark_reviewed", "desk_changes"):
        assert stranger.post(reverse(name, args=[draft.pk]), {"role": "x"}).status_code == 404
    source, _created = TranslationSource.get_or_create_from_instance(draft)
    assert stranger.post(reverse("wagtail_localize:update_translations", args=[source.pk])).status_code == 404
    Translation.objects.create(source=source, target_locale=guide("harassment", "en").locale)
    translation = Translation.objects.get()
    for name in ("preview_translation", "download_pofile"):
        assert stranger.get(reverse(f"wagtail_localize:{name}", args=[translation.pk])).status_code in (302, 403, 404)
    for name in ("upload_pofile", "stop_translation", "machine_translate"):
        answer = stranger.post(reverse(f"wagtail_localize:{name}", args=[translation.pk]))
        assert answer.status_code in (302, 403, 404), name
    translation.refresh_from_db()
    assert translation.enabled


def test_pictures_of_one_association_are_not_in_anothers_choosers(desk):
    image = get_image_model().objects.create(
        title="Image interne", file=get_test_image_file(), description="Une porte", collection=desk.workspace.collection
    )
    for address in ("/admin/images/", "/admin/images/chooser/", "/admin/api/main/images/"):
        assert "Image interne" not in client_of(desk.stranger).get(address).content.decode()
    for name in ("wagtailimages:edit", "wagtailimages:delete"):
        assert client_of(desk.stranger).get(reverse(name, args=[image.pk])).status_code in (302, 403, 404)
    assert "Image interne" in client_of(desk.editor).get("/admin/images/").content.decode()


DESK = ["/admin/desk/translations/", "/admin/desk/reviews/", "/admin/desk/links/", "/admin/desk/insight/"]


@pytest.mark.parametrize("address", DESK)
def test_families_never_reach_the_desk(clients, address):
    for role in ("anonymous", "teen", "parent"):
        assert clients[role].get(address).status_code == 302
    assert clients["admin"].get(address).status_code == 200


def test_help_lines_to_check_are_the_safety_teams(desk):
    assert client_of(desk.editor).get("/admin/reports/help-lines/").status_code in (302, 403)
    assert client_of(desk.safety).get("/admin/reports/help-lines/").status_code == 200
