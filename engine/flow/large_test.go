package flow_test

import (
	"encoding/json"
	"fmt"
	"testing"

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

func BenchmarkCheck500(b *testing.B) {
	doc, issues := flow.Parse(large(500))
	if len(issues) > 0 {
		b.Fatal(issues)
	}
	for b.Loop() {
		flow.Check(doc, step.Default())
	}
}
