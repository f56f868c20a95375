package servertest

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestSchemaOneGoesOn opens a database that the first version wrote, with one
// person at a question, one in a delay and one who has finished: everybody
// goes on where they stood, and nothing is lost.
func TestSchemaOneGoesOn(t *testing.T) {
	dir := t.TempDir()
	packed, err := os.ReadFile("testdata/schema1/flusso.db.gz")
	if err != nil {
		t.Fatal(err)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	key, err := os.ReadFile("testdata/schema1/secret.key.txt")
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"flusso.db": raw, "secret.key": key} {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := StartIn(t, dir)
	if copies, err := filepath.Glob(filepath.Join(dir, "flusso.db.schema-1.*")); err != nil || len(copies) != 1 {
		t.Errorf("copies before the upgrade: %v %v", copies, err)
	}
	tags := s.Call("GET", "/api/v1/tags", nil, http.StatusOK)
	if tags.Text("items.0.name") != "lead" || tags.Get("items.0.count") != 1.0 || tags.Get("items.1") != nil {
		t.Errorf("tags %v", tags)
	}
	s.Says(ana, "wamid.11", "Ana")
	s.wantTexts("thanks Ana")
	s.later(2 * time.Hour)
	s.wantTexts("thanks Ana", "here I am")
	if n := len(s.Call("GET", "/api/v1/contacts", nil, http.StatusOK)["items"].([]any)); n != 3 {
		t.Errorf("%d contacts", n)
	}
	s.Says("393331114444", "wamid.12", "go")
	s.wantTexts("thanks Ana", "here I am", "name?")
}
