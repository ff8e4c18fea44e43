"""What must hold for the real server in its own processes: counts are exact, a kill loses none, a lexicon arrives."""

import http.client
import json
import threading
import time
from contextlib import closing, suppress

import pytest
from django.utils import timezone

from safety_centre.platform_api.keys import create_api_key
from safety_centre.platform_api.models import SCOPES
from safety_centre.prevention.accounts import account_key
from safety_centre.prevention.models import Exposure, SensitiveTerm
from safety_centre.prevention.services import lexicon
from tests.plugins.served import Served, served
from tests.prevention.conftest import publish_rows

pytestmark = [pytest.mark.concurrency, pytest.mark.xdist_group("served")]
THREADS, EACH = 8, 100


class Caller:
    """One connection that is kept open."""

    def __init__(self, server: Served, key: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.close = self.connection.close
        self.headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}

    def screen(self, account: str, text: str = "i was bullied") -> dict:
        body = json.dumps({"text": text, "language": "en", "trigger": "share", "account": account})
        self.connection.request("POST", "/api/v1/prevention/screen", body, self.headers)
        answer = self.connection.getresponse()
        found = json.loads(answer.read())
        assert answer.status == 200, found
        return found


@pytest.fixture
def key(own_database) -> str:
    publish_rows()
    return create_api_key(name="served", scopes=SCOPES, now=timezone.now(), requests_a_minute=1_000_000)


def in_threads(work) -> list[Exception]:
    """Run ``work`` in every thread at once and return what went wrong."""
    barrier, problems = threading.Barrier(THREADS), []

    def run() -> None:
        barrier.wait()
        try:
            work()
        except Exception as error:
            problems.append(error)

    threads = [threading.Thread(target=run) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return problems


def counted(account: str) -> int:
    return sum(Exposure.objects.filter(account=account_key(account)).values_list("count", flat=True))


def test_counts_over_http_are_exact_and_a_kill_loses_no_acknowledged_one(key):
    acknowledged, lock = [0], threading.Lock()

    def count_all() -> None:
        with closing(Caller(server, key)) as caller:
            for _ in range(EACH):
                caller.screen("steady")

    def count_until_it_dies() -> None:
        with closing(Caller(server, key)) as caller, suppress(OSError, http.client.HTTPException):
            while True:
                caller.screen("killed")
                with lock:
                    acknowledged[0] += 1
                    is_time = acknowledged[0] == THREADS * EACH // 4
                if is_time:
                    server.kill()

    with served(workers=2) as server:
        assert not in_threads(count_all)
        assert counted("steady") == THREADS * EACH
        assert not in_threads(count_until_it_dies)
    assert acknowledged[0] >= THREADS * EACH // 4
    # Each thread had at most one request under way that was counted and not answered any more.
    assert acknowledged[0] <= counted("killed") <= acknowledged[0] + THREADS


def test_every_process_takes_a_published_lexicon_within_five_seconds_asked_or_idle(key):
    """With a lexicon of a few thousand terms; its processes are ready before they are first asked."""
    SensitiveTerm.objects.bulk_create(
        SensitiveTerm(language="en", term=f"made-up {n}", topic="hate", level="risk", match="phrase", family=str(n))
        for n in range(3_000)
    )
    lexicon.publish(by=None, note="", now=timezone.now())
    with served(workers=1) as busy, served(workers=1) as idle:
        callers = [Caller(busy, key), Caller(idle, key)]
        assert all(caller.screen("a")["matches"] for caller in callers)
        SensitiveTerm.objects.filter(term="bullied").update(is_active=False)
        lexicon.publish(by=None, note="", now=timezone.now())
        published, pause = time.monotonic(), threading.Event()
        while callers[0].screen("a")["matches"]:
            assert time.monotonic() - published < 5
            pause.wait(0.1)
        pause.wait(max(0, published + 4.5 - time.monotonic()))
        assert not callers[1].screen("a")["matches"], "a process that nobody asked knows too"
        for caller in callers:
            caller.close()
