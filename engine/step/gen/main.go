// Gen writes what is made from the step kinds: docs/steps.md, and with -ts the
// editor's types. `make gen` calls it from the root of the repository.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"

	"flusso/engine/step"
)

func main() {
	docs := flag.String("docs", "docs/steps.md", "where the page about the kinds goes")
	ts := flag.String("ts", "", "where the editor's types go; empty: not written")
	flag.Parse()
	if err := errors.Join(write(*docs, step.Docs()), write(*ts, step.TypeScript())); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(path string, data []byte) error {
	if path == "" {
		return nil
	}
	return os.WriteFile(path, data, 0o644)
}
