// Package step holds the kinds of steps and of triggers. A kind lives in one
// file: what people read about it, its config whose tags are its form, and
// what it does. Everything else (schema, checks, exits, docs, types of the
// editor) comes from there.
package step

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"flusso/engine/flow"
	"flusso/engine/run"
)

// Kind describes a kind of step whose config is a C.
type Kind[C any] struct {
	Kind     string // snake_case, also the name of its file
	Name     string // what people call it
	Help     string // one sentence
	Group    string // messages, questions, logic, actions, people, triggers
	Icon     string // a tabler icon, without prefix
	Keywords []string
	Order    int // in its group

	Defaults C
	Exits    []ExitRule
	Preview  []PreviewPart
	Outputs  []Output
	Waits    bool // it stands still: a loop through it is honest
	Final    bool // it has no exits on purpose
	Note     bool // a sticky for people: the engine never comes here
	Type     string

	// Enter is what happens when the run comes here.
	Enter func(c *C, s *run.Scope) run.Outcome
	// Resume is what happens when what it waits for comes.
	Resume func(c *C, s *run.Scope, in run.Input) run.Outcome
	// Check finds what the form's tags cannot say.
	Check func(c *C, k *Checker)
	// Outs adds outputs that the config names; nil: none.
	Outs func(c *C) []Output
	// Open says that more members than Outputs may be there.
	Open func(c *C) bool
	// Target is the step that the config jumps to.
	Target func(c *C) string
	// Pause is the longest time that the step lets pass by itself.
	Pause func(c *C) time.Duration
	// Wants names the types that variables in a field must have: number or
	// date by the field's dotted path.
	Wants func(c *C) map[string]string
	// Sets lists the variables that the config writes: keys in var.*.
	Sets func(c *C) []string
	// Refs lists what the config needs outside the document: Kind, ID,
	// Language and Field of each.
	Refs func(c *C) []flow.Reference
}

// Output is something that step.<key> offers to later steps; path "" is the
// value itself. One path may stand there several times, under conditions that
// exclude each other.
type Output struct {
	Path  string `json:"path"`
	Type  string `json:"type"` // text, number, boolean, list, object, date, media
	Label string `json:"label"`
	When  string `json:"when,omitempty" doc:"Condition on the step's config; see exits"`
}

// PreviewPart is a piece of the card and of the live preview.
type PreviewPart struct {
	As    string        `json:"as,omitempty"` // bubble, media, options, line; template: with the values of the *_params beside it
	Field string        `json:"field,omitempty"`
	Label string        `json:"label,omitempty"`
	Style string        `json:"style,omitempty"`
	Text  string        `json:"text,omitempty"`
	When  string        `json:"when,omitempty"`
	Each  string        `json:"each,omitempty"`
	Parts []PreviewPart `json:"parts,omitempty"`
}

// Runner is a step of a program: a kind with its config.
type Runner interface {
	Enter(s *run.Scope) run.Outcome
	Resume(s *run.Scope, in run.Input) run.Outcome
}

// kind is what a registered Kind looks like without its type.
type kind struct {
	id, name, help, group, icon, typ string
	keywords                         []string
	order                            int
	defaults                         any
	exits                            []ExitRule
	preview                          []PreviewPart
	outputs                          []Output
	waits, final, note, trigger      bool
	form                             *form
	build                            func(config json.RawMessage) (Runner, error)
	check                            func(config json.RawMessage, k *Checker)
	outs                             func(config json.RawMessage) (list []Output, open bool)
	target                           func(config json.RawMessage) string
	refs                             func(config json.RawMessage) []flow.Reference
	sets                             func(config json.RawMessage) []string
	pause                            func(config json.RawMessage) time.Duration // nil: none
	wants                            func(config json.RawMessage) map[string]string
}

// Registry is a set of kinds. It satisfies flow.Catalog.
type Registry struct {
	steps, triggers map[string]*kind
}

var _ flow.Catalog = (*Registry)(nil)

var standard = &Registry{steps: map[string]*kind{}, triggers: map[string]*kind{}}

// Default is the registry of all kinds that this program has.
func Default() *Registry { return standard }

// Register adds a kind of step. It panics on a double name: that is a mistake
// of the program, seen at its first start.
func Register[C any](k Kind[C]) {
	if k.Enter == nil {
		panic("step kind " + k.Kind + " does nothing")
	}
	add(standard.steps, k, false)
}

// RegisterTrigger adds a kind of trigger: a form without behaviour.
func RegisterTrigger[C any](k Kind[C]) {
	k.Group = "triggers"
	add(standard.triggers, k, true)
}

