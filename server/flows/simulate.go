package flows

import (
	"context"
	"encoding/json"
	"time"

	"flusso/engine"
	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/run"
	"flusso/server/fault"
	"flusso/server/store"
)

// maxState is the largest state that a tester may send back, in bytes: the snapshot's limit and
// the contact, with room.
const maxState = 256 << 10

// maxMore is how many messages come in one breath at most: nobody types more
// before an answer.
const maxMore = 20

// Turn is one turn of a test conversation. It runs on the production engine and writes nothing.
type Turn struct {
	Document  json.RawMessage `json:"document,omitempty" doc:"What to test; without it the draft"`
	State     json.RawMessage `json:"state,omitempty" doc:"As the turn before gave it; without it a new conversation"`
	Input     *TurnInput      `json:"input,omitempty" doc:"Without it the flow is started"`
	Contact   *run.Contact    `json:"contact,omitempty" doc:"Who is talking, for a new conversation"`
	Language  string          `json:"language,omitempty"`
	Variables json.RawMessage `json:"variables,omitempty" doc:"Execution variables, for a new conversation"`
	Now       *time.Time      `json:"now,omitempty" doc:"The clock: of a new conversation, or moved on to"`
	Window    string          `json:"window,omitempty" enum:"open,closed" doc:"The 24 hours of WhatsApp; without it they run by the clock"`
	// TemplateProblem makes every template fail as Meta would.
	TemplateProblem string `json:"template_problem,omitempty" enum:"template_missing,template_not_approved,template_paused"`
}

// TurnInput is what happens in a turn.
type TurnInput struct {
	Kind    string            `json:"kind" enum:"start,message,time,effect"`
	Trigger string            `json:"trigger,omitempty" doc:"Id of the trigger that starts the flow"`
	Content *message.Content  `json:"content,omitempty" doc:"What the person writes or taps"`
	More    []message.Content `json:"more,omitempty" doc:"Further messages in the same breath"`
	Twice   bool              `json:"twice,omitempty" doc:"WhatsApp delivers the message a second time"`
	Choice  string            `json:"choice,omitempty" enum:"real,sample,fail" doc:"What to do about a call"`
	Result  *run.EffectResult `json:"result,omitempty" doc:"The sample answer of a call"`
}

// TurnResult is what became of a turn.
type TurnResult struct {
	State     json.RawMessage            `json:"state"`
	Events    []run.Event                `json:"events"`
	Messages  []message.Content          `json:"messages"`
	Wait      *run.Wait                  `json:"wait,omitempty"`
	Status    run.Status                 `json:"status"`
	Step      string                     `json:"step"`
	Variables map[string]json.RawMessage `json:"variables"`
	Effect    *run.Effect                `json:"pending_effect,omitempty"`
	Contact   run.Contact                `json:"contact"`
	Clock     time.Time                  `json:"clock"`
	Issues    []flow.Issue               `json:"issues"`
}

// state is what a test conversation remembers between turns. It travels with the browser.
type state struct {
	Snapshot *run.Snapshot `json:"snapshot,omitempty"`
	Contact  run.Contact   `json:"contact"`
	Tags     []string      `json:"tags,omitempty"`
	Effect   *run.Effect   `json:"effect,omitempty"`
	Clock    int64         `json:"clock"`
	// Spoke is when the person last wrote: the window of 24 hours.
	Spoke int64 `json:"spoke,omitempty"`
}

// Simulate plays one turn.
func (s *Service) Simulate(ctx context.Context, id store.FlowID, t Turn) (TurnResult, error) {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return TurnResult{}, missing(err)
	}
	var doc flow.Document
	if len(t.Document) > 0 && string(t.Document) != "null" {
		doc, err = parse(t.Document)
	} else {
		doc, err = read(row.DraftJSON)
	}
	if err != nil {
		return TurnResult{}, err
	}
	st, err := s.state(t)
	if err != nil {
		return TurnResult{}, err
	}
	where, err := s.place(ctx, doc)
	if err != nil {
		return TurnResult{}, err
	}
	p, issues := engine.Compile(doc, s.cat, engine.CompileOptions{VersionID: draftVersion, FlowID: id.String(), FlowName: row.Name, Lenient: true})
	if issues == nil {
		issues = []flow.Issue{}
	}
	play := &play{s: s, ctx: ctx, doc: doc, p: p, st: st, place: where, turn: t}
	return play.whole(issues)
}

