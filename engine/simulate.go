package engine

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"flusso/engine/message"
	"flusso/engine/run"
	"flusso/engine/step"
)

// SimulationLimit in bytes of a tester's state: a snapshot, a contact and a
// little more.
const SimulationLimit = run.SnapshotLimit + 64<<10

// Simulation is the state of a tester between two turns. It is handed to the
// browser and comes back; the server keeps nothing.
type Simulation struct {
	Snapshot run.Snapshot `json:"snapshot"`
	Contact  run.Contact  `json:"contact"`
	Tags     []string     `json:"tags,omitempty"` // of the conversation
	Clock    int64        `json:"clock"`          // unix milliseconds
	Effect   *run.Effect  `json:"effect,omitempty"`
	IDs      int          `json:"ids"` // given out so far: a replay gives the same
	// LastMessage of the person in unix milliseconds: the 24 h window counts
	// from it; 0: it is closed.
	LastMessage int64 `json:"last_message,omitempty"`
	// TemplateProblem that every template has; see World.
	TemplateProblem string `json:"template_problem,omitempty"`
	// Seen are the ids of messages that were delivered, the last ones.
	Seen []string `json:"seen,omitempty"`
}

// seenLimit of message ids that a tester's state keeps.
const seenLimit = 100

// SimulationInput is one turn of the tester.
type SimulationInput struct {
	// Kind is start, message, time (to the end of the wait), clock (to Now; what
	// is due by then happens) or effect.
	Kind    string            `json:"kind"`
	Trigger *run.Trigger      `json:"trigger,omitempty"`
	Content *message.Content  `json:"content,omitempty"`
	Choice  string            `json:"choice,omitempty"` // of an effect: sample, fail, real or hand (Result)
	Result  *run.EffectResult `json:"result,omitempty"` // of a real call that the caller has made, or made up
	Vars    json.RawMessage   `json:"variables,omitempty"`

	// What the tester changes in the world, from this turn on.
	Now     int64  `json:"now,omitempty"`      // unix milliseconds: moves the clock
	Window  string `json:"window,omitempty"`   // open or closed; later messages open it as ever
	NoPhone bool   `json:"no_phone,omitempty"` // of start: the person has no phone number
	// TemplateProblem is one of World.TemplateProblem, or none to end it.
	TemplateProblem string `json:"template_problem,omitempty"`
	// MessageID of a message; one that came before is a duplicate delivery.
	MessageID string `json:"message_id,omitempty"`
}

// IgnoredDuplicate is the code of a message that was delivered twice.
const IgnoredDuplicate = "duplicate"

// simulatedWindow is how long after a message free messages may be sent.
const simulatedWindow = 24 * time.Hour

// SimulationTurn is what one turn gave.
type SimulationTurn struct {
	State  Simulation  `json:"state"`
	Events []run.Event `json:"events"`
}

// Simulate makes one turn with the very Start and Resume of production. It
// changes nothing outside: what an effect gives is chosen by the person, and
// time is skipped rather than waited for.
func Simulate(p *Program, state *Simulation, in SimulationInput, w World) (SimulationTurn, error) {
	var st Simulation
	if in.Kind == "start" || state == nil {
		st = Simulation{Contact: w.Contact, Tags: w.ConversationTags, Clock: w.Now.UnixMilli()}
		if in.NoPhone {
			st.Contact.Phone = ""
		}
	} else {
		st = *state
	}
	st.change(in)
	st.look(&w)
	w.NewID = func() string {
		st.IDs++
		return fmt.Sprintf("00000000-0000-7000-8000-%012d", st.IDs)
	}
	var sprint Sprint
	var err error
	switch in.Kind {
	case "start":
		trg := run.Trigger{Kind: "test"}
		if in.Trigger != nil {
			trg = *in.Trigger
		}
		if trg.Message != nil && trg.Message.ID != "" {
			st.deliver(trg.Message.ID)
		}
		sprint, err = Start(p, w.NewID(), trg, in.Vars, w)
	case "message":
		if in.Content == nil {
			return SimulationTurn{}, fmt.Errorf("simulate: a message without content")
		}
		id := in.MessageID
		if id == "" {
			id = w.NewID()
		}
		if !st.deliver(id) {
			return SimulationTurn{State: st, Events: []run.Event{{Kind: run.InputIgnored, At: st.Clock, Message: id, Code: IgnoredDuplicate}}}, nil
		}
		st.LastMessage = st.Clock
		st.look(&w)
		msg := &message.Inbound{ID: id, At: st.Clock, Content: *in.Content}
		sprint, err = Resume(p, st.Snapshot, run.Input{Kind: run.InputMessage, Message: msg}, w)
	case "time":
		if st.Snapshot.Wait != nil && st.Snapshot.Wait.Until > st.Clock {
			st.Clock = st.Snapshot.Wait.Until
			st.look(&w)
		}
		sprint, err = Resume(p, st.Snapshot, run.Input{Kind: run.InputTime}, w)
	case "clock":
		wait := st.Snapshot.Wait
		if wait == nil || wait.Until == 0 || wait.Until > st.Clock {
			return SimulationTurn{State: st, Events: []run.Event{}}, nil
		}
		sprint, err = Resume(p, st.Snapshot, run.Input{Kind: run.InputTime}, w)
	case "effect":
		result, e := st.result(p, in)
		if e != nil {
			return SimulationTurn{}, e
		}
		sprint, err = Resume(p, st.Snapshot, run.Input{Kind: run.InputEffect, Effect: result}, w)
	default:
		return SimulationTurn{}, fmt.Errorf("simulate: unknown input %q", in.Kind)
	}
	if err != nil {
		return SimulationTurn{}, err
	}
	st.take(sprint)
	return SimulationTurn{State: st, Events: sprint.Events}, nil
}

