#!/usr/bin/env bash
# The proof that nothing is lost, doubled or reordered:
#   scripts/prove.sh        SEEDS worlds (1000) from seeds FIRST (1) on, each replayable, and KILLS kills (50)
#   scripts/prove.sh load   real load with duplicated, stale and forged webhooks, a failing upstream and a crash;
#                           BENCH_TOOLS as for bench.sh
# Fails when anything is violated. WITHIN=10m begins no new world after that time.
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "${1:-}" = load ]; then
  : "${BENCH_TOOLS:?set BENCH_TOOLS to the folder that holds loadgen/ and limits/}"
  export BENCH_TOOLS
  exec go run ./server/servertest/bench -mode prove
fi

bin=$(mktemp)
trap 'rm -f "$bin"' EXIT
go test -c -o "$bin" ./server/prove
(cd server/prove && "$bin" -test.run '^TestSeeds$' -test.timeout 0 -seeds "${SEEDS:-1000}" -first "${FIRST:-1}" -within "${WITHIN:-0s}" -test.failfast)
go test . -count=1 -run '^TestKilled$' -kills "${KILLS:-50}" -timeout 20m
echo "${KILLS:-50} kills under load: nothing lost, doubled or reordered"
