package step

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"flusso/engine/expr"
)

// When evaluates the small condition language that exits, previews and form
// fields share with the editor: "path" is truthy, "!path" is falsy,
// "path=value" and "path!=value" compare, "a&b" wants all, "a|b" any (& binds
// tighter). Paths are dotted and start at the config's root.
func When(condition string, config any) bool {
	if condition == "" {
		return true
	}
	for _, any := range strings.Split(condition, "|") {
		all := true
		for _, c := range strings.Split(any, "&") {
			if !when(strings.TrimSpace(c), config) {
				all = false
				break
			}
		}
		if all {
			return true
		}
	}
	return false
}

func when(c string, config any) bool {
	if path, value, ok := strings.Cut(c, "!="); ok {
		return literal(lookup(config, path)) != value
	}
	if path, value, ok := strings.Cut(c, "="); ok {
		return literal(lookup(config, path)) == value
	}
	if path, ok := strings.CutPrefix(c, "!"); ok {
		return !truthy(lookup(config, path))
	}
	return truthy(lookup(config, c))
}

func lookup(config any, path string) any {
	for _, name := range strings.Split(strings.TrimPrefix(strings.TrimSpace(path), "."), ".") {
		v, ok := expr.Member(config, name)
		if !ok {
			return nil
		}
		config = v
	}
	return config
}

func truthy(v any) bool {
	switch v := v.(type) {
	case nil:
		return false
	case bool:
		return v
	case string:
		return v != ""
	case int:
		return v != 0
	case float64:
		return v != 0
	case []any:
		return len(v) > 0
	}
	return true
}

func literal(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	}
	return fmt.Sprint(v)
}

// ExitRule makes exits from a config, as data: the editor computes the same.
type ExitRule struct {
	ID    string `json:"id"`
	Label string `json:"label,omitempty"`
	When  string `json:"when,omitempty"`
	Each  string `json:"each,omitempty"` // path of a list: one exit for each element; ID and Label are then names of its members
}

// exits computes the exits of a config in order.
func exits(rules []ExitRule, config any, lang *Language) []exit {
	var out []exit
	for _, r := range rules {
		if !When(r.When, config) {
			continue
		}
		if r.Each == "" {
			out = append(out, exit{r.ID, fillLabel(r.Label, config, lang)})
			continue
		}
		list, _ := lookup(config, r.Each).([]any)
		for i, item := range list {
			id := literal(lookup(item, r.ID))
			if id == "" {
				continue
			}
			label := literal(lookup(item, r.Label))
			if label == "" {
				label = lang.Text("", "Option") + " " + strconv.Itoa(i+1)
			}
			out = append(out, exit{id, label})
		}
	}
	return out
}

type exit struct{ id, label string }

// fillLabel replaces {path} by what the config says there.
func fillLabel(label string, config any, lang *Language) string {
	for {
		open := strings.IndexByte(label, '{')
		end := strings.IndexByte(label, '}')
		if open < 0 || end < open {
			return label
		}
		v := lookup(config, label[open+1:end])
		text := literal(v)
		if m, ok := v.(map[string]any); ok {
			text = strings.TrimSpace(literal(m["amount"]) + " " + lang.Text("", literal(m["unit"])))
		}
		label = label[:open] + strings.NewReplacer("{", "", "}", "").Replace(text) + label[end+1:]
	}
}

// decode reads a config for the functions above; what cannot be read is empty.
func decode(config json.RawMessage) any {
	if len(config) == 0 {
		return map[string]any{}
	}
	v, err := expr.FromJSON(config)
	if err != nil {
		return map[string]any{}
	}
	return v
}
