package engine_test

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"strings"
	"testing"
	"time"

	"flusso/engine"
	"flusso/engine/enginetest"
	"flusso/engine/flow"
	"flusso/engine/run"
	"flusso/engine/step"
)

// A booking that asks in another flow, which asks in a third.
const booking = `{"spec":1,"triggers":[{"id":"trgany0001","kind":"inbound_any","config":{}}],"settings":{"language":"en","channels":[]},"variables":[{"key":"who","type":"text","default":"outer"}],
"steps":[
 {"id":"stepcall01","kind":"call_flow","name":"Address","key":"address","config":{"flow":"address001","mode":"return","variables":[{"name":"who","value":"{{ contact.first_name }}"}]}},
 {"id":"stepmsg001","kind":"message","name":"M","key":"m","config":{"media_kind":"none","text":"{{ step.address.street }} / {{ step.address.outcome }} / {{ step.address }} / {{ var.who }} / {{ step.street ?? \"not here\" }}"}}],
"connections":[{"from":"start","exit":"next","to":"stepcall01"},{"from":"stepcall01","exit":"next","to":"stepmsg001"}]}`

const address = `{"spec":1,"triggers":[{"id":"trgflow001","kind":"from_flow","config":{}}],"settings":{"language":"it","channels":[]},"variables":[{"key":"who","type":"text"}],
"steps":[
 {"id":"stepask001","kind":"question","name":"Q","key":"street","config":{"text":"{{ var.who }}, via?","answer":"text","no_interrupt":true}},
 {"id":"stepcall01","kind":"call_flow","name":"Sure","key":"sure","config":{"flow":"sure000001","mode":"return","variables":[]}},
 {"id":"stepcond01","kind":"condition","name":"C","key":"c","config":{"paths":[{"id":"yes","name":"","match":"all","groups":[{"match":"all","rows":[{"left":"step.sure.answer","op":"is","right":"yes","right2":""}]}]}]}},
 {"id":"stepend001","kind":"end","name":"E","key":"e","config":{"outcome":"Known"}}],
"connections":[{"from":"start","exit":"next","to":"stepask001"},{"from":"stepask001","exit":"next","to":"stepcall01"},{"from":"stepcall01","exit":"next","to":"stepcond01"},{"from":"stepcond01","exit":"yes","to":"stepend001"},{"from":"stepcond01","exit":"else","to":"stepask001"}]}`

const sure = `{"spec":1,"triggers":[{"id":"trgflow001","kind":"from_flow","config":{}}],"settings":{"language":"en","channels":[]},
"steps":[{"id":"stepask001","kind":"question","name":"Q","key":"answer","config":{"text":"Sure?","answer":"text"}}],
"connections":[{"from":"start","exit":"next","to":"stepask001"}]}`

func called(t *testing.T) *enginetest.Phone {
	t.Helper()
	p, err := enginetest.Compile([]byte(booking), false)
	if err != nil {
		t.Fatal(err)
	}
	ph := enginetest.New(p)
	if err := ph.Publish(map[string]json.RawMessage{"address001": json.RawMessage(address), "sure000001": json.RawMessage(sure)}); err != nil {
		t.Fatal(err)
	}
	return ph
}

// Answers stay in their own flow and come back under the key of the step that
// called; variables go in and do not come out.
func TestCalledFlowsGiveTheirAnswersBack(t *testing.T) {
	ph := called(t)
	sprint, err := ph.Start(ph.Inbound(enginetest.Text("hello")), nil)
	if err != nil {
		t.Fatal(err)
	}
	if engine.Interruptible(ph.Program, ph.Snapshot) {
		t.Error("the step of the called flow keeps interrupting words away")
	}
	text := bubbles(sprint.Events)
	for _, says := range []string{"Roma 1", "no", "Roma 2", "yes"} {
		if sprint, err = ph.Resume(run.Input{Kind: run.InputMessage, Message: ph.Inbound(enginetest.Text(says))}); err != nil {
			t.Fatal(err)
		}
		text += bubbles(sprint.Events)
		if len(ph.Snapshot.Frames) > 1 && !engine.Interruptible(ph.Program, ph.Snapshot) != (ph.Snapshot.Wait.Step == "stepask001" && len(ph.Snapshot.Frames) == 2) {
			t.Errorf("interruptible with %d levels at %s", len(ph.Snapshot.Frames), ph.Snapshot.Wait.Step)
		}
	}
	if want := `"Roma 2 / Known / Known / outer / not here"`; !strings.Contains(text, want) || !strings.Contains(text, `"Ana, via?"`) || ph.Snapshot.Status != run.Completed {
		t.Errorf("%s\nwant %s; %s", text, want, ph.Snapshot.Status)
	}
}