func add[C any](to map[string]*kind, k Kind[C], trigger bool) {
	if to[k.Kind] != nil {
		panic("step kind " + k.Kind + " is registered twice")
	}
	read := func(config json.RawMessage) (*C, error) {
		c := new(C)
		if len(config) == 0 {
			return c, nil
		}
		return c, json.Unmarshal(config, c)
	}
	made := &kind{
		id: k.Kind, name: k.Name, help: k.Help, group: k.Group, icon: k.Icon, typ: k.Type, keywords: k.Keywords, order: k.Order,
		defaults: k.Defaults, exits: k.Exits, preview: k.Preview, outputs: k.Outputs, waits: k.Waits, final: k.Final, note: k.Note, trigger: trigger,
		form: newForm(k.Defaults),
		build: func(config json.RawMessage) (Runner, error) {
			c, err := read(config)
			if err != nil {
				return nil, fmt.Errorf("config of a %s step: %w", k.Kind, err)
			}
			return runner[C]{c, k.Enter, k.Resume}, nil
		},
		check: func(config json.RawMessage, ck *Checker) {
			c, err := read(config)
			if err != nil {
				ck.Error(flow.CodeBadConfig, "", "why", err.Error())
				return
			}
			if k.Check != nil {
				k.Check(c, ck)
			}
		},
		outs: func(config json.RawMessage) ([]Output, bool) {
			list := k.Outputs
			if slices.ContainsFunc(list, func(o Output) bool { return o.When != "" }) {
				values := decode(config)
				list = slices.DeleteFunc(slices.Clone(list), func(o Output) bool { return !When(o.When, values) })
			}
			if k.Outs == nil && k.Open == nil {
				return list, false
			}
			c, err := read(config)
			if err != nil {
				return list, true
			}
			if k.Outs != nil {
				list = append(slices.Clone(list), k.Outs(c)...)
			}
			return list, k.Open != nil && k.Open(c)
		},
		target: func(config json.RawMessage) string {
			if k.Target == nil {
				return ""
			}
			c, err := read(config)
			if err != nil {
				return ""
			}
			return k.Target(c)
		},
		sets: func(config json.RawMessage) []string {
			if k.Sets == nil {
				return nil
			}
			c, err := read(config)
			if err != nil {
				return nil
			}
			return k.Sets(c)
		},
		refs: func(config json.RawMessage) []flow.Reference {
			if k.Refs == nil {
				return nil
			}
			c, err := read(config)
			if err != nil {
				return nil
			}
			return k.Refs(c)
		},
		wants: func(config json.RawMessage) map[string]string {
			if k.Wants == nil {
				return nil
			}
			c, err := read(config)
			if err != nil {
				return nil
			}
			return k.Wants(c)
		},
	}
	if k.Pause != nil {
		made.pause = func(config json.RawMessage) time.Duration {
			c, err := read(config)
			if err != nil {
				return 0
			}
			return k.Pause(c)
		}
	}
	to[k.Kind] = made
}

type runner[C any] struct {
	config *C
	enter  func(*C, *run.Scope) run.Outcome
	resume func(*C, *run.Scope, run.Input) run.Outcome
}

func (r runner[C]) Enter(s *run.Scope) run.Outcome { return r.enter(r.config, s) }

func (r runner[C]) Resume(s *run.Scope, in run.Input) run.Outcome {
	if r.resume == nil {
		return run.Stay()
	}
	return r.resume(r.config, s, in)
}

// Build makes a step of a kind ready to run.
func (r *Registry) Build(kind string, config json.RawMessage) (Runner, error) {
	k := r.steps[kind]
	if k == nil {
		return nil, fmt.Errorf("no step kind %q", kind)
	}
	return k.build(config)
}

// Kinds lists the ids of the step kinds, sorted.
func (r *Registry) Kinds() []string { return sortedNames(r.steps) }

// TriggerKinds lists the ids of the trigger kinds, sorted.
func (r *Registry) TriggerKinds() []string { return sortedNames(r.triggers) }

func sortedNames(m map[string]*kind) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// HasStep says whether the kind exists.
func (r *Registry) HasStep(kind string) bool { return r.steps[kind] != nil }

// HasTrigger says whether the kind of trigger exists.
func (r *Registry) HasTrigger(kind string) bool { return r.triggers[kind] != nil }

// Waits says whether the kind stands still.
func (r *Registry) Waits(kind string) bool { return r.steps[kind] != nil && r.steps[kind].waits }

// Final says whether the kind has no exits on purpose.
func (r *Registry) Final(kind string) bool { return r.steps[kind] != nil && r.steps[kind].final }

// Note says whether the kind is a sticky that the engine ignores.
func (r *Registry) Note(kind string) bool { return r.steps[kind] != nil && r.steps[kind].note }

// Sets lists the variables that a config writes.
func (r *Registry) Sets(kind string, config json.RawMessage) []string {
	if k := r.steps[kind]; k != nil {
		return k.sets(config)
	}
	return nil
}

// References lists what the document needs outside itself, in the order of its
// steps. Whether it is there is for the server to find out.
func (r *Registry) References(doc flow.Document) []flow.Reference {
	out := []flow.Reference{}
	for i, s := range doc.Steps {
		k := r.steps[s.Kind]
		if k == nil {
			continue
		}
		for _, ref := range k.refs(s.Config) {
			if ref.ID == "" {
				continue // CheckStep says so
			}
			ref.Step, ref.Name = s.ID, s.Name
			ref.Path = "/steps/" + strconv.Itoa(i) + "/config/" + strings.ReplaceAll(ref.Field, ".", "/")
			out = append(out, ref)
		}
	}
	return out
}

// Target is the step that a config jumps to.
func (r *Registry) Target(kind string, config json.RawMessage) string {
	if k := r.steps[kind]; k != nil {
		return k.target(config)
	}
	return ""
}

// Exits of a step with this config, with English labels.
func (r *Registry) Exits(kind string, config json.RawMessage) []flow.ExitInfo {
	k := r.steps[kind]
	if k == nil {
		return nil
	}
	var out []flow.ExitInfo
	for _, e := range exits(k.exits, decode(config), english) {
		out = append(out, flow.ExitInfo{ID: e.id, Label: e.label})
	}
	return out
}

// Outputs are the members that step.<key> offers; nil: anything may be there.
func (r *Registry) Outputs(kind string, config json.RawMessage) []string {
	k := r.steps[kind]
	if k == nil {
		return nil
	}
	list, open := k.outs(config)
	if open {
		return nil
	}
	out := []string{}
	for _, o := range list {
		out = append(out, o.Path)
	}
	return out
}
