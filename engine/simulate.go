package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"flusso/engine/flow"
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
	Snapshot run.Snapshot `json:"snapshot"` // without an id: nothing has started yet
	Contact  run.Contact  `json:"contact"`
	Tags     []string     `json:"tags,omitempty"` // of the conversation
	Clock    int64        `json:"clock"`          // unix milliseconds
	Effect   *run.Effect  `json:"effect,omitempty"`
	IDs      int          `json:"ids"` // given out so far: a replay gives the same
	// Spoke is when the person last wrote, in unix milliseconds; 0: never.
	Spoke int64 `json:"spoke,omitempty"`
	// Open is from when the 24 h window counts: the person's last message, or
	// the start of somebody who has not written yet.
	Open int64 `json:"open,omitempty"`
	// Seen are the ids of messages that were delivered, the last ones.
	Seen []string `json:"seen,omitempty"`
}

// seenLimit of message ids that a tester's state keeps.
const seenLimit = 100

// SimulationInput is one turn of the tester.
type SimulationInput struct {
	// Kind is start, message, time (to the end of the wait), clock (what is due
	// by Now happens), effect or jump (to Step, with all that is known so far).
	Kind    string            `json:"kind"`
	Step    string            `json:"step,omitempty"`    // of jump: its id
	Trigger string            `json:"trigger,omitempty"` // of start: its id; without it the first
	Content *message.Content  `json:"content,omitempty"` // of message, and of a start by one
	Choice  string            `json:"choice,omitempty"`  // of an effect: sample, pretend (sample, fail without one), fail, real or hand (Result)
	Result  *run.EffectResult `json:"result,omitempty"`  // of a real call that the caller has made, or made up
	Vars    json.RawMessage   `json:"variables,omitempty"`

	// What the tester changes in the world.
	Now     int64  `json:"now,omitempty"`      // unix milliseconds: moves the clock on, never back; waits that end before a message end first
	Window  string `json:"window,omitempty"`   // open or closed in this turn; without it the window runs by the clock
	NoPhone bool   `json:"no_phone,omitempty"` // of a new conversation: the person has no phone number
	// TemplateProblem that every template has in this turn; see World.
	TemplateProblem string `json:"template_problem,omitempty"`
	// MessageID of a message; one that came before is a duplicate delivery.
	MessageID string `json:"message_id,omitempty"`
}

// Codes of ignored inputs that only a tester gives: what the store or the
// choice of a flow decides in the real world.
const (
	IgnoredDuplicate = "duplicate"       // the message was delivered twice
	IgnoredNoMatch   = "nothing_matches" // no run is going on, and no trigger wants the message
)

// ErrVariables says that the variables of a start are not an object.
var ErrVariables = errors.New("variables are not an object")

// simulatedWindow is how long after a message free messages may be sent.
const simulatedWindow = 24 * time.Hour

// SimulationTurn is what one turn gave.
type SimulationTurn struct {
	State  Simulation  `json:"state"`
	Events []run.Event `json:"events"`
}

// Simulate makes one turn with the very Start and Resume of production. It
// changes nothing outside: what an effect gives is chosen by the person, and
// time is skipped rather than waited for. Without a state a conversation
// begins, with the contact and at the time of w.
func Simulate(p *Program, state *Simulation, in SimulationInput, w World) (SimulationTurn, error) {
	s := simulation{p: p, in: in, w: w}
	if state == nil {
		s.Simulation = Simulation{Contact: w.Contact, Tags: w.ConversationTags, Clock: w.Now.UnixMilli()}
		if in.NoPhone {
			s.Contact.Phone = ""
		}
	} else {
		s.Simulation = *state
	}
	s.w.NewID = s.id
	events, err := s.pass()
	if err != nil {
		return SimulationTurn{}, fmt.Errorf("simulate: %w", err)
	}
	sprint, err := s.play()
	if err != nil {
		return SimulationTurn{}, fmt.Errorf("simulate: %w", err)
	}
	s.take(sprint)
	return SimulationTurn{State: s.Simulation, Events: append(events, sprint.Events...)}, nil
}

