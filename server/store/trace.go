package store

import (
	"encoding/json"
	"strconv"
)

// What is counted at a step. Paths of the author carry a dot, so that none of
// them is taken for a word of ours.
const (
	WhatEntered   = ">"      // came to the step
	WhatMovedIn   = ">moved" // came to stand here from another version
	WhatMovedOn   = "=moved" // went on in another version
	WhatJumped    = "~jump"  // went on without a path: Go to
	WhatHandedOn  = "~flow"  // went on in another flow for good
	WhatPath      = "."      // left by the path whose id follows
	WhatEnded     = "="      // ended here; the status follows
	WhatHere      = "@"      // stands here now; of people only, never counted
	WhatCalled    = "<"      // of step '': another flow came in
	WhatTook      = "took:"  // of step '': completed within so many seconds, two digits exact
	WhatTookTotal = "took"   // of step '': seconds of all that completed
)

// beginsEvery is how finely the beginnings of runs are kept, in milliseconds:
// a quarter of an hour, by which time zones differ.
const beginsEvery = 15 * 60 * 1000

// traceEvent is what the counting reads of an event.
type traceEvent struct {
	Kind    string `json:"kind"`
	At      int64  `json:"at"`
	Step    string `json:"step"`
	Exit    string `json:"exit"`
	Flow    string `json:"flow"`
	Status  string `json:"status"`
	Outcome string `json:"outcome"`
}

// countKey is one number.
type countKey struct {
	version    int64
	step, what string
	begun      int64
}

// personKey is one person behind a number.
type personKey struct {
	version    int64
	step, what string
	run        int64
}

// deltas are what a reading of events adds.
type deltas struct {
	counts map[countKey]int64
	people map[personKey]bool // false: no longer
}

func newDeltas() *deltas { return &deltas{map[countKey]int64{}, map[personKey]bool{}} }

// level is where a run stands in one flow: a flow may have called another.
type level struct {
	version int64
	step    string // the one that was entered and not left; empty: none, or not known
}

// trace follows one run through its events and counts what it does. A trace
// that begins in the middle of a run does not know where the run stood; blind
// says which rows need that.
type trace struct {
	run, started int64
	root         int64 // the version that the run counts under
	levels       []level
	pending      bool // the step at work was left without a path: what follows says how
	known        bool // the trace has seen the run's beginning
	counting     bool
	out          *deltas
	live         func(flow string, at int64) (version int64) // the version that a call enters
}

func newTrace(run, started, version int64, out *deltas, live func(string, int64) int64) *trace {
	return &trace{run: run, started: started, root: version, levels: []level{{version: version}}, out: out, live: live}
}

// blind says whether the events can be counted only by who knows where the run
// stood before.
func blind(events []traceEvent) bool {
	seen := false
	for _, e := range events {
		switch {
		case e.Kind == "run_started":
			return false
		case e.Flow != "", e.Kind == "moved":
			return true
		case e.Kind == "step_left", e.Kind == "step_entered":
			seen = true
		case e.Kind == "run_ended" && (e.Status != "completed" || !seen):
			return true
		}
	}
	return false
}

func (t *trace) top() *level { return &t.levels[len(t.levels)-1] }

func (t *trace) count(version int64, step, what string, n int64) {
	if t.counting && version != 0 {
		t.out.counts[countKey{version, step, what, t.started / beginsEvery}] += n
	}
}

// person keeps or drops the run behind a number.
func (t *trace) person(version int64, step, what string, on bool) {
	if t.counting && version != 0 {
		t.out.people[personKey{version, step, what, t.run}] = on
	}
}

func (t *trace) both(version int64, step, what string) {
	t.count(version, step, what, 1)
	t.person(version, step, what, true)
}

// leave counts how the step was left and forgets that the run stands there.
func (t *trace) leave(l *level, step, what string) {
	t.both(l.version, step, what)
	t.person(l.version, step, WhatHere, false)
	l.step = ""
}

