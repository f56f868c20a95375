package flow

import (
	"bytes"
	"encoding/json"
	"sort"
	"strconv"
)

// Kinds of changes.
const (
	StepAdded       = "step_added"
	StepRemoved     = "step_removed"
	StepChanged     = "step_changed"
	Rewired         = "rewired"
	TriggerChanged  = "trigger_changed"
	SettingsChanged = "settings_changed"
)

// Change is one difference between two documents as a person would tell it.
type Change struct {
	Kind string `json:"kind"`
	Step string `json:"step,omitempty"` // id; of a trigger's change the trigger's id
	Name string `json:"name,omitempty"` // of the step, or the kind of the trigger
	// Field is what changed: name, key, kind or a dotted path of the config
	// (options.<id>.title) in a step or trigger, the exit of a rewired
	// connection, a member of the settings, or variables.<key>.
	Field  string          `json:"field,omitempty"`
	Before json.RawMessage `json:"before,omitempty"` // absent: there was nothing
	After  json.RawMessage `json:"after,omitempty"`  // absent: there is nothing
}

// Diff lists what a person changed from a to b. Layout does not count, and a
// step that is added or removed brings its own connections with it.
func Diff(a, b Document) []Change {
	d := &differ{}
	d.triggers(a.Triggers, b.Triggers)
	d.steps(a.Steps, b.Steps)
	d.connections(a, b)
	d.variables(a.Variables, b.Variables)
	d.fields(Change{Kind: SettingsChanged}, "", value(plain(a.Settings)), value(plain(b.Settings)), 0)
	return d.out
}

type differ struct{ out []Change }

// pair matches elements by id, in the order of b, what is only in a last.
func pair[T any](a, b []T, id func(T) string, visit func(before, after *T)) {
	old := make(map[string]*T, len(a))
	for i := range a {
		old[id(a[i])] = &a[i]
	}
	seen := make(map[string]bool, len(b))
	for i := range b {
		seen[id(b[i])] = true
		visit(old[id(b[i])], &b[i])
	}
	for i := range a {
		if !seen[id(a[i])] {
			visit(&a[i], nil)
		}
	}
}

func (d *differ) triggers(a, b []Trigger) {
	pair(a, b, func(t Trigger) string { return t.ID }, func(x, y *Trigger) {
		switch {
		case x == nil:
			d.add(Change{Kind: TriggerChanged, Step: y.ID, Name: y.Kind, After: plain(y)})
		case y == nil:
			d.add(Change{Kind: TriggerChanged, Step: x.ID, Name: x.Kind, Before: plain(x)})
		default:
			c := Change{Kind: TriggerChanged, Step: y.ID, Name: y.Kind}
			d.text(c, "kind", x.Kind, y.Kind)
			d.config(c, x.Config, y.Config)
		}
	})
}

func (d *differ) steps(a, b []Step) {
	pair(a, b, func(s Step) string { return s.ID }, func(x, y *Step) {
		switch {
		case x == nil:
			d.add(Change{Kind: StepAdded, Step: y.ID, Name: y.Name, After: plain(y)})
		case y == nil:
			d.add(Change{Kind: StepRemoved, Step: x.ID, Name: x.Name, Before: plain(x)})
		default:
			c := Change{Kind: StepChanged, Step: y.ID, Name: y.Name}
			d.text(c, "kind", x.Kind, y.Kind)
			d.text(c, "name", x.Name, y.Name)
			d.text(c, "key", x.Key, y.Key)
			d.config(c, x.Config, y.Config)
		}
	})
}

func (d *differ) connections(a, b Document) {
	names, had := map[string]string{Start: ""}, map[string]bool{Start: true}
	for _, s := range a.Steps {
		had[s.ID] = true
	}
	for _, s := range b.Steps {
		names[s.ID] = s.Name
	}
	pair(a.Connections, b.Connections, func(c Connection) string { return c.From + " " + c.Exit }, func(x, y *Connection) {
		at := y
		if at == nil {
			at = x
		}
		if _, has := names[at.From]; !has || !had[at.From] {
			return // of a step that is new or gone
		}
		c := Change{Kind: Rewired, Step: at.From, Name: names[at.From], Field: at.Exit}
		if x != nil {
			c.Before = plain(x.To)
		}
		if y != nil {
			c.After = plain(y.To)
		}
		if !bytes.Equal(c.Before, c.After) {
			d.add(c)
		}
	})
}

