package main

import (
	"bytes"
	"testing"
)

// TestNothingIsStale: what is made from the server is what the server says today.
func TestNothingIsStale(t *testing.T) {
	t.Chdir("../..")
	for _, f := range files {
		old, made, err := f.fresh()
		if err != nil {
			t.Errorf("%s: %v", f.path, err)
			continue
		}
		if !bytes.Equal(old, made) {
			t.Errorf("%s is stale: run make gen", f.path)
		}
	}
}

func TestSettingsTableKeepsTheRest(t *testing.T) {
	readme := "# Title\n" + tableBegin + "\nold\n" + tableEnd + "\nmore\n"
	made, err := settingsTable([]byte(readme))
	if err != nil {
		t.Fatal(err)
	}
	again, err := settingsTable(made)
	if err != nil || !bytes.Equal(made, again) {
		t.Errorf("made twice it differs: %v\n%s\n%s", err, made, again)
	}
	if !bytes.HasPrefix(made, []byte("# Title\n")) || !bytes.HasSuffix(made, []byte("\nmore\n")) || !bytes.Contains(made, []byte("FLUSSO_ADDR")) {
		t.Errorf("the table did not go where it belongs:\n%s", made)
	}
	if _, err := settingsTable([]byte("no markers")); err == nil {
		t.Error("a README without the markers passed")
	}
}
