package prove

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"

	"flusso/engine/flow"
	"flusso/engine/step"
)

// words that start flows; the first of each flow is its own.
var words = []string{"start", "menu", "offer", "help"}

// The template that every number has.
const (
	templateName     = "news"
	templateLanguage = "en"
)

// object is a JSON object as the generator writes it.
type object = map[string]any

// around is what a flow may refer to.
type around struct {
	channels []string
	user     string // somebody of the team
	calls    string // a flow that it may call; empty: none
}

// draw makes a valid flow. n numbers it.
func draw(r *rand.Rand, n int, a around) flow.Document {
	for {
		if doc, ok := valid(attempt(r, n, a)); ok {
			return doc
		}
	}
}

func valid(document object) (flow.Document, bool) {
	raw, err := json.Marshal(document)
	if err != nil {
		panic(err)
	}
	parsed, issues := flow.Parse(raw)
	if flow.HasErrors(issues) {
		panic(fmt.Sprintf("the generator writes documents that cannot be read: %v", issues))
	}
	return parsed, !flow.HasErrors(flow.Check(parsed, step.Default()))
}

// redraw changes a flow as somebody would who publishes it again: other
// words, and sometimes a step less.
func redraw(r *rand.Rand, doc flow.Document, version int) flow.Document {
	for {
		var next object
		raw, err := json.Marshal(doc)
		if err == nil {
			err = json.Unmarshal(raw, &next)
		}
		if err != nil {
			panic(err)
		}
		steps := next["steps"].([]any)
		for _, s := range steps {
			c := s.(object)["config"].(object)
			if text, ok := c["text"].(string); ok {
				c["text"] = fmt.Sprintf("V%d %s", version, text)
			}
		}
		if len(steps) > 2 && r.IntN(3) == 0 {
			i := 1 + r.IntN(len(steps)-1)
			gone := steps[i].(object)["id"]
			next["steps"] = slices.Delete(steps, i, i+1)
			next["connections"] = slices.DeleteFunc(next["connections"].([]any), func(c any) bool { return c.(object)["from"] == gone || c.(object)["to"] == gone })
		}
		if out, ok := valid(next); ok {
			return out
		}
	}
}

type drawing struct {
	r     *rand.Rand
	n     int
	a     around
	count int
	steps []any
	conns []any
	keys  []string // of questions that stand before
	asks  []int    // steps before that wait for a person as long as it takes
}

// attempt draws steps in a row, each exit leading further down, to nowhere or,
// from where a person is waited for, sometimes back.
func attempt(r *rand.Rand, n int, a around) object {
	d := &drawing{r: r, n: n, a: a, count: 3 + r.IntN(7)}
	type made struct {
		id    string
		exits []string
		waits bool
	}
	var all []made
	for i := range d.count {
		kind, config, exits := d.kind(i, i == d.count-1)
		key := fmt.Sprintf("k%d", i)
		d.steps = append(d.steps, object{"id": d.id(i), "kind": kind, "name": fmt.Sprintf("S%d", i), "key": key, "config": config})
		waits := kind == "question" || kind == "menu"
		if kind == "question" {
			d.keys = append(d.keys, key)
		}
		if waits && !slices.Contains(exits, "timeout") {
			d.asks = append(d.asks, i)
		}
		all = append(all, made{d.id(i), exits, waits})
	}
	d.connect("start", "next", all[0].id)
	for i, m := range all {
		for j, e := range m.exits {
			switch {
			case m.waits && e != "timeout" && i > 0 && r.IntN(8) == 0: // a time-out that leads back would talk for ever
				d.connect(m.id, e, all[r.IntN(i+1)].id)
			case j == 0 && i+1 < d.count:
				d.connect(m.id, e, all[i+1].id)
			case i+1 < d.count && r.IntN(4) > 0:
				d.connect(m.id, e, all[i+1+r.IntN(d.count-i-1)].id)
			}
		}
	}
	again := object{"mode": "always"}
	triggers := []any{object{"id": fmt.Sprintf("trigger%d00", n), "kind": flow.TriggerKeyword,
		"config": object{"keywords": []string{words[n]}, "match": "exact", "interrupt": r.IntN(3) == 0, "again": again}}}
	if n == 0 && r.IntN(2) == 0 {
		triggers = append(triggers, object{"id": "trigger099", "kind": flow.TriggerAny, "config": object{"again": again}})
	}
	return object{"spec": flow.Spec, "triggers": triggers, "steps": d.steps, "connections": d.conns,
		"variables": []any{object{"key": "total", "type": "number", "default": "1"}},
		"settings":  object{"language": "en", "channels": a.channels}}
}

