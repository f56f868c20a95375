package flow

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"flusso/engine/expr"
)

// RenameKey gives a step another key and rewrites every reference to it.
// The document given stays as it is.
func RenameKey(doc Document, cat Catalog, stepID, key string) (Document, error) {
	if !ValidKey(key) {
		return doc, fmt.Errorf("rename: %q cannot be a key", key)
	}
	old := ""
	for _, s := range doc.Steps {
		if s.ID == stepID {
			old = s.Key
		} else if s.Key == key {
			return doc, fmt.Errorf("rename: the key %q is taken", key)
		}
	}
	if old == "" {
		return doc, fmt.Errorf("rename: no step %q", stepID)
	}
	steps := append([]Step(nil), doc.Steps...)
	for i := range steps {
		if steps[i].ID == stepID {
			steps[i].Key = key
		}
		config, err := renameIn(steps[i], cat, old, key)
		if err != nil {
			return doc, fmt.Errorf("rename in step %s: %w", steps[i].ID, err)
		}
		steps[i].Config = config
	}
	doc.Steps = steps
	return doc, nil
}

func renameIn(s Step, cat Catalog, from, to string) (json.RawMessage, error) {
	changes := map[string]string{}
	for _, t := range cat.Texts(s.Kind, s.Config) {
		if text := expr.RenameKey(t.Source, t.Refs, from, to); text != t.Source {
			changes[t.Path] = text
		}
	}
	if len(changes) == 0 {
		return s.Config, nil
	}
	d := json.NewDecoder(bytes.NewReader(s.Config))
	d.UseNumber() // numbers stay as they are written
	var root any
	if err := d.Decode(&root); err != nil {
		return nil, err
	}
	for path, text := range changes {
		put(root, strings.Split(strings.TrimPrefix(path, "/"), "/"), text)
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(root); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(out.Bytes()), nil
}

// put sets a text deep inside a value that is known to have it.
func put(v any, path []string, text string) {
	last := len(path) == 1
	switch v := v.(type) {
	case map[string]any:
		if last {
			v[path[0]] = text
		} else {
			put(v[path[0]], path[1:], text)
		}
	case []any:
		i, err := strconv.Atoi(path[0])
		if err != nil || i < 0 || i >= len(v) {
			return
		}
		if last {
			v[i] = text
		} else {
			put(v[i], path[1:], text)
		}
	}
}
