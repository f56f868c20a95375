package engine_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"flusso/engine"
	"flusso/engine/enginetest"
	"flusso/engine/message"
	"flusso/engine/run"
)

// tester plays the simulator, the state packed and unpacked between turns.
type tester struct {
	t     *testing.T
	p     *engine.Program
	w     engine.World
	state *engine.Simulation
}

func newTester(t *testing.T, document string) *tester {
	t.Helper()
	p, err := enginetest.Compile([]byte(document), true)
	if err != nil {
		t.Fatal(err)
	}
	return &tester{t: t, p: p, w: engine.World{Now: enginetest.Clock, Zone: enginetest.Clock.Location(), Contact: enginetest.Contact()}}
}

func (s *tester) turn(in engine.SimulationInput) (kinds []run.EventKind, turn engine.SimulationTurn) {
	s.t.Helper()
	turn, err := engine.Simulate(s.p, s.state, in, s.w)
	if err != nil {
		s.t.Fatal(err)
	}
	packed, err := json.Marshal(turn.State)
	if err != nil {
		s.t.Fatal(err)
	}
	if s.state, err = engine.UnpackSimulation(packed); err != nil {
		s.t.Fatal(err)
	}
	for _, e := range turn.Events {
		kinds = append(kinds, e.Kind)
	}
	return kinds, turn
}

func (s *tester) says(text, id string) ([]run.EventKind, engine.SimulationTurn) {
	content := enginetest.Text(text)
	return s.turn(engine.SimulationInput{Kind: "message", Content: &content, MessageID: id})
}

const asker = `{"spec":1,"triggers":[{"id":"trgany0001","kind":"inbound_any","config":{}}],"settings":{"language":"en","channels":[]},
"steps":[
 {"id":"stepask001","kind":"question","name":"Q","key":"q","config":{"text":"Hello {{ contact.phone ?? \"nobody\" }}?","answer":"text","timeout":{"enabled":true,"wait":{"amount":2,"unit":"d"}}}},
 {"id":"stepmsg001","kind":"message","name":"M","key":"m","config":{"media_kind":"none","text":"Still there?"}}],
"connections":[{"from":"start","exit":"next","to":"stepask001"},{"from":"stepask001","exit":"timeout","to":"stepmsg001"},{"from":"stepask001","exit":"next","to":"stepask001"}]}`

func TestSimulateTheWorld(t *testing.T) {
	s := newTester(t, asker)
	if _, turn := s.turn(engine.SimulationInput{Kind: "start", NoPhone: true}); turn.Events[2].Content == nil || turn.Events[2].Content.Text != "Hello nobody?" {
		t.Fatalf("without a phone number: %+v", turn.Events)
	}
	if kinds, _ := s.says("Ana", "wamid.1"); !slices.Contains(kinds, run.ReplyAccepted) {
		t.Errorf("an answer: %v", kinds)
	}
	if kinds, turn := s.says("Ana", "wamid.1"); len(kinds) != 1 || turn.Events[0].Code != engine.IgnoredDuplicate {
		t.Errorf("the same delivery again: %+v", turn.Events)
	}
	if kinds, _ := s.turn(engine.SimulationInput{Kind: "clock", Now: s.state.Clock + int64(time.Hour/time.Millisecond)}); len(kinds) != 0 {
		t.Errorf("an hour later nothing is due: %v", kinds)
	}
	kinds, turn := s.turn(engine.SimulationInput{Kind: "clock", Now: s.state.Clock + int64(50*time.Hour/time.Millisecond)})
	if !slices.Contains(kinds, run.TimedOut) || slices.Contains(kinds, run.MessageQueued) {
		t.Errorf("two days later the time-out comes, and the window is closed: %+v", turn.Events)
	}
	s = newTester(t, asker)
	s.turn(engine.SimulationInput{Kind: "start"})
	if kinds, _ := s.turn(engine.SimulationInput{Kind: "time", Window: "open"}); !slices.Contains(kinds, run.MessageQueued) {
		t.Error("a window that the tester holds open is open two days later too")
	}
	s = newTester(t, asker)
	if kinds, turn := s.turn(engine.SimulationInput{Kind: "start", Window: "closed"}); slices.Contains(kinds, run.MessageQueued) {
		t.Errorf("nothing is sent into a closed window: %+v", turn.Events)
	}
}