// whole plays a turn with all its messages.
func (p *play) whole(issues []flow.Issue) (TurnResult, error) {
	in := p.turn.Input
	if in != nil && len(in.More) > maxMore {
		return TurnResult{}, fault.Fields(fault.At("/input/more", fault.TooMuch, "max", maxMore))
	}
	sprint, err := p.turnOf(p.ctx)
	if err != nil {
		return TurnResult{}, err
	}
	out, err := p.result(sprint, issues)
	if err != nil || in == nil || in.Kind != "message" && in.Kind != "start" {
		return out, err
	}
	for i := range in.More {
		p.turn.Input = &TurnInput{Kind: "message", Content: &in.More[i]}
		if sprint, err = p.turnOf(p.ctx); err != nil {
			return TurnResult{}, err
		}
		next, err := p.result(sprint, issues)
		if err != nil {
			return TurnResult{}, err
		}
		next.Events, next.Messages = append(out.Events, next.Events...), append(out.Messages, next.Messages...)
		out = next
	}
	if in.Twice { // the store knows the message: nothing happens
		out.Events = append(out.Events, run.Event{Kind: run.InputIgnored, At: p.st.Clock, Code: "duplicate"})
	}
	return out, nil
}

func (s *Service) state(t Turn) (*state, error) {
	st := &state{Clock: store.Millis(s.st.Now())}
	if len(t.State) > 0 && string(t.State) != "null" {
		if len(t.State) > maxState || json.Unmarshal(t.State, st) != nil || st.Clock <= 0 {
			return nil, fault.SimulationBroken.New()
		}
		if t.Now != nil {
			st.Clock = max(st.Clock, t.Now.UnixMilli())
		}
		return st, nil
	}
	if t.Now != nil {
		st.Clock = t.Now.UnixMilli()
	}
	if t.Contact != nil {
		st.Contact = *t.Contact
	}
	if st.Contact.ID == "" {
		st.Contact.ID = s.ids.New().String()
	}
	return st, nil
}

// play is one turn at work.
type play struct {
	s     *Service
	ctx   context.Context
	doc   flow.Document
	p     *engine.Program
	st    *state
	place place
	turn  Turn
	calls map[string]*engine.Program // called flows, by version
	// before is when the person wrote before the message of this turn.
	before int64
}

func (p *play) turnOf(ctx context.Context) (engine.Sprint, error) {
	in := p.turn.Input
	if in == nil {
		in = &TurnInput{Kind: "start"}
	}
	live := p.st.Snapshot != nil && p.st.Snapshot.Status.Live() && p.st.Snapshot.Wait != nil
	switch in.Kind {
	case "start":
		return p.start(in)
	case "message":
		if in.Content == nil {
			return engine.Sprint{}, fault.Fields(fault.At("/input/content", fault.Required))
		}
		msg := p.inbound(*in.Content)
		if live {
			return p.resume(run.Input{Kind: run.InputMessage, Message: &msg})
		}
		for i, m := range engine.Matchers(p.p) { // the conversation has ended: it may start the flow again
			if _, ok := m.Match(msg, p.facts()); ok {
				t := engine.Triggers(p.p)[i]
				return p.begin(run.Trigger{ID: t.ID, Kind: t.Kind, Message: &msg})
			}
		}
		return p.ignored(msg), nil
	case "time":
		if !live || p.st.Snapshot.Wait.Until == 0 {
			return engine.Sprint{}, fault.SimulationBroken.New()
		}
		p.st.Clock = max(p.st.Clock, p.st.Snapshot.Wait.Until)
		return p.resume(run.Input{Kind: run.InputTime})
	case "effect":
		if !live || p.st.Effect == nil {
			return engine.Sprint{}, fault.SimulationBroken.New()
		}
		res, err := p.call(ctx, in)
		if err != nil {
			return engine.Sprint{}, err
		}
		return p.resume(run.Input{Kind: run.InputEffect, Effect: &res})
	}
	return engine.Sprint{}, fault.Fields(fault.At("/input/kind", fault.NotOneOf, "values", "start, message, time, effect"))
}

func (p *play) inbound(c message.Content) message.Inbound {
	p.before, p.st.Spoke = p.st.Spoke, p.st.Clock
	return message.Inbound{ID: p.s.ids.New().String(), At: p.st.Clock, Content: c}
}

// start begins with a trigger: the one that was asked for, else the first.
func (p *play) start(in *TurnInput) (engine.Sprint, error) {
	trg := run.Trigger{Kind: "test"}
	for _, t := range p.doc.Triggers {
		if in.Trigger == "" || t.ID == in.Trigger {
			trg.ID, trg.Kind = t.ID, t.Kind
			break
		}
	}
	if in.Content != nil {
		msg := p.inbound(*in.Content)
		trg.Message = &msg
	}
	return p.begin(trg)
}

