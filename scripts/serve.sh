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
exec .venv/bin/granian --interface wsgi --host "$HOST" --port "$PORT" --workers "$WORKERS" --blocking-threads 4 \
  --log-level warning safety_centre.wsgi:application
