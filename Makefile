# Flusso. `make` lists what there is.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
GOFILES = $(shell git ls-files '*.go')

.PHONY: help run dev test test-go test-ui test-stories lint gen build bench prove prove-load licences tools ui ui-dist fuzz bench-ui lighthouse where shots

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /\1\t/' | expand -t 16

run: ## run the program on this machine
	go run .

dev: tools ## Go on :8080, the editor with live reload on :5173
	cd ui && (npm run dev & cd .. && go run . ; kill %1)

test: tools lint test-go test-ui test-stories licences ## every test; installs what it lacks
	@echo "make test: all passed"

tools: ## install what the tests need
	@bash scripts/tools.sh

lint: tools ## gofmt, vet, staticcheck, biome, tsc
	@bad=$$(gofmt -l $(GOFILES)); if [ -n "$$bad" ]; then echo "not formatted by gofmt:"; echo "$$bad"; exit 1; fi; echo "gofmt: clean"
	go vet ./...
	go tool staticcheck ./...
	cd ui && npm run check

test-go: ## Go tests under the race detector
	go test -race -timeout 20m ./...
	go test ./server/prove # several hundred worlds; under the race detector it makes a few only
	go test -tags testkind ./engine/step/...

test-ui: tools ## unit tests of the editor, its build, and whether ui/dist is that build
	cd ui && npm test && npm run build
	bash scripts/dist.sh

test-stories: tools ## browser stories against the real program
	cd ui && npm run e2e

licences: ## the licences of what the program contains, against the list that we allow
	bash scripts/licences.sh

gen: ## everything that is made from Go: steps page, API description, TypeScript types, settings table
	bash scripts/gen.sh

ui: tools ## build the editor into ui/.build
	cd ui && npm run build

ui-dist: tools ## build the editor into ui/dist, for a commit of its own
	cd ui && npm run build:dist

build: ## static binaries for amd64 and arm64 in bin/
	for arch in amd64 arm64; do CGO_ENABLED=0 GOOS=linux GOARCH=$$arch go build -trimpath -ldflags '$(LDFLAGS)' -o bin/flusso-linux-$$arch . ; done
	ls -l bin

bench: ## speed against the least possible server that keeps the same promises (BENCH_TOOLS: folder of the load generator)
	bash scripts/bench.sh

bench-ui: tools ## speed of the editor with 500 and 1,000 steps, and the weight of its first load
	cd ui && npm run -s build && node bench/editor.mjs

where: tools ## where the time of a key goes in a flow of 500 steps
	cd ui && node bench/where.mjs

shots: tools ## pictures of every page and main dialog: four sizes, light and dark, both languages, in ui/.shots
	cd ui && npm run -s build && node bench/shots.mjs

lighthouse: tools ## Lighthouse on login, flow list and editor; installs it, the tests do without
	cd ui && npm run -s build && npm --prefix bench ci --no-audit --no-fund && node bench/lighthouse.mjs

prove: ## worlds from seeds with crashes everywhere (SEEDS=10000), then fifty kills of the real program
	bash scripts/prove.sh

prove-load: ## crashes, duplicates, stale and forged webhooks, failing upstream, under load (BENCH_TOOLS as for bench)
	bash scripts/prove.sh load

fuzz: ## a minute for each fuzz target
	bash scripts/fuzz.sh
