package step

import (
	"encoding/json"
	"strings"

	"flusso/engine/flow"
)

// idPattern is what ids of triggers and steps look like.
const idPattern = "^[a-z0-9]{8,26}$"

type object = map[string]any

// FileSchema is the JSON Schema (2020-12) of a flow file: a name, labels and the
// document with the config of every kind that this program knows. A kind that it
// does not know is allowed, as the editor keeps it.
func (r *Registry) FileSchema() []byte {
	cat := r.Catalogue("en")
	text := object{"type": "string"}
	list := func(items any) object { return object{"type": "array", "items": items} }
	of := func(required []string, properties object) object {
		return object{"type": "object", "required": required, "properties": properties}
	}
	defs := object{}
	byKind := func(kinds []CatalogueKind, prefix string, properties object, required ...string) object {
		var rules []any
		for _, k := range kinds {
			var schema any
			if json.Unmarshal(k.Schema, &schema) != nil {
				continue // made by this package: always an object
			}
			defs[prefix+k.Kind] = plain(schema)
			rules = append(rules, object{
				"if":   object{"properties": object{"kind": object{"const": k.Kind}}},
				"then": object{"properties": object{"config": object{"$ref": "#/$defs/" + prefix + k.Kind}}},
			})
		}
		one := of(required, properties)
		one["allOf"] = rules
		return one
	}
	id := object{"type": "string", "pattern": idPattern}
	defs["trigger"] = byKind(cat.Triggers, "trigger_", object{"id": id, "kind": text, "config": object{"type": "object"}}, "id", "kind")
	defs["step"] = byKind(cat.Items, "step_", object{"id": id, "kind": text, "name": text, "key": text, "config": object{"type": "object"}}, "id", "kind")
	defs["connection"] = of([]string{"from", "exit", "to"}, object{"from": text, "exit": text, "to": text})
	defs["variable"] = of([]string{"key"}, object{"key": text, "label": text, "type": text, "default": text, "required": object{"type": "boolean"}})
	ref := func(name string) object { return object{"$ref": "#/$defs/" + name} }
	defs["document"] = of([]string{"spec", "triggers", "steps", "connections"}, object{
		"spec":        object{"type": "integer", "minimum": 1, "maximum": flow.Spec},
		"triggers":    list(ref("trigger")),
		"steps":       list(ref("step")),
		"connections": list(ref("connection")),
		"variables":   list(ref("variable")),
		"settings":    object{"type": "object", "properties": object{"language": text, "channels": list(text)}},
		"layout":      object{"type": "object"},
	})
	file := of([]string{"flusso", "name", "document"}, object{"flusso": object{"const": "flow"}, "name": text, "labels": list(text), "document": ref("document")})
	file["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	file["title"] = "Flow"
	file["$defs"] = defs
	out, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		panic(err) // maps of texts and numbers only
	}
	return append(out, '\n')
}

// plain is a form's schema without what only the editor reads.
func plain(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, one := range v {
			if !strings.HasPrefix(k, "x-") {
				out[k] = plain(one)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, one := range v {
			out[i] = plain(one)
		}
		return out
	}
	return v
}
