package step

import (
	"bytes"
	"encoding/json"
	"slices"

	"flusso/engine/flow"
)

// TagNames are the present names of renamed tags, by scope and former name.
type TagNames map[string]map[string]string

// taggedPaths are the variables that hold tags, with the scope of each.
var taggedPaths = map[string]string{"contact.tags": "contact", "conversation.tags": "conversation"}

// RenameTags writes the present names of tags into a document: in steps that
// change tags and in conditions that compare them. Texts and expressions stay
// as their author wrote them. changed is false when it names none.
func RenameTags(doc flow.Document, names TagNames) (out flow.Document, changed bool) {
	if len(names["contact"])+len(names["conversation"]) == 0 {
		return doc, false
	}
	steps := slices.Clone(doc.Steps)
	for i, s := range steps {
		if s.Kind != "tag" && s.Kind != "condition" {
			continue
		}
		d := json.NewDecoder(bytes.NewReader(s.Config))
		d.UseNumber() // numbers stay as they are written
		var config map[string]any
		if d.Decode(&config) != nil {
			continue // Check says so
		}
		r := tagRenaming{names: names}
		if s.Kind == "tag" {
			scope, _ := config["scope"].(string)
			if scope != "conversation" {
				scope = "contact"
			}
			config["tags"] = r.words(scope, config["tags"])
		} else {
			r.rows(config)
		}
		if raw, err := json.Marshal(config); err == nil && r.changed {
			steps[i].Config, changed = raw, true
		}
	}
	if !changed {
		return doc, false
	}
	doc.Steps = steps
	return doc, true
}

type tagRenaming struct {
	names   TagNames
	changed bool
}

func (r *tagRenaming) word(scope string, v any) any {
	if text, ok := v.(string); ok {
		if now, renamed := r.names[scope][text]; renamed {
			r.changed = true
			return now
		}
	}
	return v
}

// words renames in a list, and leaves out what stands there already.
func (r *tagRenaming) words(scope string, v any) any {
	list, ok := v.([]any)
	if !ok {
		return r.word(scope, v)
	}
	var out []any
	for _, w := range list {
		if w = r.word(scope, w); !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// rows finds the comparisons of a condition, however deep they stand.
func (r *tagRenaming) rows(v any) {
	switch x := v.(type) {
	case []any:
		for _, e := range x {
			r.rows(e)
		}
	case map[string]any:
		if left, ok := x["left"].(string); ok && taggedPaths[left] != "" {
			x["right"] = r.words(taggedPaths[left], x["right"])
			return
		}
		for _, e := range x {
			r.rows(e)
		}
	}
}
