"""Refuse source files over 400 lines: a file past that is two rooms."""

import subprocess
import sys
from pathlib import Path

LIMIT = 400
command = ["git", "ls-files", "*.py", "*.css", "*.js", "*.html"]
names = subprocess.run(command, capture_output=True, text=True, check=True)
long = []
for name in names.stdout.split():
    path = Path(name)
    if "migrations" in path.parts or name == "static/css/site.css" or not path.exists():
        continue
    lines = len(path.read_text(encoding="utf-8").splitlines())
    if lines > LIMIT:
        long.append(f"{name}: {lines} lines")
if long:
    sys.exit("Over 400 lines:\n" + "\n".join(long))
