package flow

import (
	"fmt"
	"strconv"
	"strings"
)

// Check finds what stands against publishing, and what a person should know.
func Check(doc Document, cat Catalog) []Issue {
	c := &check{doc: doc, cat: cat, byID: map[string]int{}, next: map[string]map[string]string{}}
	for i, s := range doc.Steps {
		c.byID[s.ID] = i
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
	c.reach()
	for i := range doc.Steps {
		c.step(i)
	}
	c.connections()
	c.loops()
	return c.issues
}

type check struct {
	doc       Document
	cat       Catalog
	byID      map[string]int
	next      map[string]map[string]string
	reachable map[string]bool
	exits     map[string][]ExitInfo
	leads     map[string][]string
	parents   map[string][]string
	issues    []Issue
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
	c.exits, c.leads, c.parents = map[string][]ExitInfo{}, map[string][]string{}, map[string][]string{}
	lead := func(from, to string) {
		if to != "" {
			c.leads[from] = append(c.leads[from], to)
			c.parents[to] = append(c.parents[to], from)
		}
	}
	lead(Start, c.next[Start][exitNext])
	for _, s := range c.doc.Steps {
		c.exits[s.ID] = c.cat.Exits(s.Kind, s.Config)
		for _, e := range c.exits[s.ID] {
			lead(s.ID, c.next[s.ID][e.ID])
		}
		lead(s.ID, c.cat.Target(s.Kind, s.Config))
	}
}

// successors of a step along real exits and jumps.
func (c *check) successors(id string) []string { return c.leads[id] }

func (c *check) reach() {
	c.reachable = map[string]bool{}
	queue := []string{Start}
	for len(queue) > 0 {
		id := queue[0]
		queue = queue[1:]
		for _, to := range c.successors(id) {
			if !c.reachable[to] {
				c.reachable[to] = true
				queue = append(queue, to)
			}
		}
	}
}

func (c *check) step(i int) {
	s := c.doc.Steps[i]
	path := fmt.Sprintf("/steps/%d", i)
	if strings.TrimSpace(s.Name) == "" {
		c.add(SeverityWarning, CodeNoName, path+"/name", s.ID, "key", s.Key)
	}
	if !c.cat.HasStep(s.Kind) {
		c.add(SeverityError, CodeUnknownKind, path+"/kind", s.ID, "kind", s.Kind, "name", s.Name)
		return
	}
	if !c.reachable[s.ID] {
		c.add(SeverityWarning, CodeUnreachable, path, s.ID, "name", s.Name)
	}
	for _, issue := range c.cat.CheckStep(s.Kind, s.Config) {
		issue.Path, issue.Step = path+"/config"+issue.Path, s.ID
		if issue.Params == nil {
			issue.Params = map[string]string{}
		}
		issue.Params["name"] = s.Name
		c.issues = append(c.issues, issue)
	}
	if to := c.cat.Target(s.Kind, s.Config); to != "" {
		if _, ok := c.byID[to]; !ok {
			c.add(SeverityError, CodeGotoUnknown, path+"/config", s.ID, "name", s.Name)
		}
	}
	c.texts(s, path)
}

// texts looks at every variable that a step uses.
func (c *check) texts(s Step, path string) {
	texts := c.cat.Texts(s.Kind, s.Config)
	if len(texts) == 0 {
		return
	}
	before := c.ancestors(s.ID)
	for _, t := range texts {
		said := map[string]bool{}
		for _, ref := range t.Refs {
			code, params := c.variable(ref.Path, before)
			key := code + ref.String()
			if code == "" || said[key] || code == CodeLaterStep && (ref.Guarded || !c.reachable[s.ID]) {
				continue
			}
			said[key] = true
			i := bad(code, path+"/config"+t.Path, append(params, "variable", ref.String(), "name", s.Name)...)
			i.Severity, i.Step, i.Field = SeverityWarning, s.ID, t.Field
			c.issues = append(c.issues, i)
		}
		for _, ref := range t.Refs {
			if !ref.Guarded && !t.Bare && mayBeEmpty(ref.Path) && !said[ref.String()] {
				said[ref.String()] = true
				i := bad(CodeMayBeEmpty, path+"/config"+t.Path, "variable", ref.String(), "name", s.Name)
				i.Severity, i.Step, i.Field = SeverityWarning, s.ID, t.Field
				c.issues = append(c.issues, i)
			}
		}
	}
}

// mayBeEmpty says whether many contacts lack the value.
func mayBeEmpty(path []string) bool {
	if path[0] != "contact" || len(path) < 2 {
		return path[0] == "trigger" && len(path) > 2 && path[1] == "referral"
	}
	switch path[1] {
	case "first_name", "last_name", "email", "url", "fields", "name":
		return true
	}
	return false
}

// members of the namespaces that every flow has.
var members = map[string]map[string]bool{
	"contact": set("id", "name", "first_name", "last_name", "phone", "email", "url", "language", "tags", "consent", "fields"),
	"run":     set("id", "started_at", "flow_name"),
	"trigger": set("kind", "text", "message", "referral"),
	"global":  set("date", "time", "weekday", "now", "in_working_hours"),
	"step":    nil,
	"var":     nil,
}

var deeper = map[string]map[string]bool{
	"trigger.message":  set("id", "text", "type", "media"),
	"trigger.referral": set("source_type", "source_id", "source_url", "headline", "body", "click_id"),
}

func set(names ...string) map[string]bool {
	m := map[string]bool{}
	for _, n := range names {
		m[n] = true
	}
	return m
}

// variable says what is wrong with a path; "" when nothing is.
func (c *check) variable(path []string, before []bool) (code string, params []string) {
	known, ok := members[path[0]]
	if !ok {
		return CodeUnknownVariable, nil
	}
	if len(path) < 2 {
		return "", nil
	}
	switch path[0] {
	case "step":
		for i, s := range c.doc.Steps {
			if s.Key != path[1] {
				continue
			}
			outs := c.cat.Outputs(s.Kind, s.Config)
			switch {
			case outs != nil && len(outs) == 0:
				return CodeUnknownStepKey, []string{"key", path[1]}
			case !before[i]:
				return CodeLaterStep, []string{"key", path[1], "step_name", s.Name}
			case len(path) > 2 && outs != nil && !contains(outs, path[2]):
				return CodeUnknownVariable, nil
			}
			return "", nil
		}
		return CodeUnknownStepKey, []string{"key", path[1]}
	case "var":
		for _, v := range c.doc.Variables {
			if v.Key == path[1] {
				return "", nil
			}
		}
		return CodeUnknownVariable, nil
	}
	if !known[path[1]] {
		return CodeUnknownVariable, nil
	}
	if m := deeper[path[0]+"."+path[1]]; m != nil && len(path) > 2 && !m[path[2]] {
		return CodeUnknownVariable, nil
	}
	return "", nil
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// ancestors are the steps from which a step can be reached: only their
// answers can be there.
func (c *check) ancestors(id string) []bool {
	out := make([]bool, len(c.doc.Steps))
	queue := append(make([]string, 0, len(out)), id)
	for len(queue) > 0 {
		here := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, p := range c.parents[here] {
			if i, ok := c.byID[p]; ok && !out[i] {
				out[i] = true
				queue = append(queue, p)
			}
		}
	}
	return out
}

// connections that lead from an exit that is no more, and exits that lead
// nowhere while others of the step lead on.
func (c *check) connections() {
	for i, conn := range c.doc.Connections {
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
		if len(exits) < 2 || !c.reachable[s.ID] {
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
