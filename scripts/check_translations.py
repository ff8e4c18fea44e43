"""Fail when a visible string has no translation, a fuzzy one, or one that ``makemessages`` would change."""

import subprocess
import sys
from pathlib import Path

import polib

problems = []
files = sorted(Path("locale").glob("*/LC_MESSAGES/*.po"))
before = {path: path.read_bytes() for path in files}
for language in {path.parts[1] for path in files}:
    command = [sys.executable, "manage.py", "makemessages", "-l", language, "--no-location", "--no-wrap", "-v0"]
    done = subprocess.run([*command, "--ignore", ".venv/*", "--ignore", "var/*"], capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
for path in files:
    old = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(before[path].decode()) if not entry.obsolete}
    new = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(path)) if not entry.obsolete}
    path.write_bytes(before[path])  # the check leaves the file as it was
    problems += [f"{path}: not in the file: {msgid!r}" for _context, msgid in sorted(new - old, key=str)]
    problems += [f"{path}: no longer used: {msgid!r}" for _context, msgid in sorted(old - new, key=str)]
    for entry in polib.pofile(before[path].decode()):
        translated = [entry.msgstr, *entry.msgstr_plural.values()] if entry.msgid_plural else [entry.msgstr]
        if entry.obsolete or entry.fuzzy or not all(translated[1:] if entry.msgid_plural else translated):
            problems.append(f"{path}: not translated: {entry.msgid!r}")
if problems:
    sys.exit("\n".join(problems))