func (p *play) begin(trg run.Trigger) (engine.Sprint, error) {
	sprint, err := engine.Start(p.p, p.s.ids.New().String(), trg, p.turn.Variables, p.world())
	if err != nil {
		return sprint, fault.BadRequest.With("reason", err.Error())
	}
	return sprint, nil
}

func (p *play) resume(in run.Input) (engine.Sprint, error) {
	sprint, err := engine.Resume(p.p, *p.st.Snapshot, in, p.world())
	if err != nil { // only a state that somebody made up can bring the engine here
		return sprint, fault.SimulationBroken.Because(err)
	}
	return sprint, nil
}

// ignored is a message that nothing takes: in the real world a person would have to answer it.
func (p *play) ignored(msg message.Inbound) engine.Sprint {
	out := engine.Sprint{Events: []run.Event{{Kind: run.InputIgnored, At: p.st.Clock, Message: msg.ID, Code: "nothing_matches"}}}
	if p.st.Snapshot != nil {
		out.Snapshot = *p.st.Snapshot
	}
	return out
}

// call does what the tester chose about an HTTP call.
func (p *play) call(ctx context.Context, in *TurnInput) (run.EffectResult, error) {
	res := run.EffectResult{ID: p.st.Effect.ID}
	switch in.Choice {
	case "real":
		if p.s.caller == nil {
			return res, fault.SimulationBroken.New()
		}
		return p.s.caller.Call(ctx, *p.st.Effect), nil
	case "fail":
		res.Error = "connect"
		return res, nil
	}
	if in.Result != nil {
		res = *in.Result
		res.ID = p.st.Effect.ID
		if res.JSON == nil && json.Valid([]byte(res.Body)) {
			res.JSON = json.RawMessage(res.Body)
		}
		return res, nil
	}
	res.Status, res.Body, res.JSON = 200, "{}", json.RawMessage("{}")
	for _, s := range p.doc.Steps { // the sample that was saved with the step
		if s.ID != p.st.Effect.Step {
			continue
		}
		var c struct {
			Sample json.RawMessage `json:"sample"`
		}
		if json.Unmarshal(s.Config, &c) != nil || len(c.Sample) == 0 {
			continue
		}
		body := string(c.Sample)
		var text string
		if json.Unmarshal(c.Sample, &text) == nil {
			body = text
		}
		if body != "" {
			res.Body, res.JSON = body, nil
			if json.Valid([]byte(body)) {
				res.JSON = json.RawMessage(body)
			}
		}
	}
	return res, nil
}

// result applies what the sprint changed to the test contact and packs the state.
func (p *play) result(sprint engine.Sprint, issues []flow.Issue) (TurnResult, error) {
	out := TurnResult{Events: sprint.Events, Messages: []message.Content{}, Variables: map[string]json.RawMessage{}, Issues: issues}
	if out.Events == nil {
		out.Events = []run.Event{}
	}
	for _, e := range sprint.Events {
		switch {
		case e.Kind == run.MessageQueued && e.Content != nil:
			out.Messages = append(out.Messages, *e.Content)
		case e.Kind == run.ContactChanged && e.Change != nil:
			p.st.Contact.Set(e.Change.Field, e.Change.Value)
		case e.Kind == run.TagsChanged && e.Tags != nil && e.Tags.Scope == "conversation":
			p.st.Tags = e.Tags.Apply(p.st.Tags)
		case e.Kind == run.TagsChanged && e.Tags != nil:
			p.st.Contact.Tags = e.Tags.Apply(p.st.Contact.Tags)
		case e.Kind == run.EffectAsked:
			p.st.Effect = e.Effect
		case e.Kind == run.EffectDone, e.Kind == run.RunEnded:
			p.st.Effect = nil
		}
	}
	if sprint.Snapshot.ID != "" {
		p.st.Snapshot = &sprint.Snapshot
		out.Status, out.Wait = sprint.Snapshot.Status, sprint.Snapshot.Wait
		if n := len(sprint.Snapshot.Frames); n > 0 {
			f := sprint.Snapshot.Frames[n-1]
			out.Step = f.Step
			for _, a := range f.Answers {
				out.Variables["step."+a.Key] = a.Value
			}
		}
	}
	out.Effect, out.Contact, out.Clock = p.st.Effect, p.st.Contact, store.Time(p.st.Clock)
	raw, err := json.Marshal(p.st)
	out.State = raw
	return out, err
}
