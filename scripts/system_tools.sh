#!/usr/bin/env bash
# system_tools.sh: what the tests need of the system: Chromium, Redis, gettext, ffmpeg, fonts. Installs it when root.
set -euo pipefail
declare -A package=([redis-server]=redis-server [msgfmt]=gettext [ffmpeg]=ffmpeg)
missing=() wanted=()
for command in "${!package[@]}"; do command -v "$command" >/dev/null || missing+=("${package[$command]}"); done
fc-list 2>/dev/null | grep -i "noto sans arabic" >/dev/null || missing+=(fonts-noto-core)
# Chromium without its window: the same engine, and the browser tests take a third less. Either will do.
if ! command -v chromium-headless-shell >/dev/null; then
  if command -v chromium >/dev/null; then wanted+=(chromium-headless-shell); else missing+=(chromium); fi
fi
can_install=false
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then can_install=true; fi
if [ ${#missing[@]} -gt 0 ] && ! $can_install; then
  echo "The tests need these system packages: ${missing[*]}. Install them, then run make test again." >&2
  exit 1
fi
$can_install && [ $((${#missing[@]} + ${#wanted[@]})) -gt 0 ] || exit 0
log=$(mktemp)
install() { DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1; }
echo "Installing ${missing[*]} ${wanted[*]}…"
apt-get update >>"$log" 2>&1 || [ ${#missing[@]} -eq 0 ] || { cat "$log"; exit 1; }
if [ ${#missing[@]} -gt 0 ]; then install fontconfig "${missing[@]}" || { cat "$log"; exit 1; }; fi
if [ ${#wanted[@]} -gt 0 ]; then install "${wanted[@]}" || echo "No ${wanted[*]} to be had: going on without."; fi
