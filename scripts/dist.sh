#!/usr/bin/env bash
# Is ui/dist the build of these sources? When its hash says so its bytes must
# equal the build just made; when it is of older sources that is said loudly,
# and it is an error with DIST=strict.
set -euo pipefail
cd "$(dirname "$0")/.."
hash() { sed -n 's/.*"sources": *"\([0-9a-f]*\)".*/\1/p' "$1/build.json" 2>/dev/null || true; }
now=$(hash ui/.build); was=$(hash ui/dist)
[ -n "$now" ] || { echo "dist: ui/.build has no build.json: run make ui first"; exit 1; }
if [ "$now" = "$was" ]; then
  diff -rq --exclude=.gitkeep ui/.build ui/dist || { echo "dist: ui/dist says that it is built from these sources, but its bytes differ: run make ui-dist"; exit 1; }
  echo "dist: ui/dist is the build of these sources"
else
  echo "dist: ************************************************************"
  echo "dist: ui/dist is NOT the build of these sources: run make ui-dist"
  echo "dist: ************************************************************"
  [ "${DIST:-}" != strict ] || exit 1
fi
