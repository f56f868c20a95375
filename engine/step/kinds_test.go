package step_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"flusso/engine/enginetest"
	"flusso/engine/flow"
	"flusso/engine/run"
	"flusso/engine/step"
)

var update = flag.Bool("update", false, "write what came out into testdata; read the diff")

// kindCase is one config of a kind, what happens to it, and what came of it.
// Every exit leads to an end named after it.
type kindCase struct {
	About     string          `json:"about"`
	Config    json.RawMessage `json:"config"`
	Contact   *run.Contact    `json:"contact,omitempty"`
	Variables json.RawMessage `json:"variables,omitempty"`
	Language  string          `json:"language,omitempty"`
	// What the world is like; see enginetest.Script.
	Flows           map[string]json.RawMessage `json:"flows,omitempty"`
	Window          string                     `json:"window,omitempty"`
	TemplateProblem string                     `json:"template_problem,omitempty"`
	Turns           []enginetest.Turn          `json:"turns,omitempty"`
	Exits           []flow.ExitInfo            `json:"exits"`
	Issues          []flow.Issue               `json:"issues"`
}

// Every kind has a file of cases: a kind without one fails here.
func TestKinds(t *testing.T) {
	for _, kind := range step.Default().Kinds() {
		t.Run(kind, func(t *testing.T) { playKind(t, kind) })
	}
}

func playKind(t *testing.T, kind string) {
	file := filepath.Join("testdata", kind+".json")
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("a step kind needs cases: %v", err)
	}
	var cases []kindCase
	d := json.NewDecoder(bytes.NewReader(want))
	d.DisallowUnknownFields()
	if err := d.Decode(&cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) < 2 {
		t.Errorf("only %d cases", len(cases))
	}
	for i := range cases {
		c := &cases[i]
		c.Exits = step.Default().Exits(kind, c.Config)
		if c.Exits == nil {
			c.Exits = []flow.ExitInfo{}
		}
		c.Issues = append([]flow.Issue{}, step.Default().CheckStep(kind, c.Config)...)
		sc := enginetest.Script{Document: document(t, kind, c), Contact: c.Contact, Variables: c.Variables, Turns: c.Turns, Lenient: true,
			Flows: c.Flows, Window: c.Window, TemplateProblem: c.TemplateProblem}
		if err := sc.Play(); err != nil {
			t.Fatalf("%s: %v", c.About, err)
		}
		c.Turns = sc.Turns
		for j := range c.Turns {
			c.Turns[j].Snapshot = nil
		}
	}
	got, err := enginetest.Pretty(cases)
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
}

func document(t testing.TB, kind string, c *kindCase) json.RawMessage {
	t.Helper()
	lang := c.Language
	if lang == "" {
		lang = "en"
	}
	doc := flow.Document{
		Spec:        flow.Spec,
		Triggers:    []flow.Trigger{{ID: "trgany0001", Kind: flow.TriggerAny, Config: json.RawMessage(`{}`)}},
		Steps:       []flow.Step{{ID: "thestep001", Kind: kind, Name: "The step", Key: "it", Config: c.Config}},
		Connections: []flow.Connection{{From: flow.Start, Exit: "next", To: "thestep001"}},
		Settings:    flow.Settings{Language: lang, Country: "IT"},
	}
	seen := map[string]bool{}
	for i, e := range c.Exits {
		if seen[e.ID] {
			continue
		}
		seen[e.ID] = true
		id := "endof00" + string(rune('a'+i))
		config, err := json.Marshal(map[string]string{"outcome": e.ID})
		if err != nil {
			t.Fatal(err)
		}
		doc.Steps = append(doc.Steps, flow.Step{ID: id, Kind: "end", Name: "End of " + e.ID, Key: "end_" + string(rune('a'+i)), Config: config})
		doc.Connections = append(doc.Connections, flow.Connection{From: "thestep001", Exit: e.ID, To: id})
	}
	data, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Every file of cases belongs to a kind.
func TestNoCasesWithoutKind(t *testing.T) {
	files, err := filepath.Glob("testdata/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		kind := strings.TrimSuffix(filepath.Base(f), ".json")
		if kind != "every_widget" && !step.Default().HasStep(kind) {
			t.Errorf("%s belongs to no kind", f)
		}
	}
}

// docs/steps.md says what the kinds are: make gen writes it.
func TestDocsAreCurrent(t *testing.T) {
	if step.Default().HasStep("every_widget") {
		return // the page is about the product's kinds
	}
	page, err := os.ReadFile("../../docs/steps.md")
	if err != nil || !bytes.Equal(page, step.Docs()) {
		t.Errorf("docs/steps.md is not what the kinds say; run make gen (%v)", err)
	}
	for _, kind := range step.Default().Kinds() {
		if !strings.Contains(string(step.TypeScript()), "  "+kind+": {") {
			t.Errorf("no type for %s", kind)
		}
	}
}
