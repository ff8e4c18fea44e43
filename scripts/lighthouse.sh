#!/usr/bin/env bash
# lighthouse.sh [PATH…]: Lighthouse's four mobile scores for public pages, on a site as in production.
# Needs Chromium (CHROME_PATH) and npm, which brings lighthouse for this run only. Prints what keeps a page from 100:
# results of a search aren't to be indexed (is-crawlable), on purpose.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -z "${LIGHTHOUSE_INSIDE:-}" ]; then
  exec env LIGHTHOUSE_INSIDE=1 .venv/bin/python benchmarks/server.py bash scripts/lighthouse.sh "$@"
fi
export CHROME_PATH=${CHROME_PATH:-$(command -v chromium || command -v google-chrome)}
[ $# -gt 0 ] || set -- /fr/ /fr/sujets/harcelement/ '/fr/aide/?country=FR' '/fr/recherche/?q=harcelement'
reports=$(mktemp -d)
trap 'rm -rf "$reports"' EXIT
for path in "$@"; do
  curl -sf "$SITE_URL$path" -H 'Accept-Encoding: gzip' -o /dev/null # twice: each of two workers may render once
  curl -sf "$SITE_URL$path" -H 'Accept-Encoding: gzip' -o /dev/null
  npx --yes lighthouse@12.8.2 "$SITE_URL$path" --quiet --output=json --output-path="$reports/report.json" \
    --chrome-flags="--headless=new --no-sandbox --disable-dev-shm-usage --disable-gpu"
  .venv/bin/python - "$path" "$reports/report.json" <<'PYTHON'
import json
import sys

report = json.load(open(sys.argv[2]))
scores = {name: round(100 * (found["score"] or 0)) for name, found in report["categories"].items()}
print(sys.argv[1], "  ".join(f"{name} {score}" for name, score in scores.items()), flush=True)
for category in report["categories"].values():
    for reference in category["auditRefs"]:
        audit = report["audits"][reference["id"]]
        if audit["score"] is not None and audit["score"] < 1 and reference["weight"]:
            print(f"    {audit['id']}: {audit.get('displayValue', audit['score'])}: {audit['title']}")
            for item in audit.get("details", {}).get("items", [])[:4]:
                print("       ", json.dumps(item, ensure_ascii=False)[:300])
PYTHON
done
