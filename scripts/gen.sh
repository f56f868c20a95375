#!/usr/bin/env bash
# Everything that is made from Go: the steps page, the editor's types, the description of the API, the
# codes, the settings table. Tests fail when one of them is stale.
set -euo pipefail
cd "$(dirname "$0")/.."
go run ./server/gen
cd ui
npm run -s gen:api
