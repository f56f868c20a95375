package engine_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"flusso/engine/enginetest"
)

var update = flag.Bool("update", false, "write what came out into the golden files; read the diff")

// Each file is a whole conversation. Between every two inputs the run is
// written and read again.
func TestConversations(t *testing.T) {
	files, err := filepath.Glob("testdata/conversations/*.json")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d conversations: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var sc enginetest.Script
			d := json.NewDecoder(bytes.NewReader(want))
			d.DisallowUnknownFields()
			if err := d.Decode(&sc); err != nil {
				t.Fatal(err)
			}
			if err := sc.Play(); err != nil {
				t.Fatal(err)
			}
			got, err := sc.Write()
			if err != nil {
				t.Fatal(err)
			}
			if *update {
				if err := os.WriteFile(file, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if !bytes.Equal(got, want) {
				t.Errorf("it came out otherwise; run with -update and read the diff.\n%s", got)
			}
		})
	}
}
