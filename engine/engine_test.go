package engine_test

import (
	"strings"
	"testing"

	"flusso/engine"
	"flusso/engine/enginetest"
	"flusso/engine/message"
	"flusso/engine/run"
)

func sent(s engine.Sprint) []string {
	var out []string
	for _, e := range s.Events {
		if e.Kind == run.MessageQueued {
			out = append(out, e.Content.Text)
		}
	}
	return out
}

func TestLead(t *testing.T) {
	p, err := enginetest.Compile(enginetest.Lead, false)
	if err != nil {
		t.Fatal(err)
	}
	ph := enginetest.New(p)
	s, err := ph.Start(ph.Inbound(enginetest.Text("start")), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := sent(s); len(got) != 2 || !strings.Contains(got[0], "Welcome") || !strings.Contains(got[1], "your name") {
		t.Fatalf("start sent %q", got)
	}
	for _, turn := range []struct {
		in   message.Content
		want string
	}{
		{enginetest.Text("Ana 7"), "choose"},
		{enginetest.Tap("sttopic001:sales", "Sales"), "How many"},
		{enginetest.Text("5"), "Thanks"},
	} {
		s, err := ph.Resume(run.Input{Kind: run.InputMessage, Message: ph.Inbound(turn.in)})
		if err != nil {
			t.Fatal(err)
		}
		if got := sent(s); len(got) != 1 || !strings.Contains(got[0], turn.want) {
			t.Fatalf("%+v: sent %q (%+v)", turn.in, got, s.Events)
		}
	}
	if ph.Snapshot.Status != run.Completed || ph.Snapshot.Outcome != "Lead" {
		t.Fatalf("ended %s %q", ph.Snapshot.Status, ph.Snapshot.Outcome)
	}
}
