package flow

import (
	"fmt"
	"strconv"
	"strings"
)

// Check finds what stands against publishing, and what a person should know.
func Check(doc Document, cat Catalog) []Issue {
	c := &check{doc: doc, cat: cat, byID: map[string]int{}, byKey: map[string]int{}, sets: map[string]bool{}, next: map[string]map[string]string{}}
	for i, s := range doc.Steps {
		c.byID[s.ID] = i
		if _, double := c.byKey[s.Key]; !double {
			c.byKey[s.Key] = i
		}
		for _, key := range cat.Sets(s.Kind, s.Config) {
			c.sets[key] = true
		}
	}
	for _, v := range doc.Variables {
		c.sets[v.Key] = true
	}
	for _, conn := range doc.Connections {
		if c.next[conn.From] == nil {
			c.next[conn.From] = map[string]string{}
		}
		c.next[conn.From][conn.Exit] = conn.To
	}
	c.lines()
	c.triggers()
	c.start()
	for i := range doc.Steps {
		c.step(i)
	}
	c.connections()
	c.loops()
	c.late()
	c.silence()
	return c.issues
}

type check struct {
	doc    Document
	cat    Catalog
	byID   map[string]int
	byKey  map[string]int
	sets   map[string]bool // variables that the flow declares or writes
	next   map[string]map[string]string
	exits  map[string][]ExitInfo
	leads  map[string][]string
	graph  *graph
	passes map[string]Pass // by index of the step and exit
	issues []Issue
}

func (c *check) add(severity Severity, code, path, step string, pairs ...string) {
	i := bad(code, path, pairs...)
	i.Severity, i.Step = severity, step
	c.issues = append(c.issues, i)
}

func (c *check) triggers() {
	if len(c.doc.Triggers) == 0 {
		c.add(SeverityError, CodeNoTrigger, "/triggers", Start)
	}
	kinds := map[string]bool{}
	for i, t := range c.doc.Triggers {
		path := fmt.Sprintf("/triggers/%d", i)
		if !c.cat.HasTrigger(t.Kind) {
			c.add(SeverityError, CodeUnknownKind, path+"/kind", Start, "kind", t.Kind)
			continue
		}
		if kinds[t.Kind] && (t.Kind == TriggerAny || t.Kind == TriggerOutbound) {
			c.add(SeverityWarning, CodeDoubleTrigger, path, Start, "kind", t.Kind)
		}
		kinds[t.Kind] = true
		for _, o := range c.doc.Triggers[:i] {
			if code, word := TriggersClash(o, t); word != "" {
				c.add(SeverityWarning, CodeTriggerClash, path, Start, "clash", code, "word", word)
				break
			}
		}
		for _, issue := range c.cat.CheckTrigger(t.Kind, t.Config) {
			issue.Path, issue.Step = path+"/config"+issue.Path, Start
			c.issues = append(c.issues, issue)
		}
	}
}

func (c *check) start() {
	if len(c.doc.Steps) == 0 {
		c.add(SeverityError, CodeNoSteps, "/steps", Start)
	} else if c.next[Start][exitNext] == "" {
		c.add(SeverityError, CodeNotConnected, "/connections", Start)
	}
}

// exitNext is the exit of the trigger card.
const exitNext = "next"

// lines works out once where every step can lead: exits come from configs,
// and reading them again for every question would be quadratic.
func (c *check) lines() {
	c.exits, c.leads = map[string][]ExitInfo{}, map[string][]string{}
	g := newGraph(len(c.doc.Steps))
	c.graph = g
	if i, ok := c.byID[c.next[Start][exitNext]]; ok {
		c.leads[Start] = append(c.leads[Start], c.doc.Steps[i].ID)
		g.lead(g.root(), i)
	}
	for i, s := range c.doc.Steps {
		c.exits[s.ID] = c.cat.Exits(s.Kind, s.Config)
		answered := false
		for _, e := range c.exits[s.ID] {
			to, ok := c.byID[c.next[s.ID][e.ID]]
			if !ok {
				continue
			}
			c.leads[s.ID] = append(c.leads[s.ID], c.doc.Steps[to].ID)
			from := i
			if c.pass(i, e.ID).Keeps {
				from, answered = g.n+i, true
			}
			g.lead(from, to)
		}
		if to, ok := c.byID[c.cat.Target(s.Kind, s.Config)]; ok {
			c.leads[s.ID] = append(c.leads[s.ID], c.doc.Steps[to].ID)
			g.lead(g.n+i, to)
			answered = true
		}
		if answered {
			g.lead(i, g.n+i)
		}
	}
	g.finish()
}

// successors of a step along real exits and jumps.
func (c *check) successors(id string) []string { return c.leads[id] }

