#!/usr/bin/env bash
# Installs what the tests need and this machine lacks, or says what to install.
set -euo pipefail
cd "$(dirname "$0")/.."
say() { echo "tools: $*"; }
command -v go >/dev/null || { say "Go 1.26 is missing: install it from your system's packages or go.dev"; exit 1; }
command -v node >/dev/null || { say "Node 20 or newer is missing: install it from your system's packages or nodejs.org"; exit 1; }
major=$(node -p 'process.versions.node.split(".")[0]')
[ "$major" -ge 20 ] || { say "Node $major is too old: 20 or newer is needed"; exit 1; }
stamp=ui/node_modules/.installed
want=$(cat ui/package.json ui/package-lock.json | sha256sum | cut -d' ' -f1)
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$want" ]; then
  say "npm ci in ui/"
  (cd ui && npm ci --no-audit --no-fund --engine-strict >/dev/null)
  echo "$want" >"$stamp"
fi
if [ -z "${CHROMIUM:-}" ] && ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null && ! command -v google-chrome >/dev/null; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "apt-get install chromium"
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
  else
    say "Chromium is missing: install it from your system's packages, or set CHROMIUM to its path"
    exit 1
  fi
fi
