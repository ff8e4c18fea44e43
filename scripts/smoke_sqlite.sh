#!/usr/bin/env bash
# smoke_sqlite.sh: the site on a fresh SQLite database, served as `make run` serves it; home and help must answer.
set -euo pipefail
folder=$(mktemp -d)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export DATABASE_URL="sqlite:///$folder/smoke.sqlite3" MEDIA_ROOT="$folder/media" DEMO_PASSWORD="smoke-only-password"
export DJANGO_SETTINGS_MODULE=safety_centre.settings.dev SITE_URL="http://127.0.0.1:$port"
.venv/bin/python manage.py prepare_site >"$folder/prepare.log" 2>&1 || { cat "$folder/prepare.log"; exit 1; }
# As in a terminal: in a process group of its own, and interrupted by Ctrl+C even where this script isn't.
as_in_a_terminal='import os, signal; os.setpgid(0, 0); signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execvp("bash", ["bash", "scripts/serve.sh"])'
HOST=127.0.0.1 PORT=$port WORKERS=2 python3 -c "$as_in_a_terminal" >"$folder/serve.log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true; wait $server 2>/dev/null || true; rm -rf "$folder"' EXIT
for _ in $(seq 60); do curl -sf "http://127.0.0.1:$port/readyz" >/dev/null && break; sleep 0.5; done
passed=0
for address in readyz healthz fr/ en/ fr/recherche/?q=harselement sitemap.xml accounts/login/ admin/login/; do
  curl -sf "http://127.0.0.1:$port/$address" >/dev/null || { echo "SQLite smoke: /$address did not answer 200"; exit 1; }
  passed=$((passed + 1))
done
if curl -sf "$SITE_URL/sitemap.xml" | grep -o "<loc>[^<]*" | grep -v "$SITE_URL/"; then
  echo "SQLite smoke: the sitemap has addresses of another site"; exit 1
fi
kill -INT -- "-$server" # Ctrl+C
for _ in $(seq 50); do curl -s "http://127.0.0.1:$port/healthz" >/dev/null || break; sleep 0.2; done
if curl -s "http://127.0.0.1:$port/healthz" >/dev/null; then echo "SQLite smoke: Ctrl+C did not end it"; exit 1; fi
echo "SQLite smoke: $passed addresses answered 200"