func (d *drawing) id(i int) string { return fmt.Sprintf("step%d%05d", d.n, i) }

func (d *drawing) connect(from, exit, to string) {
	d.conns = append(d.conns, object{"from": from, "exit": exit, "to": to})
}

// said is a text that shows what the run knows.
func (d *drawing) said(i int) string {
	text := fmt.Sprintf("F%d S%d {{ contact.first_name ?? \"you\" }} {{ var.total }}", d.n, i)
	if d.r.IntN(4) == 0 {
		text += " {{ contact.last_name ?? \"-\" }} {{ contact.fields.note ?? \"-\" }}"
	}
	if len(d.keys) > 0 && d.r.IntN(2) == 0 {
		text += fmt.Sprintf(" {{ step.%s ?? \"-\" }}", d.keys[d.r.IntN(len(d.keys))])
	}
	return text
}

func (d *drawing) duration(most int) object {
	if d.r.IntN(2) == 0 {
		return object{"amount": 5 + d.r.IntN(55), "unit": "s"}
	}
	return object{"amount": 1 + d.r.IntN(most), "unit": "min"}
}

func (d *drawing) options() (list []any, ids []string) {
	for i := range 2 + d.r.IntN(4) {
		id := fmt.Sprintf("o%d", i)
		list = append(list, object{"id": id, "title": fmt.Sprintf("Choice %d", i)})
		ids = append(ids, id)
	}
	return list, ids
}

// kind draws one step: its kind, config and exits.
func (d *drawing) kind(i int, last bool) (kind string, config object, exits []string) {
	r := d.r
	pick := r.IntN(24)
	if i == 0 && pick > 5 {
		pick = r.IntN(6)
	}
	switch {
	case last:
		return "message", object{"media_kind": "none", "text": d.said(i)}, []string{"next"}
	case pick < 3:
		c := object{"media_kind": "none", "text": d.said(i)}
		if r.IntN(3) == 0 {
			c = object{"media_kind": "image", "media": object{"source": "url", "url": "https://example.com/a.png"}, "text": d.said(i)}
		}
		return "message", c, []string{"next"}
	case pick < 6:
		c := object{"text": d.said(i), "validation_message": "Again, please"}
		exits = []string{"next"}
		c["answer"] = []string{"text", "number", "email", "any", "boolean", "option"}[r.IntN(6)]
		switch c["answer"] {
		case "option":
			c["options"], _ = d.options()
		case "number":
			c["range"] = object{"enabled": true, "min": "1", "max": "99"}
		case "text":
			if r.IntN(3) == 0 {
				c["save_to"] = "first_name"
			}
			if r.IntN(4) == 0 {
				c["collect"] = object{"enabled": true, "quiet": object{"amount": 5 + r.IntN(10), "unit": "s"}}
			}
		}
		return "question", c, append(exits, d.patience(c, c["answer"] != "any")...)
	case pick < 8:
		list, ids := d.options()
		c := object{"text": d.said(i), "options": list, "validation_message": "One of these, please"}
		return "menu", c, append(ids, d.patience(c, true)...)
	case pick < 9:
		row := object{"left": "contact.first_name", "op": "contains", "right": "a"}
		if len(d.keys) > 0 {
			row = object{"left": "step." + d.keys[r.IntN(len(d.keys))] + ".text", "op": "contains", "right": "1"}
		}
		return "condition", object{"paths": []any{object{"id": "p1", "name": "P", "match": "all",
			"groups": []any{object{"match": "all", "rows": []any{row}}}}}}, []string{"p1", "else"}
	case pick < 11:
		return "delay", object{"delay": d.duration(8)}, []string{"next"}
	case pick < 13:
		c := object{"method": []string{"GET", "POST"}[r.IntN(2)], "url": "https://example.com/api", "body_kind": "none", "time_limit": 10}
		if r.IntN(3) == 0 {
			c["retry"] = object{"enabled": true, "times": 2, "wait": object{"amount": 5, "unit": "s"}}
		}
		return "http", c, []string{"success", "error"}
	case pick < 14:
		return "tag", object{"scope": []string{"contact", "conversation"}[r.IntN(2)], "mode": []string{"add", "remove", "replace"}[r.IntN(3)],
			"tags": []string{"a", "b"}[:1+r.IntN(2)]}, []string{"next"}
	case pick < 15:
		return "set_variable", object{"changes": []any{object{"variable": "total", "value": "{{ var.total + 1 }}", "as": "auto"}}}, []string{"next"}
	case pick < 16:
		return "split", object{"branches": []any{object{"id": "a", "name": "A", "weight": 50}, object{"id": "b", "name": "B", "weight": 50}}}, []string{"a", "b"}
	}
	return d.other(i, pick)
}