// settle says how the step was left whose event named no path.
func (t *trace) settle(what string) {
	if t.pending {
		t.pending = false
		if l := t.top(); l.step != "" {
			t.leave(l, l.step, what)
		}
	}
}

func (t *trace) follow(e traceEvent) {
	switch e.Kind {
	case "run_started":
		t.known = true
		t.both(t.top().version, "", WhatEntered)
	case "step_entered":
		t.settle(WhatJumped)
		l := t.top()
		if l.step != "" { // cannot be; the numbers add up all the same
			t.leave(l, l.step, WhatJumped)
		}
		l.step = e.Step
		t.both(l.version, e.Step, WhatEntered)
		t.person(l.version, e.Step, WhatHere, true)
	case "step_left":
		t.settle(WhatJumped)
		t.back(e.Step)
		l := t.top()
		if e.Exit == "" {
			l.step, t.pending = e.Step, true
			return
		}
		t.leave(l, e.Step, WhatPath+e.Exit)
	case "flow_called":
		version := t.live(e.Flow, e.At)
		if e.Outcome == "for_good" {
			if l := t.top(); l.step != "" {
				t.leave(l, l.step, WhatHandedOn)
			}
			t.levels[len(t.levels)-1] = level{version: version}
		} else {
			t.levels = append(t.levels, level{version: version})
		}
		t.count(version, "", WhatCalled, 1)
	case "flow_returned":
		t.settle(WhatEnded + "completed")
		t.drop("completed")
	case "run_ended":
		t.ended(e)
	}
}

// back goes down to the level where the step stands: a flow that was called is
// gone, and nobody said so.
func (t *trace) back(step string) {
	if !t.known {
		return
	}
	for i := len(t.levels) - 1; i >= 0; i-- {
		if t.levels[i].step == step {
			for len(t.levels)-1 > i {
				t.drop("failed")
			}
			return
		}
	}
}

// drop ends the level at work.
func (t *trace) drop(status string) {
	l := t.top()
	if l.step != "" {
		t.leave(l, l.step, WhatEnded+status)
	}
	if len(t.levels) > 1 {
		t.levels = t.levels[:len(t.levels)-1]
	}
}

func (t *trace) ended(e traceEvent) {
	t.settle(WhatEnded + e.Status)
	for range len(t.levels) {
		t.drop(e.Status)
	}
	t.both(t.root, "", WhatEnded+e.Status)
	if e.Status == "completed" {
		seconds := max(e.At-t.started, 0) / 1000
		t.count(t.root, "", WhatTook+strconv.FormatInt(twoDigits(seconds), 10), 1)
		t.count(t.root, "", WhatTookTotal, seconds)
	}
}

// moved takes the run to another version of the same flow, where it stands.
func (t *trace) moved(from, to int64) {
	t.settle(WhatJumped)
	for i := range t.levels {
		l := &t.levels[i]
		if l.version != from {
			continue
		}
		step := l.step
		if step != "" {
			t.leave(l, step, WhatMovedOn)
		}
		l.version, l.step = to, step
		if step != "" {
			t.both(to, step, WhatMovedIn)
			t.person(to, step, WhatHere, true)
		}
	}
	t.both(from, "", WhatMovedOn)
	t.both(to, "", WhatMovedIn)
	t.root = to
}

// twoDigits keeps the two highest digits of a number, rounded: enough for a
// median that people read, and few enough to count by.
func twoDigits(n int64) int64 {
	unit := int64(1)
	for n/unit >= 100 {
		unit *= 10
	}
	return (n + unit/2) / unit * unit
}

// readTrace reads the events of a sprint. A row that cannot be read counts as
// empty: numbers must not stand still because of one row.
func readTrace(raw []byte) []traceEvent {
	var events []traceEvent
	if json.Unmarshal(raw, &events) != nil {
		return nil
	}
	kept := events[:0]
	for _, e := range events {
		switch e.Kind {
		case "run_started", "step_entered", "step_left", "flow_called", "flow_returned", "run_ended", "moved":
			kept = append(kept, e)
		}
	}
	return kept
}