// simulation is one turn at work.
type simulation struct {
	Simulation
	p  *Program
	in SimulationInput
	w  World
}

func (s *simulation) play() (Sprint, error) {
	switch s.in.Kind {
	case "start":
		trg := run.Trigger{Kind: "test"}
		for _, t := range Triggers(s.p) {
			if s.in.Trigger == "" || t.ID == s.in.Trigger {
				trg.ID, trg.Kind = t.ID, t.Kind
				break
			}
		}
		if s.in.Content != nil {
			msg, fresh := s.deliver()
			if !fresh {
				return s.ignored(msg, IgnoredDuplicate), nil
			}
			trg.Message = msg
		}
		return s.start(trg)
	case "message":
		return s.message()
	case "time":
		if wait := s.Snapshot.Wait; wait == nil || wait.Until == 0 {
			return Sprint{}, fmt.Errorf("the run waits for no time")
		}
		return s.expire()
	case "clock": // pass has done it
		return Sprint{Snapshot: s.Snapshot}, nil
	case "jump":
		return s.jump()
	case "effect":
		result, err := s.result()
		if err != nil {
			return Sprint{}, err
		}
		return s.resume(run.Input{Kind: run.InputEffect, Effect: result})
	}
	return Sprint{}, fmt.Errorf("unknown input %q", s.in.Kind)
}

// message goes to the run; when none is live, the triggers decide.
func (s *simulation) message() (Sprint, error) {
	if s.in.Content == nil {
		return Sprint{}, fmt.Errorf("a message without content")
	}
	before := s.Spoke
	msg, fresh := s.deliver()
	switch {
	case !fresh:
		return s.ignored(msg, IgnoredDuplicate), nil
	case s.Snapshot.Status.Live():
		return s.resume(run.Input{Kind: run.InputMessage, Message: msg})
	}
	facts := flow.Facts{First: before == 0, SilentSince: before, InHours: s.w.Hours.Open(s.now())}
	for i, m := range Matchers(s.p) {
		if _, ok := m.Match(*msg, facts); ok {
			t := Triggers(s.p)[i]
			return s.start(run.Trigger{ID: t.ID, Kind: t.Kind, Message: msg})
		}
	}
	return s.ignored(msg, IgnoredNoMatch), nil
}

func (s *simulation) start(trg run.Trigger) (Sprint, error) {
	if s.Open == 0 {
		s.Open = s.Clock
	}
	return Start(s.p, s.id(), trg, s.in.Vars, s.world())
}

func (s *simulation) resume(in run.Input) (Sprint, error) {
	return Resume(s.p, s.Snapshot, in, s.world())
}

// ignored is a message that changes nothing.
func (s *simulation) ignored(msg *message.Inbound, code string) Sprint {
	return Sprint{Snapshot: s.Snapshot, Events: []run.Event{{Kind: run.InputIgnored, At: s.Clock, Message: msg.ID, Code: code}}}
}

// deliver brings the message; fresh is false when it was there before.
func (s *simulation) deliver() (msg *message.Inbound, fresh bool) {
	id := s.in.MessageID
	if id == "" {
		id = s.id()
	}
	msg = &message.Inbound{ID: id, At: s.Clock, Content: *s.in.Content}
	if slices.Contains(s.Seen, id) {
		return msg, false
	}
	s.Seen = append(slices.Clone(s.Seen[max(0, len(s.Seen)-seenLimit+1):]), id)
	s.Spoke, s.Open = s.Clock, s.Clock
	return msg, true
}

func (s *simulation) id() string {
	s.IDs++
	return fmt.Sprintf("00000000-0000-7000-8000-%012d", s.IDs)
}

func (s *simulation) now() time.Time {
	zone := s.w.Zone
	if zone == nil {
		zone = time.UTC
	}
	return time.UnixMilli(s.Clock).In(zone)
}

