"""Small HTTP servers that tests run beside the site: another site, a receiver, the world outside."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer

HEARS_WITHIN = 0.02  # seconds until a server hears that it is to end; half a second is Python's own


@contextmanager
def serving(server: ThreadingHTTPServer) -> Iterator[int]:
    """Let ``server`` answer for as long as the block runs; give its port."""
    threading.Thread(target=server.serve_forever, args=[HEARS_WITHIN], daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
