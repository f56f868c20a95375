package whatsapp

import (
	"bytes"
	"encoding/json"
	goflag "flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = goflag.Bool("update", false, "write the golden files")

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Error(d)
	}
}

func pretty(t *testing.T, v any) []byte {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func corpus(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/webhook/*.json")
	if err != nil || len(files) < 30 {
		t.Fatal(len(files), err)
	}
	return files
}

// TestParse reads every webhook of the corpus; the golden file beside it says what must come out.
func TestParse(t *testing.T) {
	for _, file := range corpus(t) {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".json"), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			golden(t, strings.TrimSuffix(file, ".json")+".golden", pretty(t, Parse(raw)))
		})
	}
}

// TestNothingVanishes counts: every message and status of a webhook is somewhere in the result.
func TestNothingVanishes(t *testing.T) {
	for _, file := range corpus(t) {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if d := Parse(raw); d.size() == 0 {
			t.Errorf("%s left nothing", file)
		}
	}
}

// TestBothReadersAgree holds the quick reader to the tolerant one, and makes sure that it is used.
func TestBothReadersAgree(t *testing.T) {
	quick := 0
	for _, file := range corpus(t) {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		d, ok := fast(raw)
		if !ok {
			continue
		}
		quick++
		if diff := cmp.Diff(tolerant(raw), d); diff != "" {
			t.Errorf("%s: %s", file, diff)
		}
	}
	if quick < 5 {
		t.Errorf("only %d webhooks of the corpus took the quick way", quick)
	}
}

func FuzzParse(f *testing.F) {
	for _, file := range corpus(f) {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		d := Parse(raw)
		if d.size() == 0 {
			t.Fatal("a webhook vanished")
		}
		if quick, ok := fast(raw); ok {
			if diff := cmp.Diff(tolerant(raw), quick); diff != "" {
				t.Fatal(diff)
			}
		}
		for _, e := range d.Account {
			if n := e.News(); n.Notice != "" && n.Params == nil {
				t.Fatalf("a notice without parameters: %+v", n)
			}
		}
		for _, m := range d.Messages {
			if m.ID == "" || m.PhoneID == "" || !m.From.Known() || m.At < 0 || m.Content.Type == "" {
				t.Fatalf("an unusable message: %+v", m)
			}
			if m.Content.Media != nil && strings.ContainsAny(m.Content.Media.Filename, `/\`) {
				t.Fatalf("a file name with folders: %q", m.Content.Media.Filename)
			}
		}
		if _, err := json.Marshal(d); err != nil {
			t.Fatal(err)
		}
	})
}

func TestMayAnswer(t *testing.T) {
	for file, want := range map[string]bool{
		"text": true, "interactive": true, "reaction": false, "echo": false, "standby": false, "history": false,
		"group": false, "system": false, "welcome_edit_revoke": false, "unsupported": true,
	} {
		raw, err := os.ReadFile("testdata/webhook/" + file + ".json")
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range Parse(raw).Messages {
			if m.MayAnswer() != want {
				t.Errorf("%s: %s %v", file, m.ID, m.MayAnswer())
			}
		}
	}
}

func TestSigned(t *testing.T) {
	body := []byte(`{"text":"Perch\u00e9 no? \ud83c\udf55 a\/b"}`)
	good := Sign(body, "secret")
	for name, c := range map[string]struct {
		body    []byte
		header  string
		secrets []string
		want    int
	}{
		"the secret":        {body, good, []string{"secret"}, 0},
		"the older of two":  {body, good, []string{"new", "secret"}, 1},
		"another secret":    {body, good, []string{"other"}, -1},
		"no secret":         {body, Sign(body, ""), []string{""}, -1},
		"other bytes":       {[]byte(`{"text":"Perché no? 🍕 a/b"}`), good, []string{"secret"}, -1},
		"no header":         {body, "", []string{"secret"}, -1},
		"sha1":              {body, "sha1=0000000000000000000000000000000000000000", []string{"secret"}, -1},
		"short":             {body, good[:20], []string{"secret"}, -1},
		"not hex":           {body, "sha256=" + strings.Repeat("z", 64), []string{"secret"}, -1},
		"longer than a sum": {body, good + "00", []string{"secret"}, -1},
	} {
		if got := Signed(c.body, c.header, c.secrets...); got != c.want {
			t.Errorf("%s: %d", name, got)
		}
	}
}

func BenchmarkParse(b *testing.B) {
	raw, err := os.ReadFile("testdata/webhook/text.json")
	if err != nil {
		b.Fatal(err)
	}
	raw = compact(raw)
	b.ReportAllocs()
	for b.Loop() {
		Parse(raw)
	}
}
