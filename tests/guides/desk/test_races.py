"""Two people at once, on a database of the test's own."""

import threading

from django.contrib.auth.models import Group
from django.db import connections

from guides.models import PartnerAssociation, PartnerWorkspace, Topic
from guides.services.workspaces import ensure_workspace


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
