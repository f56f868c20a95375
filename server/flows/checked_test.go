package flows

import (
	"fmt"
	"reflect"
	"testing"

	"flusso/engine/flow"
	"flusso/engine/step"
)

func TestRememberedChecksAreThoseOfTheDocument(t *testing.T) {
	var k checked
	doc := func(n int) flow.Document {
		return flow.Document{Spec: 1, Steps: []flow.Step{{ID: fmt.Sprintf("s%d", n), Kind: "no_such_kind", Name: "A", Key: "a"}}}
	}
	for round := range 2 {
		for n := range keptChecks + 3 {
			got, err := k.of(doc(n), step.Default())
			if err != nil {
				t.Fatal(err)
			}
			want := flow.Check(doc(n), step.Default())
			if len(want) == 0 || !reflect.DeepEqual(got, want) {
				t.Fatalf("round %d, document %d: %v, not %v", round, n, got, want)
			}
			// A caller's own additions stay the caller's.
			got[0].Code = "changed"
			_ = append(got, flow.Issue{Code: "added"})
			if again, _ := k.of(doc(n), step.Default()); !reflect.DeepEqual(again, want) {
				t.Fatalf("round %d, document %d: a caller changed what is remembered", round, n)
			}
		}
	}
	if len(k.known) != keptChecks || len(k.order) != keptChecks {
		t.Fatalf("%d documents remembered, %d in order: at most %d", len(k.known), len(k.order), keptChecks)
	}
}
