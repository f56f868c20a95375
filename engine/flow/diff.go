package flow

import (
	"bytes"
	"encoding/json"
)

// Change is one difference between two documents as a person would count it.
type Change struct {
	Kind  string   `json:"kind"` // added, removed, changed
	What  string   `json:"what"` // step, trigger, connection, variable, settings
	ID    string   `json:"id,omitempty"`
	Name  string   `json:"name,omitempty"`
	Parts []string `json:"parts,omitempty"` // of what changed: name, key, kind, config, to...
}

// Diff lists what a person changed from a to b. Layout does not count.
func Diff(a, b Document) []Change {
	var out []Change
	compare(&out, "trigger", a.Triggers, b.Triggers, func(t Trigger) (string, string) { return t.ID, t.Kind }, func(x, y Trigger) []string {
		return parts("kind", x.Kind != y.Kind, "config", !sameJSON(x.Config, y.Config))
	})
	compare(&out, "step", a.Steps, b.Steps, func(s Step) (string, string) { return s.ID, s.Name }, func(x, y Step) []string {
		return parts("kind", x.Kind != y.Kind, "name", x.Name != y.Name, "key", x.Key != y.Key, "config", !sameJSON(x.Config, y.Config))
	})
	compare(&out, "connection", a.Connections, b.Connections, func(c Connection) (string, string) { return c.From + "/" + c.Exit, "" }, func(x, y Connection) []string {
		return parts("to", x.To != y.To)
	})
	compare(&out, "variable", a.Variables, b.Variables, func(v Variable) (string, string) { return v.Key, v.Label }, func(x, y Variable) []string {
		return parts("label", x.Label != y.Label, "type", x.Type != y.Type, "default", x.Default != y.Default, "required", x.Required != y.Required)
	})
	if list := settingParts(a.Settings, b.Settings); len(list) > 0 {
		out = append(out, Change{Kind: "changed", What: "settings", Parts: list})
	}
	return out
}

func compare[T any](out *[]Change, what string, a, b []T, name func(T) (id, label string), diff func(x, y T) []string) {
	old := make(map[string]T, len(a))
	for _, x := range a {
		id, _ := name(x)
		old[id] = x
	}
	seen := map[string]bool{}
	for _, y := range b {
		id, label := name(y)
		seen[id] = true
		x, had := old[id]
		if !had {
			*out = append(*out, Change{Kind: "added", What: what, ID: id, Name: label})
		} else if p := diff(x, y); len(p) > 0 {
			*out = append(*out, Change{Kind: "changed", What: what, ID: id, Name: label, Parts: p})
		}
	}
	for _, x := range a {
		if id, label := name(x); !seen[id] {
			*out = append(*out, Change{Kind: "removed", What: what, ID: id, Name: label})
		}
	}
}

// parts takes names and whether each changed.
func parts(pairs ...any) []string {
	var out []string
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1].(bool) {
			out = append(out, pairs[i].(string))
		}
	}
	return out
}

func settingParts(a, b Settings) []string {
	channels := len(a.Channels) != len(b.Channels)
	for i := 0; !channels && i < len(a.Channels); i++ {
		channels = a.Channels[i] != b.Channels[i]
	}
	return parts("language", a.Language != b.Language, "country", a.Country != b.Country, "channels", channels,
		"expiry_minutes", a.ExpiryMinutes != b.ExpiryMinutes, "priority", a.Priority != b.Priority, "webhooks", a.Webhooks != b.Webhooks)
}

// sameJSON compares values, whatever their spaces and the order of members.
func sameJSON(a, b json.RawMessage) bool {
	if bytes.Equal(a, b) {
		return true
	}
	return bytes.Equal(canonical(a), canonical(b))
}

func canonical(data json.RawMessage) []byte {
	d := json.NewDecoder(bytes.NewReader(orEmpty(data)))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return data
	}
	out, err := json.Marshal(v)
	if err != nil {
		return data
	}
	return out
}
