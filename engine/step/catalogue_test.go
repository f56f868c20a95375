package step

import (
	"encoding/json"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"flusso/engine/flow"
)

// Every text that people read stands in every language, and no entry is left
// over from a text that is no more.
func TestLocalesAreComplete(t *testing.T) {
	for code, lang := range languages {
		if code == "en" {
			continue
		}
		used := map[string]map[string]bool{}
		missing := map[string]bool{}
		Default().texts(func(kind, text string) {
			for _, k := range []string{kind, ""} {
				if used[k] == nil {
					used[k] = map[string]bool{}
				}
				used[k][text] = true
			}
			if !lang.has(kind, text) && !untranslatable(text) {
				missing[kind+"\t"+text] = true
			}
		})
		for _, m := range sorted(missing) {
			t.Errorf("locales/%s.json lacks %s", code, m)
		}
		for kind, texts := range lang.texts {
			if kind == "every_widget" {
				continue // only built with the tag testkind
			}
			for text, translation := range texts {
				if !used[kind][text] && !(kind == "" && used[""][text]) {
					t.Errorf("locales/%s.json has %q of %q, which nobody shows", code, text, kind)
				}
				if strings.TrimSpace(translation) == "" {
					t.Errorf("locales/%s.json has no words for %q of %q", code, text, kind)
				}
				if placeholders(text) != placeholders(translation) {
					t.Errorf("locales/%s.json: other placeholders in %q and %q", code, text, translation)
				}
			}
		}
	}
}

// untranslatable texts are the same everywhere: methods, addresses, numbers.
func untranslatable(text string) bool {
	switch text {
	case "GET", "POST", "PUT", "PATCH", "DELETE", "JSON", "XML", "https://", "https://example.com/orders", "json.customer",
		"120210000000000001", "2026-12-24 18:00", "09:00", "{method} {url}", "{field}: {value}", "{name}", "s", "min", "h", "kg", "start", "45.0703", "7.6869", "id", "title", "{template.body}":
		return true
	}
	return false
}

var placeholder = regexp.MustCompile(`\{\{.*?\}\}|\{[a-z_.]+\}`)

func placeholders(s string) string {
	found := placeholder.FindAllString(s, -1)
	for i, f := range found {
		if strings.HasPrefix(f, "{{") { // the words in it are translated
			found[i] = regexp.MustCompile(`"[^"]*"`).ReplaceAllString(f, `""`)
		}
	}
	sort.Strings(found)
	return strings.Join(found, " ")
}

func sorted(m map[string]bool) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

var widgets = map[string]bool{
	"text": true, "textarea": true, "template": true, "template_line": true, "number": true, "switch": true, "select": true,
	"duration": true, "options": true, "list": true, "keyvalue": true, "media": true, "conditions": true, "country": true,
	"contact_field": true, "template_picker": true, "template_params": true, "tags": true, "step": true, "variable": true, "code": true, "keywords": true, "language": true,
	"weekdays": true, "channels": true, "windows": true, "split": true, "variable_name": true, "flow": true, "user": true, "choices": true, "ads": true,
}

// Every kind's schema is a JSON Schema, its defaults fit it, its exits and
// preview speak of fields that exist, and its widgets are known.
func TestKindsAreWhole(t *testing.T) {
	for _, lang := range []string{"en", "it"} {
		c := Default().Catalogue(lang)
		for _, k := range append(c.Items, c.Triggers...) {
			t.Run(lang+"/"+k.Kind, func(t *testing.T) {
				if k.Name == "" || k.Help == "" || k.Icon == "" || k.Group == "" || len(k.Keywords) == 0 {
					t.Errorf("name, help, icon, group or keywords are missing: %+v", k)
				}
				doc, err := jsonschema.UnmarshalJSON(strings.NewReader(string(k.Schema)))
				if err != nil {
					t.Fatal(err)
				}
				compiler := jsonschema.NewCompiler()
				if err := compiler.AddResource("mem:///k.json", doc); err != nil {
					t.Fatal(err)
				}
				schema, err := compiler.Compile("mem:///k.json")
				if err != nil {
					t.Fatal(err)
				}
				defaults, err := jsonschema.UnmarshalJSON(strings.NewReader(string(k.Defaults)))
				if err != nil {
					t.Fatal(err)
				}
				if err := schema.Validate(defaults); err != nil {
					t.Errorf("defaults do not fit the schema: %v", err)
				}
				eachProperty(doc, func(name string, p map[string]any) {
					w, _ := p["x-widget"].(string)
					if w != "" && !widgets[w] {
						t.Errorf("field %s has the unknown widget %s", name, w)
					}
					if w == "" && p["type"] != "object" && name != "id" && name != "media_id" && name != "paths" && name != "groups" && name != "rows" {
						t.Errorf("field %s has no widget", name)
					}
					if w == "select" && p["x-enum"] == nil {
						t.Errorf("field %s has no choices", name)
					}
				})
				config := decode(k.Defaults)
				for _, p := range k.Preview {
					if p.Field != "" {
						if m, ok := config.(map[string]any); ok {
							if _, ok := m[p.Field]; !ok {
								t.Errorf("the preview shows %s, which is no field", p.Field)
							}
						}
					}
				}
				for _, e := range k.Exits {
					if e.Each == "" && (e.ID == "" || e.Label == "") || e.Each != "" && (e.ID == "" || e.Label == "") {
						t.Errorf("exit without id or label: %+v", e)
					}
				}
				if len(k.Exits) == 0 && !k.Final && k.Type == "" {
					t.Errorf("no exits, and not final")
				}
			})
		}
	}
}