func (c *check) step(i int) {
	s := c.doc.Steps[i]
	path := fmt.Sprintf("/steps/%d", i)
	if c.cat.Note(s.Kind) {
		c.kind(s, path)
		return
	}
	if strings.TrimSpace(s.Name) == "" {
		c.add(SeverityWarning, CodeNoName, path+"/name", s.ID, "key", s.Key)
	}
	if !c.cat.HasStep(s.Kind) {
		c.add(SeverityError, CodeUnknownKind, path+"/kind", s.ID, "kind", s.Kind, "name", s.Name)
		return
	}
	if !c.graph.reached(i) {
		c.add(SeverityWarning, CodeUnreachable, path, s.ID, "name", s.Name)
	}
	c.kind(s, path)
	if to := c.cat.Target(s.Kind, s.Config); to != "" {
		if _, ok := c.byID[to]; !ok {
			c.add(SeverityError, CodeGotoUnknown, path+"/config", s.ID, "name", s.Name)
		}
	}
	c.texts(i, s, path)
}

// kind looks at the step's config.
func (c *check) kind(s Step, path string) {
	for _, issue := range c.cat.CheckStep(s.Kind, s.Config) {
		issue.Path, issue.Step = path+"/config"+issue.Path, s.ID
		if issue.Params == nil {
			issue.Params = map[string]string{}
		}
		issue.Params["name"] = s.Name
		c.issues = append(c.issues, issue)
	}
}

// connections that lead from an exit that is no more, and exits that lead
// nowhere while others of the step lead on.
func (c *check) connections() {
	for i, conn := range c.doc.Connections {
		if to, ok := c.byID[conn.To]; ok && c.cat.Note(c.doc.Steps[to].Kind) {
			c.add(SeverityError, CodeToNote, fmt.Sprintf("/connections/%d/to", i), conn.From)
		}
		if conn.From == Start {
			if conn.Exit != exitNext {
				c.add(SeverityError, CodeUnknownExit, fmt.Sprintf("/connections/%d/exit", i), Start, "exit", conn.Exit)
			}
			continue
		}
		at, ok := c.byID[conn.From]
		if !ok || !c.cat.HasStep(c.doc.Steps[at].Kind) {
			continue
		}
		s, found := c.doc.Steps[at], false
		for _, e := range c.exits[s.ID] {
			found = found || e.ID == conn.Exit
		}
		if !found {
			c.add(SeverityWarning, CodeUnknownExit, fmt.Sprintf("/connections/%d/exit", i), s.ID, "exit", conn.Exit, "name", s.Name)
		}
	}
	for i, s := range c.doc.Steps {
		exits := c.exits[s.ID]
		if len(exits) == 0 || !c.graph.reached(i) {
			continue
		}
		if len(exits) == 1 {
			// Who waits or answers expects something.
			if c.cat.Waits(s.Kind) && c.next[s.ID][exits[0].ID] == "" {
				c.add(SeverityWarning, CodeDeadEnd, "/steps/"+strconv.Itoa(i), s.ID, "exit", exits[0].ID, "name", s.Name)
			}
			continue
		}
		for _, e := range exits {
			if c.next[s.ID][e.ID] == "" {
				c.add(SeverityWarning, CodeOpenExit, "/steps/"+strconv.Itoa(i), s.ID, "exit", e.ID, "label", e.Label, "name", s.Name)
			}
		}
	}
}

// loops finds circles in which nobody is asked and nothing is waited for.
func (c *check) loops() {
	const unseen, open, done = 0, 1, 2
	state := map[string]int{}
	reported := map[string]bool{}
	var way []string
	var visit func(id string)
	visit = func(id string) {
		state[id] = open
		way = append(way, id)
		defer func() { way = way[:len(way)-1] }()
		for _, to := range c.successors(id) {
			i, ok := c.byID[to]
			if !ok || c.cat.Waits(c.doc.Steps[i].Kind) {
				continue
			}
			switch state[to] {
			case unseen:
				visit(to)
			case open:
				if !reported[to] {
					reported[to] = true
					c.add(c.loopSeverity(way, to), CodeEndlessLoop, "/steps/"+strconv.Itoa(i), to, "name", c.doc.Steps[i].Name)
				}
			}
		}
		state[id] = done
	}
	for _, s := range c.doc.Steps {
		if state[s.ID] == unseen && !c.cat.Waits(s.Kind) {
			visit(s.ID)
		}
	}
}

// loopSeverity: a circle that a condition can leave may be honest, one without
// is a mistake.
func (c *check) loopSeverity(way []string, to string) Severity {
	for i := len(way) - 1; i >= 0; i-- {
		if len(c.successors(way[i])) > 1 {
			return SeverityWarning
		}
		if way[i] == to {
			break
		}
	}
	return SeverityError
}
