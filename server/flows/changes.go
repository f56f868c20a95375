package flows

import (
	"bytes"
	"encoding/json"
	"reflect"

	"flusso/engine/flow"
)

// changes counts what somebody changed from one document to the other: steps, triggers, variables
// and exits that lead elsewhere. The layout never counts, nor does the order of the lists.
func changes(a, b flow.Document) int {
	n := 0
	n += differ(a.Triggers, b.Triggers, func(t flow.Trigger) string { return t.ID }, func(x, y flow.Trigger) bool {
		return x.Kind == y.Kind && sameJSON(x.Config, y.Config)
	})
	n += differ(a.Steps, b.Steps, func(s flow.Step) string { return s.ID }, func(x, y flow.Step) bool {
		return x.Kind == y.Kind && x.Name == y.Name && x.Key == y.Key && sameJSON(x.Config, y.Config)
	})
	n += differ(a.Connections, b.Connections, func(c flow.Connection) string { return c.From + " " + c.Exit }, func(x, y flow.Connection) bool { return x.To == y.To })
	n += differ(a.Variables, b.Variables, func(v flow.Variable) string { return v.Key }, func(x, y flow.Variable) bool { return x == y })
	if !reflect.DeepEqual(a.Settings, b.Settings) {
		n++
	}
	return n
}

func differ[T any](a, b []T, key func(T) string, same func(x, y T) bool) int {
	old := make(map[string]T, len(b))
	for _, v := range b {
		old[key(v)] = v
	}
	n := 0
	for _, v := range a {
		before, ok := old[key(v)]
		if !ok || !same(v, before) {
			n++
		}
		delete(old, key(v))
	}
	return n + len(old)
}

// sameJSON compares values, not bytes: the order of members means nothing.
func sameJSON(a, b json.RawMessage) bool {
	if bytes.Equal(a, b) {
		return true
	}
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}
