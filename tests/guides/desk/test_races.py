"""Two people at once, on a database of the test's own."""

import datetime as dt
import threading

from django.contrib.auth.models import Group
from django.db import connections

from guides.models import GuideChapterPage, PartnerAssociation, PartnerWorkspace, Topic, TopicGuidePage
from guides.services.reviews import send_review_reminders
from guides.services.workspaces import ensure_safety_team, ensure_workspace
from safety_centre.accounts.models import User


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
