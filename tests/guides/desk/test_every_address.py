"""Every address of the admin, asked by another association: nothing of ours is seen, and nothing of ours changes.

The addresses come from the URL configuration itself, so that a new one is asked too without being listed anywhere.
"""

import re
from collections.abc import Iterator

import pytest
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, TaskState, WorkflowState
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from guides.models import CheckFinding
from tests.guides.checks.conftest import with_text
from tests.guides.desk.conftest import client_of, guide

pytestmark = pytest.mark.django_db
SECRET = "Brouillon que personne d’autre ne lit"
# Signing in and out, and an address that fails on purpose.
NOT_ASKED = {"wagtailadmin_logout", "wagtailadmin_login", "wagtailadmin_error_test"}
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


def addresses() -> Iterator[tuple[str, str, list[str]]]:
    """Yield each address of the admin: its route, its name with namespaces, and the names of its arguments."""

    def walk(patterns, route: str, space: str) -> Iterator[tuple[str, str, list[str]]]:
        for pattern in patterns:
            here = route + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, here, inner)
            elif here.startswith("admin/") and pattern.name:
                yield here, f"{space}{pattern.name}", ARGUMENT.findall(here)

    yield from walk(get_resolver().url_patterns, "", "")


@pytest.fixture
def ours(desk):
    """A draft of ours under way to its reviewers, with a translation, a remark, a picture and a document of its own."""
    page = guide("harassment")
    page.title = SECRET
    with_text(page, f"{SECRET}. Il a réussi son suicide.")
    page.save_revision(user=desk.editor)
    mark = CheckFinding.objects.get(page_id=page.pk, rule="suicide-wording")
    page.title = SECRET
    with_text(page, SECRET).save_revision(user=desk.editor, log_action=True)
    Page.objects.filter(pk=page.pk).update(owner=desk.editor, locked_by=desk.editor)
    state = page.get_workflow().start(page, desk.editor)
    source, _created = TranslationSource.get_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=guide("harassment", "en").locale)
    kept = {"title": SECRET, "collection": desk.workspace.collection}
    image = get_image_model().objects.create(file=get_test_image_file(), description="Une porte", **kept)
    document = get_document_model().objects.create(file=get_test_image_file(), **kept)
    numbers = {
        "page_id": page.pk, "page_pk": page.pk, "parent_page_id": page.pk, "page_to_move_id": page.pk,
        "destination_id": page.get_parent().pk, "object_id": page.pk, "session_id": 1,
        "revision_id": page.latest_revision_id, "revision_id_a": "earliest", "revision_id_b": "latest",
        "action_name": "approve", "action": "publish", "task_state_id": state.current_task_state_id,
        "task_id": state.current_task_state.task_id, "workflow_state_id": state.pk, "workflow_pk": state.workflow_id,
        "image_id": image.pk, "document_id": document.pk, "doc_id": document.pk, "media_id": 1, "media_type": "video",
        "uploaded_file_id": 1, "filter_spec": "max-20x20", "collection_id": desk.workspace.collection_id,
        "translation_source_id": source.pk, "translation_id": translation.pk, "mode": "",
        "string_segment_id": source.stringsegment_set.first().pk, "overridable_segment_id": 1,
        "content_type_app_name": "guides", "content_type_model_name": "topicguidepage", "app_label": "wagtailcore",
        "app_name": "wagtailcore", "model_name": "page", "key": mark.key, "redirect_id": 1,
        "uidb64": "x", "token": "x",
    }  # fmt: skip
    kinds = {
        "images": image.pk, "documents": document.pk, "collections": desk.workspace.collection_id,
        "workflows": state.workflow_id, "users": desk.editor.pk, "groups": desk.workspace.editors_id,
        "partnerassociation": desk.ours.pk,
    }  # fmt: skip
    return page, numbers, kinds


def filled(route: str, name: str, arguments: list[str], numbers: dict, kinds: dict) -> str | None:
    """Return the address about what is ours, or None where it has no such form."""
    values = {argument: numbers[argument] for argument in arguments if argument in numbers}
    if "pk" in arguments:
        values["pk"] = next((pk for kind, pk in kinds.items() if kind in route), numbers["page_id"])
    assert values.keys() == set(arguments), f"Say what {name} is asked with: {set(arguments) - values.keys()}"
    try:
        return reverse(name, kwargs=values)
    except NoReverseMatch:
        return None


