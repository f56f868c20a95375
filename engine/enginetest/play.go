package enginetest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"flusso/engine"
	"flusso/engine/message"
	"flusso/engine/run"
)

// Script is a conversation file: a document, what happens, and what came of
// it. The last part is written by -update and read by people.
type Script struct {
	About     string          `json:"about"`
	Document  json.RawMessage `json:"document"`
	Lenient   bool            `json:"lenient,omitempty"`
	Variables json.RawMessage `json:"variables,omitempty"`
	Contact   *run.Contact    `json:"contact,omitempty"`
	Turns     []Turn          `json:"turns"`
	// Flows that can be called, by their ids.
	Flows map[string]json.RawMessage `json:"flows,omitempty"`
	// Window is closed when WhatsApp takes templates only.
	Window string `json:"window,omitempty"`
	// TemplateProblem that every template has.
	TemplateProblem string `json:"template_problem,omitempty"`
}

// Turn is one thing that happens. Exactly one of its first parts is set.
type Turn struct {
	Start  *message.Inbound  `json:"start,omitempty"` // an empty one starts by hand
	Text   string            `json:"text,omitempty"`
	Send   *message.Content  `json:"send,omitempty"`
	Repeat string            `json:"repeat,omitempty"` // id of an earlier inbound message
	Time   string            `json:"time,omitempty"`   // a Go duration that passes, then the clock moves the run
	Effect *run.EffectResult `json:"effect,omitempty"` // its id is filled in when empty
	Gone   string            `json:"gone,omitempty"`   // before it: this flow is deleted

	Events   []run.Event `json:"events"`
	Snapshot any         `json:"snapshot,omitempty"`
	Error    string      `json:"error,omitempty"`
}

// Play makes every turn and fills in what came of it. Each snapshot goes
// through JSON between two turns, and each turn is made twice: the same input
// must give the same bytes.
func (sc *Script) Play() error {
	p, err := Compile(sc.Document, sc.Lenient)
	if err != nil {
		return err
	}
	first, err := sc.play(p)
	if err != nil {
		return err
	}
	second, err := sc.play(p)
	if err != nil {
		return err
	}
	if !bytes.Equal(first, second) {
		return fmt.Errorf("two plays differ")
	}
	return nil
}

func (sc *Script) play(p *engine.Program) ([]byte, error) {
	ph := New(p)
	if sc.Contact != nil {
		ph.World.Contact = *sc.Contact
	}
	if sc.Window == "closed" {
		ph.World.WindowUntil = Clock
	}
	if sc.TemplateProblem != "" {
		ph.World.TemplateProblem = func(string, string) string { return sc.TemplateProblem }
	}
	if err := ph.Publish(sc.Flows); err != nil {
		return nil, err
	}
	for i := range sc.Turns {
		t := &sc.Turns[i]
		delete(ph.Flows, t.Gone)
		sprint, err := ph.turn(t, sc.Variables)
		t.Events, t.Error, t.Snapshot = sprint.Events, "", nil
		if err != nil {
			t.Error = err.Error()
			t.Events = []run.Event{}
			continue
		}
		snap := sprint.Snapshot
		snap.Trigger = nil // said in the file already
		t.Snapshot = snap
	}
	return json.Marshal(sc.Turns)
}

func (ph *Phone) turn(t *Turn, vars json.RawMessage) (engine.Sprint, error) {
	if (t.Text != "" || t.Send != nil) && !ph.World.WindowUntil.After(ph.World.Now) {
		ph.World.WindowUntil = ph.World.Now.Add(24 * time.Hour) // a message of the person opens it
	}
	switch {
	case t.Start != nil:
		if t.Start.Content.Type == "" {
			return ph.Start(nil, vars)
		}
		in := *t.Start
		in.ID, in.At = ph.Inbound(in.Content).ID, ph.World.Now.UnixMilli()
		return ph.Start(&in, vars)
	case t.Text != "":
		return ph.Resume(run.Input{Kind: run.InputMessage, Message: ph.Inbound(Text(t.Text))})
	case t.Send != nil:
		return ph.Resume(run.Input{Kind: run.InputMessage, Message: ph.Inbound(*t.Send)})
	case t.Repeat != "":
		return ph.Resume(run.Input{Kind: run.InputMessage, Message: &message.Inbound{ID: t.Repeat, At: ph.World.Now.UnixMilli(), Content: Text("again")}})
	case t.Time != "":
		d, err := time.ParseDuration(t.Time)
		if err != nil {
			return engine.Sprint{}, err
		}
		ph.World.Now = ph.World.Now.Add(d)
		return ph.Resume(run.Input{Kind: run.InputTime})
	case t.Effect != nil:
		r := *t.Effect
		if r.ID == "" && ph.Snapshot.Wait != nil {
			r.ID = ph.Snapshot.Wait.Effect
		}
		return ph.Resume(run.Input{Kind: run.InputEffect, Effect: &r})
	}
	return engine.Sprint{}, fmt.Errorf("an empty turn")
}

// Write gives the file's bytes.
func (sc *Script) Write() ([]byte, error) { return Pretty(sc) }

// Pretty writes JSON for people to read and compare.
func Pretty(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, b.Bytes(), "", "  "); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
