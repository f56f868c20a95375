package flows

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"flusso/engine/flow"
	"flusso/engine/step"
)

// Every example can be published as it is once it is known who takes the
// conversations that it hands over, and both languages tell the same flow.
func TestExamples(t *testing.T) {
	files, err := fs.Glob(examples, "examples/*.json")
	if err != nil || len(files) != 2*len(Examples) {
		t.Fatalf("%d files for %d examples: %v", len(files), len(Examples), err)
	}
	for _, name := range Examples {
		shapes := map[string]string{}
		for _, language := range []string{"en", "it"} {
			doc, err := example(name, language)
			if err != nil {
				t.Fatalf("%s %s: %v", name, language, err)
			}
			if doc.Settings.Language != language {
				t.Errorf("%s %s speaks %q", name, language, doc.Settings.Language)
			}
			var shape []string
			for i, s := range doc.Steps {
				if s.Kind == "assign" {
					doc.Steps[i].Config = bytes.Replace(s.Config, []byte(`"user": ""`), []byte(`"user": "0198a0b0-0000-7000-8000-000000000000"`), 1)
				}
				shape = append(shape, s.ID+" "+s.Kind+" "+s.Key)
			}
			for _, c := range doc.Connections {
				shape = append(shape, c.From+" "+c.Exit+" "+c.To)
			}
			shapes[language] = strings.Join(shape, "\n")
			doc.Settings.Channels = []string{"0198a0b0-0000-7000-8000-000000000001"}
			for _, issue := range flow.Check(doc, step.Default()) {
				t.Errorf("%s %s: %+v", name, language, issue)
			}
		}
		if shapes["en"] != shapes["it"] {
			t.Errorf("%s: the languages differ:\n%s\n---\n%s", name, shapes["en"], shapes["it"])
		}
	}
}

// A newcomer's hand-over goes to them, so that the example can be published at once.
func TestHandOverTo(t *testing.T) {
	doc, err := example("support", "it")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(doc.Steps, func(s flow.Step) bool { return s.Kind == "assign" }) {
		t.Fatal("the support menu hands over to nobody")
	}
	raw, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	if err := (&Service{}).handOverTo(t.Context(), &doc, By{Name: "a key"}); err != nil {
		t.Fatal(err)
	}
	after, _ := json.Marshal(doc)
	if !bytes.Equal(raw, after) {
		t.Error("a program's flow was given to somebody")
	}
}