def body_of(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")


def kept(page: Page) -> tuple:
    """Return what another association might have changed: the page, its tree, its way to the reviewers, its words."""
    return (
        list(Page.objects.order_by("pk").values_list("pk", "path", "live", "title", "locked", "latest_revision_id")),
        list(WorkflowState.objects.values_list("pk", "status")),
        list(TaskState.objects.values_list("pk", "status")),
        StringTranslation.objects.count(),
        list(Translation.objects.values_list("pk", "enabled")),
        get_image_model().objects.count(),
        get_document_model().objects.count(),
    )


def selections(page: Page, numbers: dict) -> Iterator[str]:
    """Yield the addresses that do something with a selection: with what is ours, and with all there is."""
    ours = {("wagtailcore", "page"): page.pk, ("pages", "customimage"): numbers["image_id"]}
    ours["pages", "customdocument"] = numbers["document_id"]
    for (app, model), pk in ours.items():
        for action in bulk_action_registry.get_bulk_actions_for_model(app, model):
            address = reverse("wagtail_bulk_action", args=[app, model, action.action_type])
            yield from (f"{address}?id={pk}", f"{address}?id=all")


def test_no_address_shows_or_changes_what_is_ours(desk, ours):
    page, numbers, kinds = ours
    stranger, before = client_of(desk.stranger), kept(page)
    asked, shown, failed = set(), [], []
    for route, name, arguments in addresses():
        address = filled(route, name, arguments, numbers, kinds)
        if address is None or address in asked or name in NOT_ASKED:
            continue
        asked.add(address)
        for method in (stranger.get, stranger.post) if arguments else (stranger.get,):
            response = method(address, headers={"x-requested-with": "XMLHttpRequest"})
            if SECRET in (body := body_of(response)) or desk.editor.email in body:
                shown.append((name, method.__name__))
            if response.status_code >= 500:
                failed.append((name, method.__name__, response.status_code))
    assert len(asked) > 250
    for address in selections(page, numbers):
        for method in (stranger.get, stranger.post):
            if SECRET in body_of(method(address, follow=True)):
                shown.append((address, method.__name__))
    assert not shown
    assert not failed
    assert kept(page) == before


def test_its_own_editor_is_shown_it_there(desk, ours):
    """The same walk finds the words for who wrote them: the other test can fail."""
    _page, numbers, kinds = ours
    editor, seen = client_of(desk.editor), set()
    for route, name, arguments in addresses():
        if not {"page_id", "image_id", "document_id", "parent_page_id"} & set(arguments):
            continue
        address = filled(route, name, arguments, numbers, kinds)
        if address and SECRET in body_of(editor.get(address)):
            seen.add(name)
    assert desk.editor.email in body_of(editor.get("/admin/reports/workflow/"))
    selected = [address for address in selections(_page, numbers) if SECRET in body_of(editor.get(address))]
    assert len(selected) > 4
    assert {"wagtailadmin_pages:edit", "desk_draft_frame", "wagtailimages:edit", "wagtaildocs:edit"} <= seen
    assert len(seen) > 12


def test_a_translation_is_submitted_whole_and_by_its_own_people(desk, ours):
    english = guide("harassment", "en")
    address = reverse("desk_submit_translation", args=[english.pk])
    assert client_of(desk.stranger).post(address).status_code == 404
    assert client_of(desk.editor).get(address).status_code == 405
    answer = client_of(desk.editor).post(address, follow=True)
    assert "à traduire" in answer.content.decode()
    english.refresh_from_db()
    assert english.current_workflow_state is None
    translation = Translation.objects.get()
    for segment in translation.source.stringsegment_set.all():
        StringTranslation.objects.create(
            translation_of=segment.string, context=segment.context, locale=english.locale, data="Talk to someone."
        )
    assert client_of(desk.editor).post(address).status_code == 302
    english.refresh_from_db()
    assert english.current_workflow_state.workflow.name == "example-rempart: review"
    assert not english.live or english.live_revision_id != english.latest_revision_id
    assert client_of(desk.editor).post(address).status_code == 302  # twice: still one
    assert WorkflowState.objects.filter(object_id=str(english.pk)).count() == 1
