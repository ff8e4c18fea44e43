"""Keep one PostgreSQL running between test runs: ``eval $(python scripts/test_postgres.py)``, then pytest --reuse-db.

Prints the export of ``TEST_DATABASE_URL``; stop it with the kill command it prints as a comment.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ["TEST_DATABASE_URL"] = "postgres://postgres@localhost/placeholder"  # so that importing starts no server

from tests.plugins.postgres import Server

server = Server()
print(f"export TEST_DATABASE_URL={server.start()}")
print(f"# stop it: {server.binaries}/pg_ctl -D {server.data} stop (as nobody when root)")
