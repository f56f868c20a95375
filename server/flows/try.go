package flows

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"flusso/engine"
	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/run"
	"flusso/server/fault"
	"flusso/server/store"
)

const (
	// triedStep and triedKey name the only step of the document that a trial runs on.
	triedStep = "triedstep"
	triedKey  = "tried"
	// tryTime is how long a person waits for the answer of a test request, however
	// long the step itself may: it stays below the time that one request has.
	tryTime = 20 * time.Second
	// maxTryValues that are given at once: no step uses so many variables.
	maxTryValues = 200
)

// Given are values that a person gives for variables, by path.
type Given map[string]json.RawMessage

// CallTry is a step that calls another system, tried by itself.
type CallTry struct {
	Kind     string          `json:"kind" doc:"Kind of the step"`
	Config   json.RawMessage `json:"config" doc:"As it is drawn now, saved or not"`
	Language string          `json:"language,omitempty"`
	Values   Given           `json:"values,omitempty" doc:"What its variables hold, by path: contact.first_name, step.order.value, var.total"`
}

// CallAnswer is what was sent, and what came back.
type CallAnswer struct {
	Request  *run.HTTPRequest  `json:"request,omitempty" doc:"Without it nothing was sent, and problems say why"`
	Result   *run.EffectResult `json:"result,omitempty"`
	Problems []Trouble         `json:"problems" doc:"What was noticed while the request was made"`
}

// Trouble is a problem event in short.
type Trouble struct {
	Code   string            `json:"code"`
	Params map[string]string `json:"params,omitempty"`
}

// ExpressionTry is a text with {{ expressions }}, filled in by itself.
type ExpressionTry struct {
	Text     string `json:"text"`
	Language string `json:"language,omitempty"`
	Values   Given  `json:"values,omitempty" doc:"What its variables hold, by path"`
}

// ExpressionAnswer is what the text says then.
type ExpressionAnswer struct {
	Text     string    `json:"text"`
	Type     string    `json:"type" enum:"text,number,boolean,list,object,date,nothing" doc:"Of the value, when the text is one expression"`
	Problems []Trouble `json:"problems"`
	Error    *Trouble  `json:"error,omitempty" doc:"Why it cannot be read: a code with parameters, of them why in English"`
	At       int       `json:"at,omitempty" doc:"Where in the text the error is, in UTF-16 units; -1: not known"`
}

// TryCall makes the call of a step for real, once, and changes nothing of ours.
// The audit log keeps who sent it and where to: it leaves the program.
func (s *Service) TryCall(ctx context.Context, id store.FlowID, t CallTry, by By) (CallAnswer, error) {
	out := CallAnswer{Problems: []Trouble{}}
	doc, err := s.tried(ctx, id, t.Language)
	if err != nil {
		return out, err
	}
	if !s.cat.HasStep(t.Kind) {
		return out, fault.Fields(fault.At("/kind", fault.Unknown))
	}
	doc.Steps = []flow.Step{{ID: triedStep, Key: triedKey, Name: triedKey, Kind: t.Kind, Config: t.Config}}
	p, _ := s.draft(id.String(), "", doc)
	play, err := s.play(ctx, doc, p)
	if err != nil {
		return out, err
	}
	snap, who, err := s.planted(t.Values)
	if err != nil {
		return out, err
	}
	w := play.world(Turn{Contact: &who})
	now := w.Now.UnixMilli()
	st := &engine.Simulation{Snapshot: snap, Contact: w.Contact, Clock: now, Open: now}
	turn, err := play.one(st, engine.SimulationInput{Kind: "jump", Step: triedStep}, w)
	if err != nil {
		return out, err
	}
	for _, e := range turn.Events {
		if e.Kind == run.Problem {
			out.Problems = append(out.Problems, Trouble{e.Code, e.Params})
		}
	}
	effect := turn.State.Effect
	if effect == nil || effect.HTTP == nil {
		if len(out.Problems) == 0 {
			return out, fault.Fields(fault.At("/kind", fault.Malformed))
		}
		return out, nil
	}
	if s.caller == nil {
		return out, fault.SimulationBroken.New()
	}
	q := *effect.HTTP
	q.Timeout = min(q.Timeout, int(tryTime/time.Millisecond))
	// Nobody learns from the audit log what was in the address.
	place := map[string]string{"method": q.Method}
	if u, err := url.Parse(q.URL); err == nil {
		place["host"] = u.Host
	}
	if err := s.st.Write(ctx, func(tx *store.Tx) error { return tx.Note(by.Name, "request_tested", "flow:"+id.String(), place) }); err != nil {
		return out, err
	}
	res := s.caller.Call(ctx, s.fresh(run.Effect{Kind: effect.Kind, Step: effect.Step, HTTP: &q}))
	out.Request, out.Result = &q, &res
	return out, nil
}

// fresh gives a call an id of its own: it goes out as the Idempotency-Key, and
// a tester's ids are the same in every conversation.
func (s *Service) fresh(e run.Effect) run.Effect {
	e.ID = s.ids.New().String()
	return e
}

// triedScope is where a part of a step is tried by itself: now, with given values.
func (s *Service) triedScope(ctx context.Context, doc flow.Document, values Given) (*run.Scope, error) {
	where, err := s.place(ctx, doc)
	if err != nil {
		return nil, err
	}
	snap, who, err := s.planted(values)
	if err != nil {
		return nil, err
	}
	return &run.Scope{Now: s.st.Now().In(where.zone), Language: doc.Settings.Language, Country: where.country, Hours: where.hours,
		NewID: func() string { return s.ids.New().String() }, Contact: who, Snapshot: &snap, StepID: triedStep, StepKey: triedKey}, nil
}

