"""An association's place is made with it, renamed with it, and closed without losing anything."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import GroupPagePermission, Workflow, WorkflowPage

from guides.models import PartnerAssociation, PartnerWorkspace, TopicGuidePage
from safety_centre.accounts.models import User
from tests.guides.checks.test_admin import form_of
from tests.guides.desk.conftest import client_of, guide, person

pytestmark = pytest.mark.django_db


def test_saving_a_new_association_in_the_admin_makes_its_workspace(clients):
    response = clients["admin"].post(
        "/admin/snippets/guides/partnerassociation/add/",
        {"key": "example-new", "name_fr": "Exemple neuf", "name_en": "New example", "is_active": "on"},
    )
    assert response.status_code == 302, response.content.decode()[:3000]
    workspace = PartnerWorkspace.objects.get(partner__key="example-new")
    assert workspace.editors.name == "example-new: editors"
    assert workspace.editors.permissions.filter(codename="access_admin").exists()
    assert [task.name for task in workspace.workflow.tasks] == ["example-new: partner review", "Safety team approval"]
    kinds = workspace.editors.collection_permissions.values_list("permission__codename", flat=True)
    assert set(kinds) == {
        f"{action}_{kind}" for action in ("add", "change", "choose") for kind in ("image", "document")
    } | {"add_media", "change_media"} | ({"choose_media"} & set(kinds))


def test_the_command_makes_it_and_can_be_repeated(capsys):
    arguments = ["example-new", "--name", "fr=Exemple", "--topic", "hate", "--editor", "new@example.org"]
    call_command("add_partner", *arguments)
    before = (Group.objects.count(), Workflow.objects.count(), User.objects.count())
    call_command("add_partner", *arguments)
    assert (Group.objects.count(), Workflow.objects.count(), User.objects.count()) == before
    user = User.objects.get(email="new@example.org")
    assert not user.has_usable_password()
    assert user.groups.get().name == "example-new: editors"
    assert "/accounts/password/reset/" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["example-new"], "needs a name"),
        (["example-new", "--name", "xx=A"], "LANGUAGE=NAME"),
        (["example-new", "--name", "fr=A", "--topic", "nothing"], "No such topic: nothing"),
        (["example-new", "--name", "fr=A", "--editor", "no address"], "valide"),
        (["pas un slug", "--name", "fr=A"], "lettres"),
    ],
)
def test_the_command_refuses_what_is_wrong_and_leaves_nothing(arguments, problem):
    with pytest.raises(CommandError, match=problem):
        call_command("add_partner", *arguments)
    assert not PartnerAssociation.objects.filter(key__in=["example-new", "pas un slug"]).exists()
    assert not Group.objects.filter(name="example-new: editors").exists()


def test_a_familys_account_never_becomes_an_editors(people):
    with pytest.raises(CommandError, match=r"t@example\.org"):
        call_command("add_partner", "example-new", "--name", "fr=A", "--editor", people["teen"].email)


def test_renaming_keeps_people_permissions_and_history(desk):
    before = set(GroupPagePermission.objects.filter(group=desk.workspace.editors).values_list("page", flat=True))
    desk.ours.key = "example-renamed"
    desk.ours.save()
    workspace = PartnerWorkspace.objects.get(partner=desk.ours)
    assert workspace.pk == desk.workspace.pk
    assert workspace.editors.name == "example-renamed: editors"
    assert desk.editor.groups.get() == workspace.editors
    assert set(workspace.editors.page_permissions.values_list("page", flat=True)) == before
    assert workspace.workflow.name == "example-renamed: review"
    assert Group.objects.filter(name__startswith="example-rempart").count() == 0


def test_an_association_that_left_keeps_its_guides_and_loses_its_reach(desk):
    page = guide("harassment")
    desk.ours.is_active = False
    desk.ours.save()
    assert not page.permissions_for_user(desk.editor).can_edit()
    assert client_of(desk.editor).get("/admin/").status_code == 302
    assert desk.ours in page.partners.all()
    assert page.get_workflow().name == "Safety team: review"
    desk.ours.is_active = True
    desk.ours.save()
    assert guide("harassment").permissions_for_user(User.objects.get(pk=desk.editor.pk)).can_edit()


def test_removing_an_association_keeps_content_files_and_history(desk):
    page = guide("harassment")
    revision = page.save_revision(user=desk.editor)
    desk.ours.pages.all().delete()
    desk.ours.delete()
    workspace = PartnerWorkspace.objects.get(pk=desk.workspace.pk)
    assert workspace.partner is None
    assert TopicGuidePage.objects.get(pk=page.pk).revisions.get(pk=revision.pk).user == desk.editor
    assert not guide("harassment").permissions_for_user(User.objects.get(pk=desk.editor.pk)).can_edit()
    assert guide("harassment").get_workflow().name == "Safety team: review"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_guide_of_two_associations_belongs_to_both_in_every_language(desk, language):
    page = guide("harassment")
    page.partners = [desk.ours, desk.theirs]
    page.save()
    found = guide("harassment", language)
    assert found.permissions_for_user(desk.editor).can_edit()
    assert found.permissions_for_user(desk.stranger).can_edit()
    tasks = [task.name for task in found.get_workflow().tasks]
    assert len(tasks) == 3
    assert tasks[-1] == "Safety team approval"
    page.partners = [desk.theirs]
    page.save()
    # The English page still names both, and the guide is one in all languages.
    english = guide("harassment", "en")
    english.partners = [desk.theirs]
    english.save()
    assert not guide("harassment", language).permissions_for_user(User.objects.get(pk=desk.editor.pk)).can_edit()


def test_the_safety_team_gives_a_guide_to_others_and_an_editor_cannot(desk):
    address = reverse("wagtailadmin_pages:edit", args=[guide("harassment").pk])
    assert 'name="partners"' not in client_of(desk.editor).get(address).content.decode()
    assert 'name="partners"' in client_of(desk.safety).get(address).content.decode()
    form = {**form_of(guide("harassment"), "action-save"), "partners": [desk.theirs.pk]}
    form["parent-0-value"] = "Que faire ce soir"
    for who, allowed in ((desk.editor, False), (desk.safety, True)):
        assert client_of(who).post(address, form).status_code == 302
        draft = guide("harassment").get_latest_revision_as_object()
        assert (desk.theirs in draft.partners.all()) == allowed
        assert "Que faire ce soir" in str(draft.parent)
    html = (
        client_of(desk.safety).get(f"/admin/snippets/guides/partnerassociation/edit/{desk.ours.pk}/").content.decode()
    )
    for field in ("name", "role", "description"):
        assert html.index(f'name="{field}_fr"') < html.index(f'name="{field}_en"')
    for name in ("wagtailsnippets_guides_partnerassociation:add", "wagtailimages:index", "wagtailimages:add_multiple"):
        assert client_of(desk.safety).get(reverse(name)).status_code == 200, name


def test_a_place_that_was_left_is_nobody_elses(desk):
    """A new association with the key of one that was removed has a place of its own, without the people of the old."""
    desk.ours.pages.all().delete()
    desk.ours.delete()
    PartnerAssociation.objects.create(key="example-rempart", name_fr="Un autre Rempart")
    workspace = PartnerWorkspace.objects.get(partner__key="example-rempart")
    assert workspace.pk != desk.workspace.pk
    assert not workspace.editors.user_set.exists()
    assert desk.editor.groups.get().name == f"example-rempart (left, {desk.workspace.pk}): editors"
    # By renaming, too: what somebody made by hand under the new name stays theirs.
    by_hand = Group.objects.create(name="example-third: editors")
    partner = PartnerAssociation.objects.get(key="example-rempart")
    partner.key = "example-third"
    partner.save()
    workspace.refresh_from_db()
    assert workspace.editors != by_hand
    assert workspace.editors.name.startswith("example-third: editors")


def test_an_association_and_its_place_are_made_together_or_not_at_all(db):
    Permission.objects.filter(codename="submit_translation").delete()
    with pytest.raises(Permission.DoesNotExist):
        PartnerAssociation(key="example-half", name_fr="Moitié").save()
    assert not PartnerAssociation.objects.filter(key="example-half").exists()


@pytest.mark.parametrize("joint", [False, True])
@pytest.mark.parametrize("removed", [False, True])
def test_a_submission_goes_on_when_its_reviewers_leave(desk, joint, removed):
    page = guide("harassment")
    if joint:
        page.partners = [desk.ours, desk.theirs]
        page.save()
    page.save_revision(user=desk.editor)
    page.get_workflow().start(page, desk.editor)
    if removed:
        desk.ours.pages.all().delete()
        desk.ours.delete()
    else:
        desk.ours.is_active = False
        desk.ours.save()
    state = guide("harassment").current_workflow_state
    task = f"{desk.theirs.key}: partner review" if joint else "Safety team approval"
    assert (state.current_task_state.task.name, state.requested_by) == (task, desk.editor)


def test_a_shared_workflow_follows_people_not_names(desk):
    """Two associations share a guide; one is renamed and another takes its old key."""
    page = guide("harassment")
    page.partners = [desk.ours, desk.theirs]
    page.save()
    before = page.get_workflow()
    desk.ours.key = "example-renamed"
    desk.ours.save()
    successor = PartnerAssociation.objects.create(key="example-rempart", name_fr="Autre")
    for language in ("fr", "en"):
        page = guide("harassment", language)
        page.partners = [successor, desk.theirs]
        page.save()
    tasks = [task.name for task in guide("harassment").get_workflow().tasks]
    assert "example-rempart: partner review" in tasks
    assert "example-renamed: partner review" not in tasks
    assert guide("harassment").get_workflow() != before


def test_wagtails_own_moderators_are_nobody_here(desk):
    assert not WorkflowPage.objects.filter(workflow__name="Moderators approval").exists()
    assert person("x@example.org").groups.count() == 0