// other draws the steps that reach beyond a conversation's words.
func (d *drawing) other(i, pick int) (kind string, config object, exits []string) {
	r := d.r
	switch {
	case pick < 18 && d.a.calls != "":
		vars := []any{object{"name": "total", "value": "{{ var.total + 10 }}"}}
		if r.IntN(4) == 0 {
			return "call_flow", object{"flow": d.a.calls, "mode": "for_good", "variables": vars}, []string{"unavailable"}
		}
		return "call_flow", object{"flow": d.a.calls, "mode": "return", "variables": vars}, []string{"next", "unavailable"}
	case pick < 20:
		return d.template()
	case pick < 21:
		return "assign", object{"user": d.a.user, "note": "From {{ contact.first_name }}"}, []string{"next"}
	case pick < 22:
		c := object{"action": []string{"close", "reopen", "silence"}[r.IntN(3)]}
		if c["action"] == "silence" {
			c["silence"] = object{"amount": 1 + r.IntN(6), "unit": "min"}
		}
		return "conversation", c, []string{"next"}
	case pick < 23:
		changes := []any{object{"field": "last_name", "value": "{{ contact.first_name ?? \"of no name\" }}"},
			object{"field": "fields.note", "value": "{{ var.total }}"}, object{"field": "email", "value": "ana@example.com"}}
		if r.IntN(8) == 0 {
			changes = append(changes, object{"field": "consent", "value": "no"})
		}
		return "contact_update", object{"changes": changes[r.IntN(3):]}, []string{"next"}
	}
	to := i + 1
	if r.IntN(3) == 0 && len(d.asks) > 0 {
		to = d.asks[r.IntN(len(d.asks))] // back only to where a person has to speak
	} else if i+2 < d.count {
		to += r.IntN(d.count - i - 1)
	}
	return "goto", object{"step": d.id(to)}, nil
}

// template draws a step with the template that every number has; its exits
// depend on what it waits for.
func (d *drawing) template() (kind string, config object, exits []string) {
	after := []string{"continue", "any", "button"}[d.r.IntN(3)]
	c := object{"after": after, "body_params": []string{"{{ contact.first_name ?? \"you\" }}"}, "template": object{"name": templateName, "language": templateLanguage,
		"category": "marketing", "body": fmt.Sprintf("News of F%d for {{1}}", d.n),
		"buttons": []any{object{"id": "b0", "type": "quick_reply", "text": "More"}, object{"id": "b1", "type": "quick_reply", "text": "Enough"}}}}
	switch after {
	case "button":
		exits = []string{"b0", "b1", "else"}
	default:
		exits = []string{"next"}
	}
	if after != "continue" && d.r.IntN(2) == 0 {
		c["timeout"] = object{"enabled": true, "wait": d.duration(10)}
		exits = append(exits, "timeout")
	}
	return "template", c, append(exits, "not_sent")
}

// patience draws time-out and attempts.
func (d *drawing) patience(c object, attempts bool) (exits []string) {
	if d.r.IntN(2) == 0 {
		c["timeout"] = object{"enabled": true, "wait": d.duration(10)}
		exits = append(exits, "timeout")
	}
	if attempts && d.r.IntN(2) == 0 {
		c["attempts"] = object{"enabled": true, "max": 1 + d.r.IntN(3)}
		exits = append(exits, "attempts")
	}
	return exits
}