// TryExpression fills a text in with given values.
func (s *Service) TryExpression(ctx context.Context, id store.FlowID, t ExpressionTry) (ExpressionAnswer, error) {
	out := ExpressionAnswer{Type: "text", Problems: []Trouble{}}
	doc, err := s.tried(ctx, id, t.Language)
	if err != nil {
		return out, err
	}
	parsed, err := expr.ParseTemplate(t.Text)
	if err != nil {
		why := expr.Reason(err)
		out.Error, out.At = &Trouble{flow.CodeBadExpression, paired(why.Pairs())}, -1
		if why.At >= 0 && why.At <= len(t.Text) {
			out.At = message.Length(t.Text[:why.At])
		}
		return out, nil
	}
	scope, err := s.triedScope(ctx, doc, t.Values)
	if err != nil {
		return out, err
	}
	value, _ := parsed.Value(scope)
	text, problems := parsed.Text(scope)
	out.Text, out.Type = text, typeOf(expr.Simple(value))
	for _, p := range problems {
		out.Problems = append(out.Problems, Trouble{p.Code, paired(p.Pairs())})
	}
	return out, nil
}

func paired(pairs []string) map[string]string {
	out := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		out[pairs[i]] = pairs[i+1]
	}
	return out
}

func typeOf(v any) string {
	switch v.(type) {
	case nil:
		return "nothing"
	case string:
		return "text"
	case bool:
		return "boolean"
	case []any:
		return "list"
	case map[string]any:
		return "object"
	case int, int64, float64:
		return "number"
	}
	return "date"
}

// tried is a document with the settings of the draft and nothing else.
func (s *Service) tried(ctx context.Context, id store.FlowID, language string) (flow.Document, error) {
	row, err := s.st.Flow(ctx, id)
	if err != nil {
		return flow.Document{}, missing(err)
	}
	doc, err := read(row.DraftJSON)
	if err != nil {
		return doc, err
	}
	doc.Steps, doc.Connections, doc.Triggers, doc.Layout = nil, nil, nil, nil
	if language != "" {
		doc.Settings.Language = language
	}
	return doc, nil
}

// planted is a run that stands where its variables hold the given values, and
// the person who is in it.
func (s *Service) planted(values Given) (run.Snapshot, run.Contact, error) {
	who := run.Contact{ID: s.ids.New().String()}
	snap := run.Snapshot{V: 1, ID: s.ids.New().String(), Status: run.Running, StartedAt: s.st.Now().UnixMilli(), Trigger: &run.Trigger{Kind: "test"},
		Frames: []run.Frame{{Version: draftVersion, Step: triedStep}}}
	if len(values) > maxTryValues {
		return snap, who, fault.Fields(fault.At("/values", fault.TooMuch, "max", maxTryValues))
	}
	paths := make([]string, 0, len(values))
	for path := range values {
		paths = append(paths, path)
	}
	slices.Sort(paths) // so that the same values give the same run
	answers, vars := branch{}, branch{}
	for _, path := range paths {
		parts := strings.FieldsFunc(path, func(r rune) bool { return strings.ContainsRune(".?[]", r) })
		if len(parts) < 2 || len(parts) > expr.MaxPath {
			continue
		}
		switch parts[0] {
		case "contact":
			who.Set(strings.Join(parts[1:], "."), values[path]) // an unknown field stays empty, as for a person
		case "step":
			answers.put(parts[1:], values[path])
		case "var":
			vars.put(parts[1:], values[path])
		}
	}
	frame := &snap.Frames[0]
	for _, key := range answers.keys() {
		data, err := json.Marshal(answers[key].settle())
		if err != nil {
			return snap, who, fault.Fields(fault.At("/values", fault.Malformed))
		}
		frame.Answers = append(frame.Answers, run.Answer{Key: key, Value: data})
	}
	if len(vars) > 0 {
		all := map[string]any{}
		for key, b := range vars {
			all[key] = b.settle()
		}
		data, err := json.Marshal(all)
		if err != nil {
			return snap, who, fault.Fields(fault.At("/values", fault.Malformed))
		}
		snap.Variables = data
	}
	return snap, who, nil
}

// twig is a value, its members, or both: an answer has a value and a label.
type twig struct {
	value   json.RawMessage
	members branch
}

type branch map[string]*twig

func (b branch) put(path []string, value json.RawMessage) {
	t := b[path[0]]
	if t == nil {
		t = &twig{members: branch{}}
		b[path[0]] = t
	}
	if len(path) == 1 {
		t.value = value
		return
	}
	t.members.put(path[1:], value)
}

func (b branch) keys() []string {
	keys := make([]string, 0, len(b))
	for k := range b {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// settle gives the value that the members make up; numbered ones make a list.
func (t *twig) settle() any {
	if len(t.members) == 0 {
		return t.value
	}
	all, last := map[string]any{}, -1
	for _, k := range t.members.keys() {
		all[k] = t.members[k].settle()
		if n, err := strconv.Atoi(k); err == nil && n >= 0 && n <= maxPlace && last != notNumbered {
			last = max(last, n)
		} else {
			last = notNumbered
		}
	}
	if len(t.value) > 0 {
		all["value"] = t.value
		return all
	}
	if last == notNumbered {
		return all
	}
	list := make([]any, last+1)
	for k, v := range all {
		n, err := strconv.Atoi(k)
		if err == nil {
			list[n] = v
		}
	}
	return list
}

const (
	// maxPlace in a list that a path names: further down nobody has a sample.
	maxPlace    = 200
	notNumbered = -2
)
