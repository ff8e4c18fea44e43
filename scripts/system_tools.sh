#!/usr/bin/env bash
# system_tools.sh: what the tests need of the system: Chromium, Redis, gettext, ffmpeg, fonts. Installs it when root.
set -euo pipefail
declare -A package=([chromium]=chromium [redis-server]=redis-server [msgfmt]=gettext [ffmpeg]=ffmpeg)
missing=()
for command in "${!package[@]}"; do command -v "$command" >/dev/null || missing+=("${package[$command]}"); done
fc-list 2>/dev/null | grep -qi "noto sans arabic" || missing+=(fonts-noto-core)
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "The tests need these system packages: ${missing[*]}. Install them, then run make test again." >&2
  exit 1
fi
echo "Installing ${missing[*]}…"
log=$(mktemp)
{ apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends fontconfig "${missing[@]}"; } >"$log" 2>&1 ||
  { cat "$log"; exit 1; }
