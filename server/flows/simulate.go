package flows

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"flusso/engine"
	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/run"
	"flusso/server/fault"
	"flusso/server/store"
)

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
	Kind    string            `json:"kind" enum:"start,message,time,effect,clock,again,jump" doc:"time: the wait is over; clock: now has come, and what was due until then happens; again: WhatsApp delivers the last message once more; jump: on at a step"`
	Trigger string            `json:"trigger,omitempty" doc:"Id of the trigger that starts the flow"`
	Step    string            `json:"step,omitempty" doc:"Where a jump leads"`
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
	p, issues := s.draft(id.String(), row.Name, doc)
	if issues == nil {
		issues = []flow.Issue{}
	}
	play, err := s.play(ctx, doc, p)
	if err != nil {
		return TurnResult{}, err
	}
	var st *engine.Simulation
	if len(t.State) > 0 && string(t.State) != "null" {
		if st, err = engine.UnpackSimulation(t.State); err != nil {
			return TurnResult{}, fault.SimulationBroken.Because(err)
		}
	}
	played, err := play.turn(st, t)
	if err != nil {
		return TurnResult{}, err
	}
	return resultOf(played, issues)
}

// draft makes a document ready to be tried, whatever is wrong with it.
func (s *Service) draft(id, name string, doc flow.Document) (*engine.Program, []flow.Issue) {
	return engine.Compile(doc, s.cat, engine.CompileOptions{VersionID: draftVersion, FlowID: id, FlowName: name, Lenient: true})
}

// turn plays a turn with all its messages.
func (p *play) turn(st *engine.Simulation, t Turn) (engine.SimulationTurn, error) {
	in := TurnInput{Kind: "start"}
	if t.Input != nil {
		in = *t.Input
	}
	if err := in.check(t); err != nil {
		return engine.SimulationTurn{}, err
	}
	q := engine.SimulationInput{Kind: in.Kind, Trigger: in.Trigger, Step: in.Step, Content: in.Content, Vars: t.Variables, Window: t.Window, TemplateProblem: t.TemplateProblem}
	w := p.world(t)
	if t.Now != nil && st != nil {
		q.Now = t.Now.UnixMilli()
	}
	switch in.Kind {
	case "effect":
		if err := p.call(&q, in, st); err != nil {
			return engine.SimulationTurn{}, err
		}
	case "again":
		if st == nil || len(st.Seen) == 0 {
			return engine.SimulationTurn{}, fault.SimulationBroken.New()
		}
		q.Kind, q.Content, q.MessageID = "message", &message.Content{Type: message.Text}, st.Seen[len(st.Seen)-1]
	}
	out, err := p.one(st, q, w)
	if err != nil || in.Kind != "message" && in.Kind != "start" {
		return out, err
	}
	for i := range in.More {
		q.Kind, q.Content = "message", &in.More[i]
		if out, err = p.next(out, q, w); err != nil {
			return out, err
		}
	}
	if in.Twice && q.Content != nil {
		q.Kind, q.MessageID = "message", out.State.Seen[len(out.State.Seen)-1]
		out, err = p.next(out, q, w)
	}
	return out, err
}

var inputKinds = []string{"start", "message", "time", "effect", "clock", "again", "jump"}

func (in TurnInput) check(t Turn) error {
	switch {
	case !slices.Contains(inputKinds, in.Kind):
		return fault.Fields(fault.At("/input/kind", fault.NotOneOf, "values", strings.Join(inputKinds, ", ")))
	case in.Kind == "clock" && t.Now == nil:
		return fault.Fields(fault.At("/now", fault.Required))
	case in.Kind == "jump" && in.Step == "":
		return fault.Fields(fault.At("/input/step", fault.Required))
	case in.Kind == "message" && in.Content == nil:
		return fault.Fields(fault.At("/input/content", fault.Required))
	case len(in.More) > maxMore:
		return fault.Fields(fault.At("/input/more", fault.TooMuch, "max", maxMore))
	}
	return nil
}

// next plays one more message of the same breath.
func (p *play) next(before engine.SimulationTurn, q engine.SimulationInput, w engine.World) (engine.SimulationTurn, error) {
	out, err := p.one(&before.State, q, w)
	out.Events = append(before.Events, out.Events...)
	return out, err
}

func (p *play) one(st *engine.Simulation, q engine.SimulationInput, w engine.World) (engine.SimulationTurn, error) {
	out, err := engine.Simulate(p.p, st, q, w)
	switch {
	case errors.Is(err, engine.ErrVariables):
		return out, fault.BadRequest.With("reason", err.Error())
	case err != nil: // only a state or an order of inputs that somebody made up can bring the engine here
		return out, fault.SimulationBroken.Because(err)
	}
	return out, nil
}

// call does what the tester chose about an HTTP call; without a choice the
// given answer holds, else the sample that was saved with the step.
func (p *play) call(q *engine.SimulationInput, in TurnInput, st *engine.Simulation) error {
	q.Choice, q.Result = in.Choice, in.Result
	switch {
	case in.Choice == "fail", in.Choice == "pretend":
		q.Result = nil
	case in.Choice == "real":
		if p.s.caller == nil || st == nil || st.Effect == nil {
			return fault.SimulationBroken.New()
		}
		res := p.s.caller.Call(p.ctx, p.s.fresh(*st.Effect))
		q.Result = &res
	case in.Result != nil:
		q.Choice = "hand"
	default:
		q.Choice = "sample"
	}
	return nil
}

// resultOf shows what a turn gave and packs the state.
func resultOf(t engine.SimulationTurn, issues []flow.Issue) (TurnResult, error) {
	snap := t.State.Snapshot
	out := TurnResult{Events: t.Events, Messages: []message.Content{}, Wait: snap.Wait, Status: snap.Status, Variables: engine.Values(snap),
		Effect: t.State.Effect, Contact: t.State.Contact, Clock: store.Time(t.State.Clock), Issues: issues}
	if out.Events == nil {
		out.Events = []run.Event{}
	}
	for _, e := range t.Events {
		if e.Kind == run.MessageQueued && e.Content != nil {
			out.Messages = append(out.Messages, *e.Content)
		}
	}
	if n := len(snap.Frames); n > 0 {
		out.Step = snap.Frames[n-1].Step
	}
	var err error
	out.State, err = json.Marshal(t.State)
	return out, err
}
