"""What the API's endpoints cost beside an empty view: `python benchmarks/endpoints.py`.

Starts a PostgreSQL that writes to its disk and granian with two processes, fills in the starter lexicon, and asks in
short slices: an empty view, `screen` or `feed` (50 items), the empty view again. Each slice is compared with the two
beside it, and the median of these ratios counts, so that a noisy machine disturbs both alike. Where it is too noisy for
that (requests wait for a turn on the processor and for the disk), the processor time of the server's processes for one
request, which is printed too, says more.
The empty view passes the same middleware. Posts are `posts.txt`, one in twenty with a sensitive term; every request
names an account, so that what is sensitive is counted. Then 8 threads count 1,000 uses each, which must be 8,000. Last,
the whole starter lexicon is published again with one term less: how long until no process knows that term any more.
"""

from __future__ import annotations

import http.client
import json
import os
import statistics
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["TEST_DATABASE_URL"] = "postgres://postgres@localhost/placeholder"  # so that importing starts no server

from tests.plugins.postgres import Server  # noqa: E402

SLICE = 0.6
ROUNDS = 15
CLIENTS = 8
SWAP = 5  # seconds
LIMITS = {"screen": 0.6, "feed of 50 items": 0.35}
POSTS = (Path(__file__).parent / "posts.txt").read_text(encoding="utf-8").splitlines()


def requests(key: str) -> dict[str, list[bytes]]:
    """Return the requests of each view, ready to send."""

    def made(path: str, body: object) -> bytes:
        data = json.dumps(body).encode()
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(data)}\r\n\r\n"
        return head.encode() + data

    posts = [post + (" je veux mourir" if number % 20 == 0 else "") for number, post in enumerate(POSTS)]
    screens = [
        {"text": post, "trigger": "share", "language": "fr", "account": f"u{number}-{someone}"}
        for someone in range(50)
        for number, post in enumerate(posts)
    ]
    items = [{"id": str(n), "text": posts[n % len(posts)], "hashtags": ["fyp"], "topics": []} for n in range(50)]
    return {
        "empty": [made("/api/empty", one) for one in screens],
        "screen": [made("/api/v1/prevention/screen", one) for one in screens],
        "feed of 50 items": [
            made("/api/v1/prevention/feed", {"account": f"u{n}", "items": items, "language": "fr"}) for n in range(20)
        ],
    }


