"""Two people at once, on a database of the test's own."""

import datetime as dt
import threading

from django.contrib.auth.models import Group
from django.db import connection, connections, transaction
from django.urls import reverse
from wagtail.models import Page

from guides.models import GuideChapterPage, PartnerAssociation, PartnerWorkspace, Topic, TopicGuidePage
from guides.services.reviews import send_review_reminders
from guides.services.workspaces import ensure_safety_team, ensure_workspace
from safety_centre.accounts.models import User
from tests.guides.checks.test_admin import form_of
from tests.guides.desk.conftest import client_of


def test_two_saves_at_once_make_one_workspace(own_database):
    topic = Topic.objects.first()
    partner = PartnerAssociation(key="example-race", name_fr="Course")
    PartnerAssociation.objects.bulk_create([partner])
    partner = PartnerAssociation.objects.get(key="example-race")
    partner.topics.add(topic)
    barrier, problems = threading.Barrier(4), []

    def save() -> None:
        try:
            barrier.wait(timeout=10)
            ensure_workspace(partner=partner)
        except Exception as error:
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=save) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert PartnerWorkspace.objects.filter(partner=partner).count() == 1
    assert Group.objects.filter(name__startswith="example-race").count() == 2


def test_two_commands_at_once_remind_once(own_database, settings):
    day = dt.date(2027, 3, 1)
    for model in (TopicGuidePage, GuideChapterPage):
        model.objects.update(next_review=dt.date(2030, 1, 1))
    TopicGuidePage.objects.filter(pk=TopicGuidePage.objects.first().pk).update(next_review=day)
    User.objects.create_user("only@example.org", is_staff=True).groups.add(ensure_safety_team())
    PartnerAssociation.objects.update(is_active=False)
    barrier, sent = threading.Barrier(4), []

    def send() -> None:
        try:
            barrier.wait(timeout=10)
            sent.append(send_review_reminders(now=dt.datetime(2027, 3, 1, 8, tzinfo=dt.UTC)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(sent) == [0, 0, 0, 1]


def test_an_autosave_under_way_does_not_take_down_what_is_published_meanwhile(own_database):
    """The page is published while a save that began before waits for its row: the save goes on from what it finds."""
    editor = User.objects.create_superuser("editor@example.org", "a long password for tests")
    page = TopicGuidePage.objects.get(topic__key="harassment", locale__language_code="fr")
    page.unpublish()
    page.refresh_from_db()
    revision = page.save_revision()
    form = form_of(page, "action-save") | {"parent-0-value": "Que faire ce soir"}
    client, answers, at_the_row = client_of(editor), [], threading.Event()

    def note(execute, sql, *rest):
        if "FOR UPDATE" in sql or sql.startswith(("INSERT", "UPDATE")):  # waits for the row
            at_the_row.set()
        return execute(sql, *rest)

    def save() -> None:
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        try:
            with connection.execute_wrapper(note):
                answers.append(client.post(address, form, headers={"accept": "application/json"}).status_code)
        finally:
            connections.close_all()

    saving = threading.Thread(target=save)
    with transaction.atomic():
        Page.objects.select_for_update().get(pk=page.pk)
        saving.start()
        assert at_the_row.wait(timeout=60)
        revision.publish()
    saving.join()
    assert answers == [200]
    page.refresh_from_db()
    assert page.live
    assert "Que faire ce soir" in str(page.get_latest_revision_as_object().parent)
