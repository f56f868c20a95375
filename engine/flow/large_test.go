package flow_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"flusso/engine/flow"
	"flusso/engine/step"
)

// large is a flow of n messages and menus in one line, each using the answers before it.
func large(n int) []byte {
	doc := flow.Document{Spec: flow.Spec, Triggers: []flow.Trigger{{ID: "trgany0001", Kind: flow.TriggerAny, Config: json.RawMessage(`{}`)}}, Settings: flow.Settings{Language: "en"}}
	from, exit := flow.Start, "next"
	for i := range n {
		s := flow.Step{ID: fmt.Sprintf("step%06d", i), Name: "Step", Key: fmt.Sprintf("key%d", i)}
		next := "next"
		if i%2 == 0 {
			s.Kind, s.Config, next = "menu", json.RawMessage(`{"text":"Choose","options":[{"id":"a","title":"A"},{"id":"b","title":"B"}]}`), "a"
		} else {
			s.Kind, s.Config = "message", json.RawMessage(fmt.Sprintf(`{"media_kind":"none","text":"You chose {{ step.key%d }}"}`, i-1))
		}
		doc.Steps = append(doc.Steps, s)
		doc.Connections = append(doc.Connections, flow.Connection{From: from, Exit: exit, To: s.ID})
		from, exit = s.ID, next
	}
	data, err := json.Marshal(doc)
	if err != nil {
		panic(err)
	}
	return data
}

// A large flow is checked on every save: allocations are linear in its steps.
func TestCheckIsLinear(t *testing.T) {
	cost := func(n int) float64 {
		doc := parse(t, large(n))
		return testing.AllocsPerRun(2, func() { flow.Check(doc, step.Default()) })
	}
	if small, big := cost(50), cost(500); big > small*15 {
		t.Errorf("50 steps cost %.0f allocations, 500 cost %.0f", small, big)
	}
}

// far beyond what Parse takes: whatever the shape, the time stays bounded.
func TestTenThousandSteps(t *testing.T) {
	const n = 10_000
	var line flow.Document
	if err := json.Unmarshal(large(n), &line); err != nil {
		t.Fatal(err)
	}
	tangled := line
	tangled.Connections = append([]flow.Connection(nil), line.Connections...)
	tangled.Steps = append([]flow.Step(nil), line.Steps...)
	for i := range tangled.Steps {
		s := &tangled.Steps[i]
		if s.Kind == "message" { // speaks of a step far away, and everything leads back
			s.Config = json.RawMessage(fmt.Sprintf(`{"media_kind":"none","text":"{{ step.key%d }} {{ step.key%d }}"}`, (i*7919)%n, n-1-i))
		} else {
			tangled.Connections = append(tangled.Connections, flow.Connection{From: s.ID, Exit: "b", To: tangled.Steps[(i*6151)%n].ID})
		}
	}
	pauses := flow.Document{Spec: flow.Spec, Triggers: line.Triggers, Settings: line.Settings}
	for i := range n {
		pauses.Steps = append(pauses.Steps, flow.Step{ID: fmt.Sprintf("step%06d", i), Kind: "delay", Name: "D", Key: fmt.Sprintf("key%d", i), Config: json.RawMessage(`{"delay":{"amount":1,"unit":"s"}}`)})
		pauses.Connections = append(pauses.Connections, flow.Connection{From: fmt.Sprintf("step%06d", i), Exit: "next", To: fmt.Sprintf("step%06d", (i+1)%n)})
	}
	pauses.Connections = append(pauses.Connections, flow.Connection{From: flow.Start, Exit: "next", To: "step000000"})
	for name, doc := range map[string]flow.Document{"line": line, "tangled": tangled, "pauses": pauses} {
		begun := time.Now()
		issues := flow.Check(doc, step.Default())
		checked := time.Since(begun)
		other := doc
		other.Steps = append([]flow.Step(nil), doc.Steps...)
		for i := range other.Steps {
			other.Steps[i].Config = json.RawMessage(`{"text":"other"}`)
		}
		begun = time.Now()
		changes := flow.Diff(doc, other)
		t.Logf("%s: %d issues in %v, %d changes in %v", name, len(issues), checked, len(changes), time.Since(begun))
		if checked > checkLimit || time.Since(begun) > checkLimit || len(changes) < n {
			t.Errorf("%s: checked in %v, compared in %v, %d changes", name, checked, time.Since(begun), len(changes))
		}
	}
}

// checkLimit of a document ten times as large as any that is taken: ten times
// what it needs under the race detector on a small machine, and far from what
// a quadratic check would need.
const checkLimit = 60 * time.Second

func BenchmarkCheck500(b *testing.B) {
	doc, issues := flow.Parse(large(500))
	if len(issues) > 0 {
		b.Fatal(issues)
	}
	for b.Loop() {
		flow.Check(doc, step.Default())
	}
}