def rate(port: int, messages: list[bytes], seconds: float) -> float:
    """Return answers a second from eight connections that are kept open."""
    counts, problems, until = [0] * CLIENTS, [], time.perf_counter() + seconds

    def ask(number: int) -> None:
        try:
            ask_until_the_end(number)
        except Exception as error:
            problems.append(error)

    def ask_until_the_end(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.connect()
        socket, place = connection.sock, number
        stream = socket.makefile("rb")
        while time.perf_counter() < until:
            socket.sendall(messages[place % len(messages)])
            place += 1
            assert b" 200 " in stream.readline()
            length = 0
            while (line := stream.readline()) not in {b"\r\n", b""}:
                if line[:15].lower() == b"content-length:":
                    length = int(line[15:])
            stream.read(length)
            counts[number] += 1
        connection.close()

    threads = [threading.Thread(target=ask, args=[number]) for number in range(CLIENTS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    return sum(counts) / (time.perf_counter() - began)


def processor_seconds(group: int) -> float:
    """Return the processor time that the processes of the server's group have taken."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def ask_once(port: int, method: str, path: str, headers: dict[str, str], body: str | None = None) -> dict:
    """Return one JSON answer, on a connection of its own: either process may give it."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request(method, path, body, headers)
    found = json.loads(connection.getresponse().read())
    connection.close()
    return found


def count_exactly(port: int, key: str) -> int:
    """Let eight threads count 1,000 uses of one account each; return what the API says was counted."""
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    body = json.dumps({"text": "i want to die", "language": "en", "trigger": "share", "account": "counted"})

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for _ in range(1_000):
            connection.request("POST", "/api/v1/prevention/screen", body, headers)
            connection.getresponse().read()
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = ask_once(port, "GET", "/api/v1/accounts/counted/exposures", headers)
    return sum(one["count"] for one in found["exposures"])


def swap(port: int, key: str) -> float:
    """Publish the lexicon without one of its terms; return the seconds until fifty answers in a row lack it."""
    from django.utils import timezone

    from safety_centre.prevention.models import SensitiveTerm
    from safety_centre.prevention.services import lexicon

    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    term = "suicidal"

    def knows() -> bool:
        asked = json.dumps({"text": term, "language": "en"})
        return bool(ask_once(port, "POST", "/api/v1/prevention/screen", headers, asked)["matches"])

    if not knows():
        raise AssertionError(f"{term} must be known before")
    SensitiveTerm.objects.filter(language="en").filter(term__contains=term).update(is_active=False)
    lexicon.publish(by=None, note="", now=timezone.now())
    published, in_a_row, last = time.perf_counter(), 0, 0.0
    while in_a_row < 50:
        if knows():
            in_a_row, last = 0, time.perf_counter() - published
            if last > 60:
                break
        in_a_row += 1
        time.sleep(0.02)
    return last


def prepare() -> str:
    """Make the tables, help and lexicon, and return a key."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from safety_centre.platform_api.keys import create_api_key
    from safety_centre.platform_api.models import SCOPES

    call_command("migrate", verbosity=0)
    call_command("load_starter_content", verbosity=0)
    call_command("load_starter_lexicon")
    return create_api_key(name="benchmark", scopes=SCOPES, now=timezone.now(), requests_a_minute=100_000_000)


def main() -> int:
    server = Server()
    url = server.start(durable=True)
    server._run("createdb", "-h", server.folder, "-U", "postgres", "safety")
    os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    try:
        key = prepare()
        from tests.plugins.served import served

        with served(workers=2, settings="benchmarks.settings", url=url) as site:
            messages = requests(key)
            empty = messages.pop("empty")
            rates: dict[str, list[float]] = {"empty": []} | {name: [] for name in messages}
            ratios: dict[str, list[float]] = {name: [] for name in messages}
            for sent in messages.values():
                rate(site.port, sent, 2 * SLICE)  # warm: help is on its shelf
            spent: dict[str, list[float]] = {name: [] for name in rates}  # processor seconds a request

            def slice_of(name: str, sent: list[bytes]) -> float:
                begun, busy = time.perf_counter(), processor_seconds(site.process.pid)
                measured = rate(site.port, sent, SLICE)
                asked = measured * (time.perf_counter() - begun)
                spent[name].append((processor_seconds(site.process.pid) - busy) / asked)
                return measured

            before = slice_of("empty", empty)
            for _ in range(ROUNDS):
                for name, sent in messages.items():
                    measured = slice_of(name, sent)
                    after = slice_of("empty", empty)
                    rates[name].append(measured)
                    rates["empty"].append(after)
                    ratios[name].append(2 * measured / (before + after))
                    before = after
            counted = count_exactly(site.port, key)
            swapped = swap(site.port, key)
    finally:
        server.stop()
    failed = False
    print(f"empty view: {statistics.median(rates['empty']):,.0f} a second")
    for name, found in ratios.items():
        low, ratio, high = statistics.quantiles(found, n=4)
        failed |= ratio < LIMITS[name]
        verdict = f"(at least {LIMITS[name]}) {'ok' if ratio >= LIMITS[name] else 'TOO SLOW'}"
        speed = f"{statistics.median(rates[name]):,.0f} a second"
        taken, least = statistics.median(spent[name]), statistics.median(spent["empty"])
        print(
            f"{name}: {speed}, {ratio:.2f} of the empty view {verdict}; half of {ROUNDS} rounds {low:.2f} to {high:.2f}"
        )
        print(f"    by the server's processor time, {taken * 1e6:,.0f} µs a request: {least / taken:.2f}")
    print(f"8 threads × 1,000 uses over HTTP: {counted:,} counted {'ok' if counted == 8_000 else 'WRONG'}")
    verdict = "ok" if swapped < SWAP else "TOO SLOW"
    print(f"the whole lexicon, published: in every process after {swapped:.1f} s (at most {SWAP} s) {verdict}")
    return int(failed or counted != 8_000 or swapped >= SWAP)


if __name__ == "__main__":
    sys.exit(main())