// change applies what the tester does to the world.
func (st *Simulation) change(in SimulationInput) {
	if in.Now > 0 {
		st.Clock = in.Now
	}
	switch {
	case in.Window == "closed":
		st.LastMessage = 0
	case in.Window == "open" || in.Kind == "start":
		st.LastMessage = st.Clock
	}
	switch in.TemplateProblem {
	case "":
	case "none":
		st.TemplateProblem = ""
	default:
		st.TemplateProblem = in.TemplateProblem
	}
}

// look tells the engine what the pretended world is like.
func (st *Simulation) look(w *World) {
	w.Contact, w.ConversationTags = st.Contact, st.Tags
	w.Now, w.WindowUntil = time.UnixMilli(st.Clock), time.Time{}
	if st.LastMessage > 0 {
		w.WindowUntil = time.UnixMilli(st.LastMessage).Add(simulatedWindow)
	}
	if problem := st.TemplateProblem; problem != "" {
		w.TemplateProblem = func(string, string) string { return problem }
	}
}

// deliver notes a message's id; false: it was there before.
func (st *Simulation) deliver(id string) bool {
	if slices.Contains(st.Seen, id) {
		return false
	}
	st.Seen = append(slices.Clone(st.Seen[max(0, len(st.Seen)-seenLimit+1):]), id)
	return true
}

// result is what the chosen outcome of an effect looks like.
func (st *Simulation) result(p *Program, in SimulationInput) (*run.EffectResult, error) {
	if st.Effect == nil {
		return nil, fmt.Errorf("simulate: no call is waiting")
	}
	switch in.Choice {
	case "sample":
		r := &run.EffectResult{ID: st.Effect.ID, Status: 200}
		if i, ok := p.index[st.Effect.Step]; ok {
			if sample := step.Sample(p.steps[i].step.Config); len(sample) > 0 {
				r.JSON, r.Body = sample, string(sample)
			}
		}
		return r, nil
	case "fail":
		r := &run.EffectResult{ID: st.Effect.ID, Error: "connect"}
		if in.Result != nil && in.Result.Error != "" {
			r.Error = in.Result.Error
		}
		return r, nil
	case "real", "hand":
		if in.Result == nil {
			return nil, fmt.Errorf("simulate: the call was not made")
		}
		r := *in.Result
		r.ID = st.Effect.ID
		if r.JSON == nil && json.Valid([]byte(r.Body)) {
			r.JSON = json.RawMessage(r.Body)
		}
		return &r, nil
	}
	return nil, fmt.Errorf("simulate: unknown choice %q", in.Choice)
}

// take keeps what the sprint left, and applies its changes to the pretended contact.
func (st *Simulation) take(s Sprint) {
	st.Snapshot, st.Effect = s.Snapshot, nil
	for i := range s.Events {
		e := &s.Events[i]
		switch e.Kind {
		case run.ContactChanged:
			st.Contact.Set(e.Change.Field, e.Change.Value)
		case run.TagsChanged:
			if e.Tags.Scope == "conversation" {
				st.Tags = e.Tags.Apply(st.Tags)
			} else {
				st.Contact.Tags = e.Tags.Apply(st.Contact.Tags)
			}
		case run.EffectAsked:
			st.Effect = e.Effect
		}
	}
	if st.Snapshot.Wait == nil || st.Snapshot.Wait.Kind != run.WaitEffect {
		st.Effect = nil
	}
}

// Pack writes the state as the opaque text that the browser keeps.
func (st Simulation) Pack() (string, error) {
	data, err := json.Marshal(st)
	if err != nil {
		return "", fmt.Errorf("pack simulation: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(data), nil
}

// UnpackSimulation reads it back. It comes from outside: nothing in it is trusted
// beyond its form.
func UnpackSimulation(text string) (*Simulation, error) {
	if len(text) > SimulationLimit*2 {
		return nil, fmt.Errorf("unpack simulation: larger than %d bytes", SimulationLimit)
	}
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return nil, fmt.Errorf("unpack simulation: %w", err)
	}
	var st Simulation
	if err := json.Unmarshal(data, &st); err != nil {
		return nil, fmt.Errorf("unpack simulation: %w", err)
	}
	if len(st.Snapshot.Frames) > run.FramesLimit || len(st.Snapshot.Frames) == 0 {
		return nil, fmt.Errorf("unpack simulation: not a run")
	}
	return &st, nil
}

// Values are the answers and variables of a run, for showing them.
func Values(s run.Snapshot) map[string]json.RawMessage {
	out := map[string]json.RawMessage{}
	for _, f := range s.Frames {
		for _, a := range f.Answers {
			out["step."+a.Key] = a.Value
		}
	}
	if len(s.Variables) > 0 {
		vars := map[string]json.RawMessage{}
		if json.Unmarshal(s.Variables, &vars) == nil {
			for k, v := range vars {
				out["var."+k] = v
			}
		}
	}
	return out
}