func eachProperty(schema any, visit func(name string, p map[string]any)) {
	m, _ := schema.(map[string]any)
	if items, ok := m["items"]; ok {
		eachProperty(items, visit)
	}
	properties, _ := m["properties"].(map[string]any)
	for name, p := range properties {
		pm := p.(map[string]any)
		visit(name, pm)
		if w, _ := pm["x-widget"].(string); w != "duration" && w != "media" && w != "template_picker" {
			eachProperty(pm, visit)
		}
	}
}

// The defaults of a new step give at most issues that a person mends by
// filling in, never a broken config.
func TestDefaultsAreNotBroken(t *testing.T) {
	r := Default()
	for _, kind := range r.Kinds() {
		for _, i := range r.CheckStep(kind, r.Defaults(kind, "it")) {
			if i.Code == flow.CodeBadConfig || i.Code == flow.CodeBadExpression || i.Code == flow.CodeBadID {
				t.Errorf("%s: %+v", kind, i)
			}
		}
	}
}

func TestWhen(t *testing.T) {
	var config any = decode(json.RawMessage(`{"a":{"on":true,"off":false},"s":"x","n":0,"list":[1],"e":""}`))
	for cond, want := range map[string]bool{
		"": true, "a.on": true, "a.off": false, "!a.off": true, "s=x": true, "s=y": false, "s!=y": true, "n": false,
		"list": true, "e": false, "missing": false, "!missing": true, "a.on&s=x": true, "a.on&s=y": false,
		"s=y|a.on": true, "s=y|a.off": false, "a.on=true": true,
	} {
		if got := When(cond, config); got != want {
			t.Errorf("When(%q) = %v", cond, got)
		}
	}
}

// What an answer offers follows from its kind, as conditions that the editor
// reads too: each path stands there once at most.
func TestOutputsOfAnswers(t *testing.T) {
	words := " value"
	for answer, want := range map[string]string{
		"text": words + " text", "number": words + " text", "boolean": words + " text label", "option": words + " text label",
		"location": words + " text label latitude longitude name address", "file": words + " text media", "image": words + " text media", "any": words + " text media",
	} {
		config := json.RawMessage(`{"answer":"` + answer + `"}`)
		if got := strings.Join(Default().Outputs("question", config), " "); got != want {
			t.Errorf("%s: %q, want %q", answer, got, want)
		}
	}
	if got := Default().OutputType("question", json.RawMessage(`{"answer":"datetime"}`), ""); got != "date" {
		t.Error(got)
	}
	for config, want := range map[string]bool{`{"answer":"document","collect":{"enabled":true}}`: true, `{"answer":"number","collect":{"enabled":true}}`: false, `{"answer":"text"}`: false} {
		if got := slices.Contains(Default().Outputs("question", json.RawMessage(config)), "files"); got != want {
			t.Errorf("%s: files %v", config, got)
		}
	}
	if got := Default().Outputs("template", json.RawMessage(`{"after":"continue"}`)); len(got) != 0 {
		t.Error(got)
	}
}

func TestExits(t *testing.T) {
	got := Default().Exits("menu", json.RawMessage(`{"options":[{"id":"a","title":"A"},{"id":"b","title":""}],"timeout":{"enabled":true,"wait":{"amount":2,"unit":"h"}},"attempts":{"enabled":false,"max":3}}`))
	var out []string
	for _, e := range got {
		out = append(out, e.ID+"="+e.Label)
	}
	if s := strings.Join(out, " | "); s != "a=A | b=Option 2 | timeout=No reply within 2 h" {
		t.Error(s)
	}
}