// A clock that is moved far ends every wait on the way, each at its own time.
func TestSimulatedTimePasses(t *testing.T) {
	const twice = `{"spec":1,"triggers":[{"id":"trgany0001","kind":"inbound_any","config":{}}],"settings":{"language":"en","channels":[]},
"steps":[
 {"id":"stepwait01","kind":"delay","name":"W","key":"w","config":{"mode":"amount","delay":{"amount":1,"unit":"h"}}},
 {"id":"stepmsg001","kind":"message","name":"M","key":"m","config":{"media_kind":"none","text":"An hour"}},
 {"id":"stepask001","kind":"question","name":"Q","key":"q","config":{"text":"Well?","answer":"text","timeout":{"enabled":true,"wait":{"amount":2,"unit":"h"}}}},
 {"id":"stepmsg002","kind":"message","name":"N","key":"n","config":{"media_kind":"none","text":"Too late"}}],
"connections":[{"from":"start","exit":"next","to":"stepwait01"},{"from":"stepwait01","exit":"next","to":"stepmsg001"},{"from":"stepmsg001","exit":"next","to":"stepask001"},{"from":"stepask001","exit":"timeout","to":"stepmsg002"}]}`
	hour := time.Hour.Milliseconds()
	s := newTester(t, twice)
	s.turn(engine.SimulationInput{Kind: "start"})
	began := s.state.Clock
	_, turn := s.turn(engine.SimulationInput{Kind: "clock", Now: began + 10*hour})
	var at []int64
	for _, e := range turn.Events {
		if e.Kind == run.MessageQueued {
			at = append(at, (e.At-began)/hour)
		}
	}
	if !slices.Equal(at, []int64{1, 1, 3}) || turn.State.Clock != began+10*hour || turn.State.Snapshot.Status != run.Completed {
		t.Errorf("said after %v hours, the clock stands at %d: %+v", at, turn.State.Clock, turn.Events)
	}
	// An answer that comes after the time-out is too late.
	s = newTester(t, twice)
	s.turn(engine.SimulationInput{Kind: "start"})
	content := enginetest.Text("here")
	kinds, _ := s.turn(engine.SimulationInput{Kind: "message", Content: &content, Now: began + 4*hour})
	if !slices.Contains(kinds, run.TimedOut) || slices.Contains(kinds, run.ReplyAccepted) {
		t.Errorf("an answer after the time-out: %v", kinds)
	}
	// A wait that goes round comes to an end.
	s = newTester(t, strings.Replace(twice, `"to":"stepmsg001"`, `"to":"stepwait01"`, 1))
	s.turn(engine.SimulationInput{Kind: "start"})
	if _, turn := s.turn(engine.SimulationInput{Kind: "clock", Now: began + 10_000*hour}); turn.State.Clock != began+10_000*hour {
		t.Errorf("the clock stands at %d", turn.State.Clock)
	}
}

func TestSimulatedJump(t *testing.T) {
	s := newTester(t, asker)
	jump := engine.SimulationInput{Kind: "jump", Step: "stepmsg001"}
	if kinds, turn := s.turn(jump); kinds[0] != run.StepEntered || bubbles(turn.Events) == "" || turn.State.Snapshot.ID == "" {
		t.Errorf("a conversation that begins in the middle: %+v", turn.Events)
	}
	s = newTester(t, asker)
	s.turn(engine.SimulationInput{Kind: "start"})
	s.says("Ana", "")
	_, turn := s.turn(jump)
	if turn.State.Snapshot.Status != run.Completed || !strings.Contains(string(engine.Values(turn.State.Snapshot)["step.q"]), "Ana") {
		t.Errorf("what was known is lost: %+v", turn.State.Snapshot)
	}
	if kinds, _ := s.turn(engine.SimulationInput{Kind: "jump", Step: "stepask001"}); !slices.Contains(kinds, run.WaitStarted) {
		t.Errorf("a conversation that had ended goes on: %v", kinds)
	}
	if _, err := engine.Simulate(s.p, s.state, engine.SimulationInput{Kind: "jump", Step: "gone"}, s.w); err == nil {
		t.Error("a step that is not there")
	}
}

