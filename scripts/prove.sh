#!/usr/bin/env bash
# Under load: duplicated, stale and forged webhooks, a failing upstream, a
# crash. Fails when anything is lost, doubled, reordered or accepted that is
# forged. BENCH_TOOLS as for bench.sh.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${BENCH_TOOLS:?set BENCH_TOOLS to the folder that holds loadgen/ and limits/}"
export BENCH_TOOLS
exec go run ./server/servertest/bench -mode prove
