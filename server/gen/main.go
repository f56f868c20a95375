// Gen writes what is made from the server: the description of the API, the list of codes with which
// the editor's catalogues are held together, and the settings table of the README. `make gen` calls
// it from the root of the repository; its test fails when one of them is stale.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing/fstest"

	"flusso/engine/step"
	"flusso/server/api"
	"flusso/server/config"
	"flusso/server/runner"
)

// The README's table stands between these lines.
const (
	tableBegin = "<!-- settings: made by make gen -->"
	tableEnd   = "<!-- settings end -->"
)

// file is one that is made: from what it holds now, if it may hold other things too.
type file struct {
	path string
	make func(old []byte) ([]byte, error)
}

var files = []file{
	{"docs/steps.md", func([]byte) ([]byte, error) { return step.Docs(), nil }},
	{"ui/src/api/step-kinds.gen.ts", func([]byte) ([]byte, error) { return step.TypeScript(), nil }},
	{"ui/openapi.json", func([]byte) ([]byte, error) { return openAPI() }},
	{"ui/src/api/codes.gen.json", func([]byte) ([]byte, error) { return codes() }},
	{"README.md", settingsTable},
}

func main() {
	var problems []error
	for _, f := range files {
		problems = append(problems, f.write())
	}
	if err := errors.Join(problems...); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// fresh gives what the file holds and what it should hold.
func (f file) fresh() (old, made []byte, err error) {
	if old, err = os.ReadFile(f.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, err
	}
	made, err = f.make(old)
	return old, made, err
}

func (f file) write() error {
	old, made, err := f.fresh()
	if err != nil {
		return fmt.Errorf("%s: %w", f.path, err)
	}
	if made == nil || bytes.Equal(old, made) {
		return nil
	}
	return os.WriteFile(f.path, made, 0o644)
}

// openAPI describes the routes; nobody serves them, so nothing behind them is needed.
func openAPI() ([]byte, error) {
	a, err := api.New(api.Deps{Version: "v1", UI: fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}}})
	if err != nil {
		return nil, err
	}
	return line(a.OpenAPI())
}

// codes is what GET /api/v1/codes gives, and the action that goes with each reason.
func codes() ([]byte, error) {
	actions := runner.Reasons()
	return line(json.MarshalIndent(struct {
		api.Codes
		ReasonActions map[string]string `json:"reason_actions"`
	}{api.AllCodes(actions), actions}, "", "  "))
}

func line(raw []byte, err error) ([]byte, error) { return append(raw, '\n'), err }

func settingsTable(old []byte) ([]byte, error) {
	if old == nil {
		return nil, nil // no README, no table
	}
	before, rest, found := strings.Cut(string(old), tableBegin)
	_, after, closed := strings.Cut(rest, tableEnd)
	if !found || !closed {
		return nil, fmt.Errorf("it lacks the lines %q and %q, between which the settings table goes", tableBegin, tableEnd)
	}
	return []byte(before + tableBegin + "\n" + config.Table() + tableEnd + after), nil
}