func (d *differ) variables(a, b []Variable) {
	pair(a, b, func(v Variable) string { return v.Key }, func(x, y *Variable) {
		c := Change{Kind: SettingsChanged}
		if x != nil {
			c.Field, c.Name, c.Before = "variables."+x.Key, x.Label, plain(x)
		}
		if y != nil {
			c.Field, c.Name, c.After = "variables."+y.Key, y.Label, plain(y)
		}
		if !bytes.Equal(c.Before, c.After) {
			d.add(c)
		}
	})
}

func (d *differ) add(c Change) { d.out = append(d.out, c) }

func (d *differ) text(c Change, field, before, after string) {
	if before != after {
		c.Field, c.Before, c.After = field, plain(before), plain(after)
		d.add(c)
	}
}

func (d *differ) config(c Change, a, b json.RawMessage) {
	if !bytes.Equal(a, b) {
		d.fields(c, "", value(orEmpty(a)), value(orEmpty(b)), 0)
	}
}

// deepest that fields are told apart: forms are not deeper, and what is deeper
// is compared as a whole.
const deepest = 12

// fields compares member by member; elements of lists that have an id are the
// same element wherever they stand.
func (d *differ) fields(c Change, at string, a, b any, depth int) {
	x, xok := a.(map[string]any)
	y, yok := b.(map[string]any)
	if xok && yok && depth < deepest {
		for _, name := range names(x, y) {
			before, after := x[name], y[name]
			d.fields(c, dotted(at, name), before, after, depth+1)
		}
		return
	}
	if depth < deepest && d.elements(c, at, a, b, depth) {
		return
	}
	before, after := plain(a), plain(b)
	if bytes.Equal(before, after) {
		return
	}
	c.Field = at
	if a != nil {
		c.Before = before
	}
	if b != nil {
		c.After = after
	}
	d.add(c)
}

// elements compares two lists whose elements all have ids; else it says false.
func (d *differ) elements(c Change, at string, a, b any, depth int) bool {
	x, xids, ok := identified(a)
	if !ok {
		return false
	}
	y, yids, ok := identified(b)
	if !ok || len(xids)+len(yids) == 0 {
		return false
	}
	kept := func(ids []string, other map[string]any) (out []string) {
		for _, id := range ids {
			if _, ok := other[id]; ok {
				out = append(out, id)
			}
		}
		return out
	}
	if before, after := plain(kept(xids, y)), plain(kept(yids, x)); !bytes.Equal(before, after) {
		moved := c
		moved.Field, moved.Before, moved.After = at, before, after // the order of ids
		d.add(moved)
	}
	for _, id := range yids {
		d.fields(c, dotted(at, id), x[id], y[id], depth+1)
	}
	for _, id := range xids {
		if _, still := y[id]; !still {
			d.fields(c, dotted(at, id), x[id], nil, depth+1)
		}
	}
	return true
}

func identified(v any) (byID map[string]any, ids []string, ok bool) {
	list, is := v.([]any)
	if !is {
		return nil, nil, false
	}
	byID = make(map[string]any, len(list))
	for _, e := range list {
		m, is := e.(map[string]any)
		if !is {
			return nil, nil, false
		}
		id, is := m["id"].(string)
		if !is || id == "" || byID[id] != nil {
			return nil, nil, false
		}
		byID[id] = m
		ids = append(ids, id)
	}
	return byID, ids, true
}

func names(a, b map[string]any) []string {
	out := make([]string, 0, len(b))
	for name := range b {
		out = append(out, name)
	}
	for name := range a {
		if _, ok := b[name]; !ok {
			out = append(out, name)
		}
	}
	sort.Strings(out)
	return out
}

func dotted(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}

// value reads JSON; numbers stay as they are written, so that 1.0 and 1 differ
// as little as they do for people: not at all when both are whole.
func value(data json.RawMessage) any {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return string(data)
	}
	return v
}

// plain writes a value; members of objects are in order.
func plain(v any) json.RawMessage {
	if n, ok := v.(json.Number); ok {
		if f, err := strconv.ParseFloat(string(n), 64); err == nil {
			v = f
		}
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if e.Encode(v) != nil {
		return json.RawMessage("null")
	}
	return bytes.TrimSpace(out.Bytes())
}
