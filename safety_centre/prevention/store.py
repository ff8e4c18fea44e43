"""The compiled lexicon in a file, so that one process compiles a version and all others load it.

Whoever publishes writes the file before the version is there for anybody, so a worker that hears of it finds it. A
file is called after the lexicon's fingerprint and the engine's: other terms, other code or another site have another
file, and none is ever changed. It is a pickle, and read only where its HMAC, keyed with ``SECRET_KEY`` and over its
name too, shows that this site wrote it. What can't be read is compiled anew; what can't be written costs the other
processes the same work.
"""

import fcntl
import hashlib
import hmac
import logging
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.utils.crypto import salted_hmac

from safety_centre.prevention import matching
from safety_centre.prevention.matching import Matcher, Term

logger = logging.getLogger(__name__)
WORTH_KEEPING = 1_000  # terms; fewer are compiled in the time that a file takes
KEPT = 3  # files: the current one, the one before for a worker that is late, one to go back to
_MAC = 32  # bytes of SHA-256


@cache
def _engine(secret: str) -> str:
    """Return the fingerprint of the code that compiles and of what it is made with; another site has another one."""
    digest = hashlib.sha256(f"{sys.version} {version('pyahocorasick')}".encode())
    for module in sorted(Path(matching.__file__).parent.glob("*.py")):
        digest.update(module.name.encode() + b"\0" + module.read_bytes())
    return salted_hmac("prevention.store.engine", digest.hexdigest(), secret=secret, algorithm="sha256").hexdigest()[
        :16
    ]


def _path(fingerprint: str) -> Path:
    return Path(settings.LEXICON_STORE) / f"{fingerprint}-{_engine(settings.SECRET_KEY)}.lexicon"


def _mac(path: Path, packed: bytes | memoryview) -> bytes:
    key = salted_hmac("prevention.store", path.name, algorithm="sha256").digest()
    return hmac.digest(key, packed, "sha256")  # type: ignore[arg-type]  # any buffer


def holds(fingerprint: str) -> bool:
    """Say whether the lexicon with this fingerprint is there, compiled by this version of the engine."""
    return _path(fingerprint).exists()


def matcher_of(fingerprint: str, terms: Callable[[], list[Term]]) -> Matcher:
    """Return the matcher of the lexicon with this fingerprint: loaded if it is there, else compiled from ``terms``.

    Of several processes that ask at once one compiles, the others wait and load. Raises what ``terms`` raises.
    """
    path = _path(fingerprint)
    found = _load(path)
    if found is not None:
        return found
    with _one_at_a_time(path.parent):
        return _load(path) or _compile(path, terms())


def _load(path: Path) -> Matcher | None:
    try:
        content = memoryview(path.read_bytes())
    except OSError:
        return None
    mac, packed = content[:_MAC], content[_MAC:]
    if not hmac.compare_digest(mac, _mac(path, packed)):
        logger.warning("%s isn’t ours or is damaged: the lexicon is compiled anew.", path.name)
        return None
    with suppress(OSError):
        os.utime(path)  # in use: the others go first
    return Matcher.unpacked(packed)


def _compile(path: Path, terms: list[Term]) -> Matcher:
    matcher = Matcher(terms)
    if len(terms) >= WORTH_KEEPING:
        try:
            _write(path, matcher.packed())
        except OSError as error:
            logger.warning("The compiled lexicon can’t be kept in %s: %s", path.parent, error)
    return matcher


def _write(path: Path, packed: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:  # readable by us alone
        try:
            file.write(_mac(path, packed))
            file.write(packed)
            file.flush()
            os.replace(file.name, path)
        except OSError:
            os.unlink(file.name)
            raise
    files = sorted(path.parent.glob("*.lexicon"), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in [one for one in files[KEPT:] if one != path]:
        old.unlink(missing_ok=True)


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which the system lets go when its process ends; none where nothing can be written."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (folder / "lock").open("a")
    except OSError:
        yield
        return
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