// Without a run the triggers decide; a conversation that has ended may begin again.
func TestSimulatedTriggers(t *testing.T) {
	s := newTester(t, `{"spec":1,"triggers":[{"id":"trgword001","kind":"inbound_keyword","config":{"keywords":["go"],"match":"exact"}},{"id":"trgsilent1","kind":"inbound_silence","config":{"days":2}}],
"settings":{"language":"en","channels":[]},
"steps":[{"id":"stepmsg001","kind":"message","name":"M","key":"m","config":{"media_kind":"none","text":"Hi {{ var.shop }}"}}],
"connections":[{"from":"start","exit":"next","to":"stepmsg001"}],"variables":[{"key":"shop","type":"text","default":"Centro"}]}`)
	if _, turn := s.says("hm", ""); len(turn.Events) != 1 || turn.Events[0].Code != engine.IgnoredNoMatch || turn.State.Snapshot.ID != "" {
		t.Fatalf("no trigger wants it: %+v", turn.Events)
	}
	for _, c := range []struct {
		text, trigger string
		later         time.Duration
	}{{"go", "trgword001", 0}, {"hm", "trgsilent1", 72 * time.Hour}} {
		content := enginetest.Text(c.text)
		_, turn := s.turn(engine.SimulationInput{Kind: "message", Content: &content, Now: s.state.Clock + c.later.Milliseconds()})
		trg := turn.State.Snapshot.Trigger
		if trg == nil || trg.ID != c.trigger || bubbles(turn.Events) == "" || string(engine.Values(turn.State.Snapshot)["var.shop"]) != `"Centro"` {
			t.Errorf("%s started %+v: %+v", c.text, trg, turn.Events)
		}
	}
	if _, err := engine.Simulate(s.p, s.state, engine.SimulationInput{Kind: "start", Vars: json.RawMessage("[]")}, s.w); !errors.Is(err, engine.ErrVariables) {
		t.Errorf("variables that are a list: %v", err)
	}
	if _, err := engine.Simulate(s.p, s.state, engine.SimulationInput{Kind: "time"}, s.w); err == nil {
		t.Error("nothing waits for a time")
	}
}

const caller = `{"spec":1,"triggers":[{"id":"trgany0001","kind":"inbound_any","config":{}}],"settings":{"language":"en","channels":[]},
"steps":[{"id":"stephttp01","kind":"http","name":"H","key":"h","config":{"method":"GET","url":"https://example.com","time_limit":10}}],
"connections":[{"from":"start","exit":"next","to":"stephttp01"}]}`

func TestSimulatedCalls(t *testing.T) {
	for _, c := range []struct {
		choice string
		result *run.EffectResult
		exit   string
	}{
		{"hand", &run.EffectResult{Status: 200, Body: `{"a":1}`}, "success"},
		{"hand", &run.EffectResult{Status: 503}, "error"},
		{"fail", nil, "error"},
		{"fail", &run.EffectResult{Error: "timeout"}, "error"},
		{"sample", nil, "success"},
	} {
		s := newTester(t, caller)
		s.turn(engine.SimulationInput{Kind: "start"})
		_, turn := s.turn(engine.SimulationInput{Kind: "effect", Choice: c.choice, Result: c.result})
		exit := ""
		for _, e := range turn.Events {
			if e.Kind == run.StepLeft {
				exit = e.Exit
			}
		}
		if exit != c.exit {
			t.Errorf("%s %+v left by %q", c.choice, c.result, exit)
		}
	}
}

// What the simulator sends is, bubble for bubble, what Start and Resume send.
func TestSimulateIsTheEngine(t *testing.T) {
	p, w := lead(t)
	hello := enginetest.Text("start")
	in := &message.Inbound{ID: "wamid.0", Content: hello}
	sprint, err := engine.Start(p, "01934b00-0000-7000-8000-900000000001", run.Trigger{Kind: "test", Message: in}, nil, w)
	if err != nil {
		t.Fatal(err)
	}
	want := bubbles(sprint.Events)
	s := &tester{t: t, p: p, w: w}
	_, turn := s.turn(engine.SimulationInput{Kind: "start", Content: &hello, MessageID: in.ID})
	got := bubbles(turn.Events)
	for _, text := range []string{"Ana", "Sales", "12"} {
		data, err := json.Marshal(sprint.Snapshot)
		if err != nil {
			t.Fatal(err)
		}
		var snap run.Snapshot
		if err := json.Unmarshal(data, &snap); err != nil {
			t.Fatal(err)
		}
		if snap.Wait == nil {
			break
		}
		if sprint, err = engine.Resume(p, snap, run.Input{Kind: run.InputMessage, Message: inbound("wamid."+text, text)}, w); err != nil {
			t.Fatal(err)
		}
		want += bubbles(sprint.Events)
		_, turn = s.says(text, "wamid."+text)
		got += bubbles(turn.Events)
	}
	if got != want || want == "" {
		t.Errorf("the simulator sent\n%s\nthe engine\n%s", got, want)
	}
}

func bubbles(events []run.Event) (out string) {
	for _, e := range events {
		if e.Content != nil {
			data, err := json.Marshal(e.Content)
			if err != nil {
				panic(err)
			}
			out += string(data) + "\n"
		}
	}
	return out
}
