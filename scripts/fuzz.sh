#!/usr/bin/env bash
# A minute (or FUZZTIME, as 5m) for each fuzz target: the document and its
# parts, expressions, webhook payloads and what else reads from outside.
set -euo pipefail
cd "$(dirname "$0")/.."
grep -rlE '^func Fuzz' --include='*_test.go' engine server | while read -r f; do
  grep -oE '^func Fuzz[A-Za-z0-9]+' "$f" | awk '{print $2}' | while read -r name; do
    echo "== $name in $(dirname "$f")"
    go test "./$(dirname "$f")" -run '^$' -fuzz "^$name\$" -fuzztime "${FUZZTIME:-60s}"
  done
done
