#!/usr/bin/env bash
# The lead conversation against the program and against the least possible
# server that keeps the same promises, interleaved; prints medians of ROUNDS and
# their ratios. BENCH_TOOLS is the folder of the load generator and that server.
set -euo pipefail
cd "$(dirname "$0")/.."
: "${BENCH_TOOLS:?set BENCH_TOOLS to the folder that holds loadgen/ and limits/}"
export BENCH_TOOLS ROUNDS="${ROUNDS:-5}" DURATION="${DURATION:-8s}"
exec go run ./server/servertest/bench -mode bench