// world is what the engine is told of the pretended one.
func (s *simulation) world() World {
	w := s.w
	w.Contact, w.ConversationTags, w.Now, w.WindowUntil = s.Contact, s.Tags, s.now(), time.Time{}
	switch {
	case s.in.Window == "closed":
	case s.in.Window == "open":
		w.WindowUntil = w.Now.Add(simulatedWindow)
	case s.Open > 0:
		w.WindowUntil = time.UnixMilli(s.Open).Add(simulatedWindow)
	}
	if problem := s.in.TemplateProblem; problem != "" {
		w.TemplateProblem = func(string, string) string { return problem }
	}
	return w
}

// result is what the chosen outcome of an effect looks like.
func (s *simulation) result() (*run.EffectResult, error) {
	if s.Effect == nil {
		return nil, fmt.Errorf("no call is waiting")
	}
	r := run.EffectResult{ID: s.Effect.ID}
	sample := step.Sample(s.config(s.Effect.Step))
	choice := s.in.Choice
	if choice == "pretend" {
		if choice = "sample"; sample == "" {
			choice = "fail"
		}
	}
	switch choice {
	case "sample":
		r.Status, r.Body = 200, "{}"
		if sample != "" {
			r.Body = sample
		}
	case "fail":
		r.Error = "connect"
		if s.in.Result != nil && s.in.Result.Error != "" {
			r.Error = s.in.Result.Error
		}
		return &r, nil
	case "real", "hand":
		if s.in.Result == nil {
			return nil, fmt.Errorf("the call was not made")
		}
		r = *s.in.Result
		r.ID = s.Effect.ID
	default:
		return nil, fmt.Errorf("unknown choice %q", choice)
	}
	if r.JSON == nil && json.Valid([]byte(r.Body)) {
		r.JSON = json.RawMessage(r.Body)
	}
	return &r, nil
}

// config of a step of the flow in which the run stands, which may be a called one.
func (s *simulation) config(id string) json.RawMessage {
	p := s.p
	if n := len(s.Snapshot.Frames); n > 0 && s.Snapshot.Frames[n-1].Version != p.opt.VersionID && s.w.Program != nil {
		p = s.w.Program(s.Snapshot.Frames[n-1].Version)
	}
	if p == nil {
		return nil
	}
	if i, ok := p.index[id]; ok {
		return p.steps[i].step.Config
	}
	return nil
}

// take keeps what the sprint left, and applies its changes to the pretended contact.
func (s *simulation) take(sprint Sprint) {
	s.Snapshot = sprint.Snapshot
	for i := range sprint.Events {
		e := &sprint.Events[i]
		switch e.Kind {
		case run.ContactChanged:
			s.Contact.Set(e.Change.Field, e.Change.Value)
		case run.TagsChanged:
			if e.Tags.Scope == "conversation" {
				s.Tags = e.Tags.Apply(s.Tags)
			} else {
				s.Contact.Tags = e.Tags.Apply(s.Contact.Tags)
			}
		case run.EffectAsked:
			s.Effect = e.Effect
		}
	}
	if s.Snapshot.Wait == nil || s.Snapshot.Wait.Kind != run.WaitEffect {
		s.Effect = nil
	}
}

// UnpackSimulation reads a state that was written as JSON. It comes from outside:
// nothing in it is trusted beyond its form.
func UnpackSimulation(data []byte) (*Simulation, error) {
	if len(data) > SimulationLimit {
		return nil, fmt.Errorf("unpack simulation: larger than %d bytes", SimulationLimit)
	}
	var st Simulation
	if err := json.Unmarshal(data, &st); err != nil {
		return nil, fmt.Errorf("unpack simulation: %w", err)
	}
	if st.Clock <= 0 || len(st.Snapshot.Frames) > run.FramesLimit {
		return nil, fmt.Errorf("unpack simulation: not a conversation")
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