// A run that is written and read between any two inputs says what one says
// that never left the memory, and never changes the snapshot it was given.
func TestCalledFlowsSurviveStorage(t *testing.T) {
	for seed := range int64(200) {
		r := rand.New(rand.NewSource(seed))
		a, b := called(t), called(t)
		one, err := engine.Start(a.Program, "01934b00-0000-7000-8000-900000000001", run.Trigger{Kind: "hand"}, nil, a.World)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := b.Start(nil, nil); err != nil {
			t.Fatal(err)
		}
		live := one.Snapshot
		for turn := 0; turn < 12 && live.Wait != nil; turn++ {
			in := run.Input{Kind: run.InputMessage, Message: b.Inbound(enginetest.Text([]string{"yes", "no", "Roma"}[r.Intn(3)]))}
			if r.Intn(8) == 0 {
				later := time.Duration(r.Intn(30)) * time.Hour
				a.World.Now, b.World.Now = a.World.Now.Add(later), b.World.Now.Add(later)
				in = run.Input{Kind: run.InputTime}
			}
			before, err := json.Marshal(live)
			if err != nil {
				t.Fatal(err)
			}
			x, err := engine.Resume(a.Program, live, in, a.World)
			if err != nil {
				t.Fatal(err)
			}
			y, err := b.Resume(in)
			if err != nil {
				t.Fatal(err)
			}
			after, _ := json.Marshal(live)
			if string(before) != string(after) {
				t.Fatalf("seed %d: a turn changed the snapshot it was given", seed)
			}
			mine, _ := json.Marshal([]any{x.Snapshot, x.Events})
			stored, _ := json.Marshal([]any{y.Snapshot, y.Events})
			if string(mine) != string(stored) {
				t.Fatalf("seed %d, turn %d:\n%s\n%s", seed, turn, mine, stored)
			}
			live = x.Snapshot
		}
	}
}

// A program of ten thousand steps is made in bounded time.
func TestCompileTenThousandSteps(t *testing.T) {
	doc := flow.Document{Spec: flow.Spec, Triggers: []flow.Trigger{{ID: "trgany0001", Kind: flow.TriggerAny, Config: json.RawMessage(`{}`)}}, Settings: flow.Settings{Language: "en"}}
	from := flow.Start
	for i := range 10_000 {
		id := fmt.Sprintf("step%06d", i)
		doc.Steps = append(doc.Steps, flow.Step{ID: id, Kind: "set_variable", Name: "S", Key: fmt.Sprintf("key%d", i), Config: json.RawMessage(`{"changes":[{"variable":"n","value":"{{ (var.n ?? 0) + 1 }}","as":"auto"}]}`)})
		doc.Connections = append(doc.Connections, flow.Connection{From: from, Exit: "next", To: id})
		from = id
	}
	begun := time.Now()
	p, issues := engine.Compile(doc, step.Default(), engine.CompileOptions{VersionID: "v"})
	if p == nil || time.Since(begun) > time.Minute {
		t.Fatalf("%d issues in %v", len(issues), time.Since(begun))
	}
	ph := enginetest.New(p)
	sprint, err := ph.Start(nil, nil)
	if err != nil || sprint.Snapshot.Status != run.Failed || len(sprint.Events) > 100 {
		t.Errorf("%v %s, %d events: more steps without a wait than a sprint may take", err, sprint.Snapshot.Status, len(sprint.Events))
	}
}
