package engine_test

import (
	"encoding/json"
	"os"
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

func inbound(id, text string) *message.Inbound {
	return &message.Inbound{ID: id, At: enginetest.Clock.UnixMilli(), Content: message.Content{Type: message.Text, Text: text}}
}

// A snapshot given to Resume stays as it was: the server may have to try again.
func TestResumeLeavesItsInput(t *testing.T) {
	p, w := lead(t)
	s, err := engine.Start(p, "run", run.Trigger{Kind: "hand"}, nil, w)
	if err != nil {
		t.Fatal(err)
	}
	before, _ := json.Marshal(s.Snapshot)
	in := run.Input{Kind: run.InputMessage, Message: inbound("in-2", "Ana")}
	a, err := engine.Resume(p, s.Snapshot, in, w)
	if err != nil {
		t.Fatal(err)
	}
	if after, _ := json.Marshal(s.Snapshot); string(after) != string(before) {
		t.Errorf("the input changed:\n%s\n%s", before, after)
	}
	b, err := engine.Resume(p, s.Snapshot, in, w)
	if err != nil {
		t.Fatal(err)
	}
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	if string(x) != string(y) {
		t.Errorf("the same input gives\n%s\n%s", x, y)
	}
}

// What only a broken caller does is an error, never a panic.
func TestBrokenInput(t *testing.T) {
	p, w := lead(t)
	s, err := engine.Start(p, "run", run.Trigger{Kind: "hand"}, nil, w)
	if err != nil {
		t.Fatal(err)
	}
	for name, in := range map[string]run.Input{"no message": {Kind: run.InputMessage}, "no result": {Kind: run.InputEffect}, "no kind": {}} {
		if _, err := engine.Resume(p, s.Snapshot, in, w); err == nil {
			t.Errorf("%s was taken", name)
		}
		engine.Accepts(p, s.Snapshot, in)
	}
	if _, err := engine.Resume(p, run.Snapshot{}, run.Input{Kind: run.InputTime}, w); err == nil {
		t.Error("an empty snapshot was taken")
	}
	if _, err := engine.Start(p, "run", run.Trigger{}, json.RawMessage(`[]`), w); err == nil {
		t.Error("variables that are a list were taken")
	}
	// A step that is no more: the run fails, with an event.
	gone := s.Snapshot
	wait := *gone.Wait
	wait.Step = "gonestep01"
	gone.Wait = &wait
	out, err := engine.Resume(p, gone, run.Input{Kind: run.InputMessage, Message: inbound("in-2", "x")}, w)
	if err != nil || out.Snapshot.Status != run.Failed {
		t.Errorf("%v %+v", err, out.Snapshot)
	}
}

// The tester: state packed and unpacked between turns, sample and failed
// calls, time skipped.
func TestSimulate(t *testing.T) {
	file, err := os.ReadFile("testdata/conversations/http_success.json")
	if err != nil {
		t.Fatal(err)
	}
	var sc enginetest.Script
	if err := json.Unmarshal(file, &sc); err != nil {
		t.Fatal(err)
	}
	p, err := enginetest.Compile(sc.Document, true)
	if err != nil {
		t.Fatal(err)
	}
	w := engine.World{Now: enginetest.Clock, Zone: enginetest.Clock.Location(), Contact: enginetest.Contact(), WindowUntil: enginetest.Clock.AddDate(1, 0, 0)}
	play := func(choice string) string {
		var state *engine.Simulation
		var last engine.SimulationTurn
		text := enginetest.Text("7")
		for _, in := range []engine.SimulationInput{{Kind: "start"}, {Kind: "message", Content: &text}, {Kind: "effect", Choice: choice, Result: &run.EffectResult{Status: 200, JSON: json.RawMessage(`{"state":"real","items":[]}`)}}} {
			turn, err := engine.Simulate(p, state, in, w)
			if err != nil {
				t.Fatal(err)
			}
			packed, err := json.Marshal(turn.State)
			if err != nil {
				t.Fatal(err)
			}
			if state, err = engine.UnpackSimulation(packed); err != nil {
				t.Fatal(err)
			}
			last = turn
		}
		return strings.Join(sent(engine.Sprint{Events: last.Events}), "|")
	}
	for choice, want := range map[string]string{"sample": "It is sample (200), items: .", "fail": "Sorry: connect.", "real": "It is real (200), items: ."} {
		if got := play(choice); got != want {
			t.Errorf("%s: %q", choice, got)
		}
	}
	for _, bad := range []string{"", "!", "{}", `{"clock":1}` + strings.Repeat(" ", engine.SimulationLimit)} {
		if _, err := engine.UnpackSimulation([]byte(bad)); err == nil {
			t.Errorf("%.20q was unpacked", bad)
		}
	}
	st, err := engine.Simulate(p, nil, engine.SimulationInput{Kind: "start"}, w)
	if err != nil {
		t.Fatal(err)
	}
	turn, err := engine.Simulate(p, &st.State, engine.SimulationInput{Kind: "time"}, w)
	if err != nil || turn.State.Snapshot.Status != run.Expired || turn.State.Clock <= st.State.Clock {
		t.Errorf("%v %+v", err, turn.State)
	}
}
