#!/usr/bin/env bash
# serve.sh: says where the site is, then serves it until interrupted.
set -euo pipefail
export DJANGO_SETTINGS_MODULE=${DJANGO_SETTINGS_MODULE:-safety_centre.settings.dev}
echo
echo "  Safety centre    http://$HOST:$PORT/"
echo "  Editors' admin   http://$HOST:$PORT/admin/"
echo "  Sign in          http://$HOST:$PORT/accounts/login/"
echo "  Stop with Ctrl+C; nothing is lost."
echo
# In a process group of its own: Ctrl+C goes to every process of the terminal's, and a worker of granian (2.8) that is
# told to end twice, by the terminal and by its parent, sometimes never does.
set -m
.venv/bin/granian --interface wsgi --host "$HOST" --port "$PORT" --workers "$WORKERS" --blocking-threads 4 \
  --workers-kill-timeout 10 --log-level warning safety_centre.wsgi:application </dev/null &
server=$!
trap 'kill -TERM "$server" 2>/dev/null || true' INT TERM HUP
while kill -0 "$server" 2>/dev/null; do wait "$server" && status=0 || status=$?; done
exit "$status"
