#!/usr/bin/env bash
# install.sh PYTHON REQUIREMENTS STAMP: a virtual environment with exactly the locked packages, checked by their hashes.
set -euo pipefail
python=$1 requirements=$2 stamp=$3
"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "Python 3.11 is needed (PYTHON=/path/to/python3.11 make …)"; exit 1; }
[ -x .venv/bin/python ] || "$python" -m venv .venv
echo "Installing the locked packages of $requirements…"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r "$requirements" 2> >(grep -v '^WARNING: Location' >&2)
touch "$stamp"
