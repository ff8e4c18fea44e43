"""What a public page costs: `python benchmarks/pages.py`.

Requests a second, as ratios taken in turns against the same server in the same run: a topic guide from memory, the
same guide rendered each time (a query that no page knows keeps it out of the memory), and a floor: the very bytes
served by a WSGI application that does nothing else, on the same server with as many workers. The client shares the
two cores with what it measures, so both upper figures are lower than they could be, and the ratio between memory and
rendering too.
"""

from __future__ import annotations

import multiprocessing
import os
import socket
import statistics
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent))

from server import free_port, granian, measured_site, wait_for

GUIDE = "/fr/sujets/harcelement/"
CONNECTIONS, ROUNDS, SECONDS = 4, 3, 2.0
LEAST = {"memory : rendered": 20.0}
FLOOR = """
body = open({path!r}, "rb").read()

def application(environ, start_response):
    headers = [("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
    start_response("200 OK", headers)
    return [body]
"""


class Connection:
    """One kept-alive connection that asks for one address again and again, reading as little as it can."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        address = parts.path + (f"?{parts.query}" if parts.query else "")
        self.line = (
            f"GET {address} HTTP/1.1\r\nHost: {parts.netloc}\r\nUser-Agent: Mozilla/5.0 (Android 9)\r\n"
            "Accept-Encoding: gzip\r\n\r\n"
        ).encode()
        self.socket = socket.create_connection((parts.hostname, parts.port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self) -> bytes:
        """Return the body of one answer, which must be a 200."""
        self.socket.sendall(self.line)
        data = b""
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._more()
        head = data[:end].lower()
        assert head.startswith(b"http/1.1 200"), head
        start = head.index(b"content-length:") + 15
        length = int(head[start:].split(b"\r\n", 1)[0])
        while len(data) < end + 4 + length:
            data += self._more()
        return data[end + 4 :]

    def _more(self) -> bytes:
        found = self.socket.recv(262_144)
        if not found:
            raise ConnectionError("the server hung up")
        return found


def _load(url: str, results: multiprocessing.Queue) -> None:
    connection, count = Connection(url), 0
    until = time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        connection.ask()
        count += 1
    results.put(count / SECONDS)


def rate(url: str) -> float:
    """Return the answers a second that all connections get together."""
    results: multiprocessing.Queue = multiprocessing.Queue()
    loads = [multiprocessing.Process(target=_load, args=(url, results)) for _ in range(CONNECTIONS)]
    for load in loads:
        load.start()
    found = [results.get() for _ in loads]
    for load in loads:
        load.join()
    return sum(found)


def main() -> None:
    with measured_site() as (url, environment), tempfile.TemporaryDirectory() as folder:
        for _ in range(8):  # both workers render it once
            page = Connection(url + GUIDE).ask()
        Path(folder, "page").write_bytes(page)
        Path(folder, "floor.py").write_text(FLOOR.format(path=f"{folder}/page"))
        port = free_port()
        with granian("floor:application", {**os.environ, "PYTHONPATH": folder}, port):
            wait_for(f"http://127.0.0.1:{port}/")
            addresses = {
                "rendered": f"{url}{GUIDE}?rendered=1",
                "memory": url + GUIDE,
                "floor": f"http://127.0.0.1:{port}/",
            }
            rates = {name: [] for name in addresses}
            for _ in range(ROUNDS):
                for name, address in addresses.items():
                    rates[name].append(rate(address))
    middle = {name: statistics.median(found) for name, found in rates.items()}
    print(f"A topic guide of {len(page):,} bytes compressed, {CONNECTIONS} connections, 2 workers, median of {ROUNDS}:")
    for name, found in middle.items():
        print(f"  {name:9} {found:8.0f} a second   {[round(one) for one in rates[name]]}")
    ratios = {
        "memory : rendered": middle["memory"] / middle["rendered"],
        "memory : floor": middle["memory"] / middle["floor"],
    }
    for name, ratio in ratios.items():
        print(f"  {name}   {ratio:.2f}")
    missed = [name for name, least in LEAST.items() if ratios[name] < least]
    if missed:
        sys.exit(f"Below what is expected: {', '.join(missed)}")
    assert environment


if __name__ == "__main__":
    main()
