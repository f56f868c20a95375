package flow

import (
	"slices"
	"strings"
)

// texts looks at every variable that a step uses.
func (c *check) texts(at int, s Step, path string) {
	for _, t := range c.cat.Texts(s.Kind, s.Config) {
		said := map[string]bool{}
		warn := func(code string, ref string, pairs ...string) {
			if said[code+ref] {
				return
			}
			said[code+ref] = true
			i := bad(code, path+"/config"+t.Path, append(pairs, "variable", ref, "name", s.Name)...)
			i.Severity, i.Step, i.Field = SeverityWarning, s.ID, t.Field
			c.issues = append(c.issues, i)
		}
		for _, ref := range t.Refs {
			code, params := c.variable(ref.Path, at)
			if code == "" || code == CodeLaterStep && (ref.Guarded || !c.graph.reached(at)) {
				if code == "" && !ref.Guarded && !t.Bare && (mayBeEmpty(ref.Path) || c.notAlways(ref.Path, at)) {
					warn(CodeMayBeEmpty, ref.String())
				}
				continue
			}
			warn(code, ref.String(), params...)
		}
		if t.Want != "" && whole(t) {
			if is := c.typeOf(t.Refs[0].Path); unfit(t.Want, is) {
				warn(CodeWrongValue, t.Refs[0].String(), "want", t.Want, "is", is)
			}
		}
	}
}

// notAlways says whether some people come to the step without the answer of
// the step that the path speaks of.
func (c *check) notAlways(path []string, at int) bool {
	if path[0] != "step" || len(path) < 2 || !c.graph.reached(at) {
		return false
	}
	i, ok := c.byKey[path[1]]
	return ok && i != at && !c.graph.always(i, at)
}

// whole says whether the text is one variable and nothing else.
func whole(t TextRef) bool {
	if len(t.Refs) != 1 {
		return false
	}
	inner := strings.TrimSpace(t.Source)
	if !t.Bare {
		inner = strings.TrimSuffix(strings.TrimPrefix(inner, "{{"), "}}")
	}
	return strings.TrimSpace(inner) == t.Refs[0].String()
}

// typeOf a variable, as far as it is known.
func (c *check) typeOf(path []string) string {
	switch {
	case len(path) < 2:
		return ""
	case path[0] == "var":
		for _, v := range c.doc.Variables {
			if v.Key == path[1] && len(path) == 2 {
				return v.Type
			}
		}
		return ""
	case path[0] == "step":
		i, ok := c.byKey[path[1]]
		if !ok || len(path) > 3 {
			return ""
		}
		member := ""
		if len(path) == 3 {
			member = path[2]
		}
		return c.cat.OutputType(c.doc.Steps[i].Kind, c.doc.Steps[i].Config, member)
	}
	return baseTypes[strings.Join(path, ".")]
}

var baseTypes = map[string]string{
	"contact.name": "text", "contact.first_name": "text", "contact.last_name": "text", "contact.phone": "text", "contact.email": "text",
	"contact.url": "text", "contact.language": "text", "contact.tags": "list", "contact.consent": "boolean", "run.flow_name": "text", "run.id": "text",
	"run.started_at": "date", "global.date": "date", "global.now": "date", "global.weekday": "text", "global.in_working_hours": "boolean",
	"trigger.kind": "text",
}

// unfit says whether a value of the type cannot be what is wanted. A text may
// hold a date or a number, but then nothing has made sure of it.
func unfit(want, is string) bool {
	switch is {
	case "", "any", "object", want:
		return false
	}
	return true
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
func (c *check) variable(path []string, at int) (code string, params []string) {
	known, ok := members[path[0]]
	if !ok {
		return CodeUnknownVariable, nil
	}
	if len(path) < 2 {
		return "", nil
	}
	switch path[0] {
	case "step":
		i, ok := c.byKey[path[1]]
		if !ok {
			return CodeUnknownStepKey, []string{"key", path[1]}
		}
		s := c.doc.Steps[i]
		outs := c.cat.Outputs(s.Kind, s.Config)
		switch {
		case outs != nil && len(outs) == 0:
			return CodeUnknownStepKey, []string{"key", path[1]}
		case !c.graph.perhaps(i, at):
			return CodeLaterStep, []string{"key", path[1], "step_name", s.Name}
		case len(path) > 2 && outs != nil && !contains(outs, path[2]):
			return CodeUnknownVariable, nil
		}
		return "", nil
	case "var":
		if !c.sets[path[1]] {
			return CodeUnknownVariable, nil
		}
		return "", nil
	}
	if !known[path[1]] {
		return CodeUnknownVariable, nil
	}
	if m := deeper[path[0]+"."+path[1]]; m != nil && len(path) > 2 && !m[path[2]] {
		return CodeUnknownVariable, nil
	}
	return "", nil
}

func contains(list []string, s string) bool { return slices.Contains(list, s) }
