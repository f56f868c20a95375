// Package engine runs flows: a function from a program, a snapshot and an
// input to a new snapshot and the facts in between. It does no input or
// output, reads no clock and makes no random numbers of its own.
package engine

import (
	"encoding/json"
	"fmt"
	"time"

	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/hours"
	"flusso/engine/run"
	"flusso/engine/step"
)

// Program is a version parsed and compiled once. It is immutable and safe for
// concurrent use.
type Program struct {
	doc      flow.Document
	opt      CompileOptions
	steps    []node
	index    map[string]int
	first    int // of the first step, or none
	matchers []flow.Matcher
	defaults map[string]json.RawMessage // of declared variables
}

type node struct {
	step   flow.Step
	runner step.Runner // nil: cannot run, see Lenient
	exits  map[string]int
	// noInterrupt keeps interrupting words away while the step waits.
	noInterrupt bool
}

// none is the index of no step.
const none = -1

// CompileOptions name the version for the snapshots made with it.
type CompileOptions struct {
	VersionID string
	FlowID    string
	FlowName  string
	// Lenient makes a program of a document with errors, for testing drafts:
	// a broken step is reported when a run reaches it.
	Lenient bool
}

// Compile makes a document ready to run. With errors among the issues there
// is no program, unless opt.Lenient.
func Compile(doc flow.Document, cat *step.Registry, opt CompileOptions) (*Program, []flow.Issue) {
	issues := flow.Check(doc, cat)
	if flow.HasErrors(issues) && !opt.Lenient {
		return nil, issues
	}
	broken := map[string]bool{}
	for _, i := range issues {
		if i.Severity == flow.SeverityError && i.Field != "" {
			broken[i.Step] = true
		}
	}
	p := &Program{doc: doc, opt: opt, index: make(map[string]int, len(doc.Steps)), first: none, defaults: map[string]json.RawMessage{}}
	for i, s := range doc.Steps {
		n := node{step: s, exits: map[string]int{}, noInterrupt: noInterrupt(s.Config)}
		if r, err := cat.Build(s.Kind, s.Config); err == nil && !broken[s.ID] {
			n.runner = r
		}
		p.steps = append(p.steps, n)
		p.index[s.ID] = i
	}
	for _, c := range doc.Connections {
		to, ok := p.index[c.To]
		if !ok {
			continue
		}
		if c.From == flow.Start {
			p.first = to
		} else if from, ok := p.index[c.From]; ok {
			p.steps[from].exits[c.Exit] = to
		}
	}
	for _, t := range doc.Triggers {
		p.matchers = append(p.matchers, flow.NewMatcher(t))
	}
	for _, v := range doc.Variables {
		if v.Default != "" {
			p.defaults[v.Key] = defaultValue(v)
		}
	}
	return p, issues
}

// noInterrupt reads the one member that every waiting kind shares.
func noInterrupt(config json.RawMessage) bool {
	var c struct {
		NoInterrupt bool `json:"no_interrupt"`
	}
	return json.Unmarshal(config, &c) == nil && c.NoInterrupt
}

func defaultValue(v flow.Variable) json.RawMessage {
	switch v.Type {
	case "number", "boolean", "list", "any":
		if json.Valid([]byte(v.Default)) {
			return json.RawMessage(v.Default)
		}
	}
	data, err := json.Marshal(v.Default)
	if err != nil {
		return json.RawMessage(`""`)
	}
	return data
}

// Triggers of the program's document.
func Triggers(p *Program) []flow.Trigger { return p.doc.Triggers }

// Matchers are the triggers made ready, in the order of Triggers.
func Matchers(p *Program) []flow.Matcher { return p.matchers }

// Settings of the program's document.
func Settings(p *Program) flow.Settings { return p.doc.Settings }

// Variables that the flow declares.
func Variables(p *Program) []flow.Variable { return p.doc.Variables }

// StepName is what people call a step, or "".
func StepName(p *Program, id string) string {
	if i, ok := p.index[id]; ok {
		return p.steps[i].step.Name
	}
	return ""
}

// World is what the engine cannot know by itself.
type World struct {
	Now              time.Time
	Zone             *time.Location  // of the account; nil: UTC
	Language         string          // when the flow names none
	Country          string          // when the flow names none
	Hours            *hours.Schedule // of the number, in Zone; nil: always open
	WindowUntil      time.Time       // the end of the 24 h window; zero: it is closed
	NewID            func() string   // UUIDv7
	Contact          run.Contact
	ConversationTags []string

	// Program gives a version by its id, for a run that is inside a called
	// flow; nil when there is none. It keeps old versions as long as somebody
	// is in them. May be nil: no flow can be called.
	Program func(version string) *Program
	// Live gives the live version of a flow by the flow's id; nil when it was
	// deleted, not published or paused. May be nil.
	Live func(flow string) *Program
	// TemplateProblem says why an approved template cannot be sent now
	// (template_missing, template_not_approved, template_paused), or "". nil:
	// every one can.
	TemplateProblem func(name, language string) string
}

// Sprint is one turn of the engine.
type Sprint struct {
	Snapshot run.Snapshot
	Events   []run.Event
}

// variables merges what the starter gave with what the flow declares.
func (p *Program) variables(given json.RawMessage) (json.RawMessage, error) {
	if len(p.defaults) == 0 {
		if len(given) > 0 && given[0] != '{' {
			return nil, ErrVariables
		}
		return given, nil
	}
	all := map[string]json.RawMessage{}
	if len(given) > 0 {
		if err := json.Unmarshal(given, &all); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrVariables, err)
		}
	}
	for k, v := range p.defaults {
		if had, ok := all[k]; !ok || string(had) == "null" {
			all[k] = v
		}
	}
	return json.Marshal(all)
}

func (p *Program) scope(snap *run.Snapshot, w World) *run.Scope {
	zone := w.Zone
	if zone == nil {
		zone = time.UTC
	}
	return &run.Scope{
		Now: w.Now.In(zone), Language: or(p.doc.Settings.Language, w.Language), Country: or(p.doc.Settings.Country, w.Country),
		Hours: w.Hours, WindowUntil: w.WindowUntil, TemplateProblem: w.TemplateProblem, FlowName: p.opt.FlowName, NewID: w.NewID, Contact: w.Contact,
		ConversationTags: w.ConversationTags, Snapshot: snap,
		Events: make([]run.Event, 0, 8),
	}
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

var _ expr.Scope = (*run.Scope)(nil)
