"""The sample partner edits and submits the guides of its own association and no others."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from guides.models import TopicGuidePage

pytestmark = pytest.mark.django_db


def guide(topic: str, language: str = "fr") -> Page:
    return TopicGuidePage.objects.get(topic__key=topic, locale__language_code=language)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_edits_its_own_guides_in_every_language(clients, language):
    for topic in ("harassment", "hate", "image-abuse"):
        assert (
            clients["partner"].get(reverse("wagtailadmin_pages:edit", args=[guide(topic, language).pk])).status_code
            == 200
        )


def test_does_not_open_anybody_elses(clients):
    others = [guide("depression"), guide("eating-disorders"), *Page.objects.filter(depth=2)]
    for page in others:
        response = clients["partner"].get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert response.status_code in (302, 403), page
        if response.status_code == 302:
            assert response.url == reverse("wagtailadmin_home")


def test_may_submit_and_not_publish(people):
    tester = guide("harassment").permissions_for_user(people["partner"])
    assert tester.can_edit()
    assert tester.can_submit_for_moderation()
    assert not tester.can_publish()
    assert not tester.can_delete()


def test_submitting_starts_its_own_workflow(people):
    page = guide("harassment")
    workflow = page.get_workflow()
    assert workflow.name == "example-rempart: review"
    assert [task.name for task in workflow.tasks] == ["example-rempart: partner review", "Safety team approval"]
    state = workflow.start(page, people["partner"])
    assert state.current_task_state.task.name == "example-rempart: partner review"


def test_has_no_way_to_people_or_settings(clients):
    for name in ("wagtailusers_users:index", "wagtailsites:index", "wagtaillocales:index"):
        assert clients["partner"].get(reverse(name)).status_code in (302, 403)
