package flow

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of a document.
const (
	// MaxDocument in bytes: a flow of 500 steps with long texts has about 600 KiB.
	MaxDocument = 2 << 20
	// MaxSteps: what the canvas is built for, doubled.
	MaxSteps = 1000
	// MaxName in characters of a step's name.
	MaxName = 100
	// MaxTriggers of one flow.
	MaxTriggers = 20
	// MaxVariables that a flow declares.
	MaxVariables = 100
)

var (
	idPattern  = regexp.MustCompile(`^[a-z0-9]{8,26}$`)
	keyPattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	langCode   = regexp.MustCompile(`^[a-z]{2,3}([-_][A-Za-z0-9]{2,8})*$`)
	country    = regexp.MustCompile(`^[A-Z]{2}$`)
)

// ValidKey says whether the text can be a step's or variable's key.
func ValidKey(s string) bool { return keyPattern.MatchString(s) }

// ValidLanguage says whether the text can be a language: it, en, pt_BR.
func ValidLanguage(s string) bool { return langCode.MatchString(s) }

// Parse reads a document. When anything stands against taking it, the issues
// list every such thing with its JSON pointer, and the document must not be
// used. A document that parses may still have issues for Check.
func Parse(data []byte) (Document, []Issue) {
	if len(data) > MaxDocument {
		return Document{}, []Issue{bad(CodeTooLarge, "", "max", strconv.Itoa(MaxDocument), "got", strconv.Itoa(len(data)))}
	}
	if !utf8.Valid(data) {
		return Document{}, []Issue{bad(CodeNotJSON, "", "why", "UTF-8")}
	}
	var raw any
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	if err := d.Decode(&raw); err != nil {
		return Document{}, []Issue{bad(CodeNotJSON, "", "why", err.Error())}
	}
	if d.More() {
		return Document{}, []Issue{bad(CodeNotJSON, "", "why", "more than one value")}
	}
	s := &shape{}
	root, ok := s.object(raw, "")
	if !ok {
		return Document{}, s.issues
	}
	if spec, ok := root["spec"]; ok {
		if n, isNumber := spec.(json.Number); isNumber {
			if v, err := n.Int64(); err == nil && v > Spec {
				return Document{}, []Issue{bad(CodeNewerSpec, "/spec", "spec", n.String(), "known", strconv.Itoa(Spec))}
			}
		}
	}
	s.document(root)
	if len(s.issues) > 0 {
		return Document{}, s.issues
	}
	data, err := Migrate(data)
	if err != nil {
		return Document{}, []Issue{bad(CodeNotJSON, "/spec", "why", err.Error())}
	}
	var doc Document
	if err := json.Unmarshal(data, &doc); err != nil {
		return Document{}, []Issue{bad(CodeWrongType, "", "why", err.Error())}
	}
	doc.normalize()
	if issues := doc.structure(); len(issues) > 0 {
		return Document{}, issues
	}
	return doc, nil
}

// normalize makes lists out of nulls, so that writing a document always gives
// the same JSON.
func (d *Document) normalize() {
	if d.Triggers == nil {
		d.Triggers = []Trigger{}
	}
	if d.Steps == nil {
		d.Steps = []Step{}
	}
	if d.Connections == nil {
		d.Connections = []Connection{}
	}
	if d.Variables == nil {
		d.Variables = []Variable{}
	}
	if d.Settings.Channels == nil {
		d.Settings.Channels = []string{}
	}
	for i := range d.Triggers {
		d.Triggers[i].Config = orEmpty(d.Triggers[i].Config)
	}
	for i := range d.Steps {
		d.Steps[i].Config = orEmpty(d.Steps[i].Config)
	}
}

func bad(code, path string, pairs ...string) Issue {
	i := Issue{Code: code, Severity: SeverityError, Path: path}
	for n := 0; n+1 < len(pairs); n += 2 {
		if i.Params == nil {
			i.Params = map[string]string{}
		}
		i.Params[pairs[n]] = pairs[n+1]
	}
	return i
}

// shape looks at the JSON's types, so that every mistake is found and not
// just the first.
type shape struct{ issues []Issue }

func (s *shape) wrong(path, want string) {
	s.issues = append(s.issues, bad(CodeWrongType, path, "want", want))
}

func (s *shape) object(v any, path string) (map[string]any, bool) {
	m, ok := v.(map[string]any)
	if !ok {
		s.wrong(path, "object")
	}
	return m, ok
}

// text wants a text; a missing one is empty.
func (s *shape) text(m map[string]any, name, path string, required bool) {
	v, ok := m[name]
	if !ok && !required {
		return
	}
	if _, is := v.(string); !is {
		s.wrong(path+"/"+name, "text")
	}
}

func (s *shape) number(m map[string]any, name, path string) {
	if v, ok := m[name]; ok {
		n, is := v.(json.Number)
		if !is {
			s.wrong(path+"/"+name, "number")
		} else if _, err := n.Int64(); err != nil {
			s.wrong(path+"/"+name, "whole number")
		}
	}
}

func (s *shape) flag(m map[string]any, name, path string) {
	if v, ok := m[name]; ok {
		if _, is := v.(bool); !is {
			s.wrong(path+"/"+name, "true or false")
		}
	}
}

func (s *shape) list(m map[string]any, name, path string, most int, item func(v any, path string)) {
	v, ok := m[name]
	if !ok || v == nil {
		return
	}
	list, is := v.([]any)
	if !is {
		s.wrong(path+"/"+name, "list")
		return
	}
	if len(list) > most {
		s.issues = append(s.issues, bad(CodeTooManySteps, path+"/"+name, "max", strconv.Itoa(most), "got", strconv.Itoa(len(list))))
		return
	}
	for i, x := range list {
		item(x, fmt.Sprintf("%s/%s/%d", path, name, i))
	}
}

func (s *shape) config(m map[string]any, path string) {
	if v, ok := m["config"]; ok && v != nil {
		s.object(v, path+"/config")
	}
}

func (s *shape) document(root map[string]any) {
	s.number(root, "spec", "")
	s.list(root, "triggers", "", MaxTriggers, func(v any, path string) {
		if m, ok := s.object(v, path); ok {
			s.text(m, "id", path, true)
			s.text(m, "kind", path, true)
			s.config(m, path)
		}
	})
	s.list(root, "steps", "", MaxSteps, func(v any, path string) {
		if m, ok := s.object(v, path); ok {
			s.text(m, "id", path, true)
			s.text(m, "kind", path, true)
			s.text(m, "name", path, false)
			s.text(m, "key", path, m["kind"] != KindNote)
			s.config(m, path)
		}
	})
	s.list(root, "connections", "", MaxSteps*20, func(v any, path string) {
		if m, ok := s.object(v, path); ok {
			s.text(m, "from", path, true)
			s.text(m, "exit", path, true)
			s.text(m, "to", path, true)
		}
	})
	s.list(root, "variables", "", MaxVariables, func(v any, path string) {
		if m, ok := s.object(v, path); ok {
			s.text(m, "key", path, true)
			s.text(m, "label", path, false)
			s.text(m, "type", path, false)
			s.text(m, "default", path, false)
			s.flag(m, "required", path)
		}
	})
	if v, ok := root["settings"]; ok && v != nil {
		if m, ok := s.object(v, "/settings"); ok {
			s.text(m, "language", "/settings", false)
			s.text(m, "country", "/settings", false)
			s.number(m, "expiry_minutes", "/settings")
			s.number(m, "priority", "/settings")
			if w, ok := m["webhook"]; ok && w != nil {
				if w, ok := s.object(w, "/settings/webhook"); ok {
					s.flag(w, "enabled", "/settings/webhook")
					s.text(w, "url", "/settings/webhook", false)
					s.list(w, "events", "/settings/webhook", len(WebhookEvents), func(v any, path string) {
						if _, is := v.(string); !is {
							s.wrong(path, "text")
						}
					})
				}
			}
			s.list(m, "channels", "/settings", 100, func(v any, path string) {
				if _, is := v.(string); !is {
					s.wrong(path, "text")
				}
			})
		}
	}
	if v, ok := root["layout"]; ok && v != nil {
		s.object(v, "/layout")
	}
}

// structure finds what would make the document ambiguous. All of it is
// reported: whoever made the document mends it in one go.
func (d *Document) structure() []Issue {
	var out []Issue
	add := func(i Issue, step string) { i.Step = step; out = append(out, i) }
	ids, keys := map[string]string{Start: "/" + Start}, map[string]string{}
	id := func(s, path, step string) {
		switch {
		case !idPattern.MatchString(s) || s == Start:
			add(bad(CodeBadID, path, "id", s), step)
		case ids[s] != "":
			add(bad(CodeDoubleID, path, "id", s, "other", ids[s]), step)
		default:
			ids[s] = path
		}
	}
	for i, t := range d.Triggers {
		id(t.ID, fmt.Sprintf("/triggers/%d/id", i), Start)
	}
	steps := map[string]bool{Start: true}
	for i, s := range d.Steps {
		path := fmt.Sprintf("/steps/%d", i)
		id(s.ID, path+"/id", s.ID)
		steps[s.ID] = true
		switch {
		case s.Kind == KindNote && s.Key == "":
		case !keyPattern.MatchString(s.Key):
			add(bad(CodeBadKey, path+"/key", "key", s.Key), s.ID)
		case keys[s.Key] != "":
			add(bad(CodeDoubleKey, path+"/key", "key", s.Key, "other", keys[s.Key]), s.ID)
		default:
			keys[s.Key] = path + "/key"
		}
		if n := utf8.RuneCountInString(s.Name); n > MaxName {
			add(bad(CodeNameTooLong, path+"/name", "max", strconv.Itoa(MaxName), "got", strconv.Itoa(n)), s.ID)
		}
	}
	exits := map[[2]string]bool{}
	for i, c := range d.Connections {
		path := fmt.Sprintf("/connections/%d", i)
		if !steps[c.From] {
			add(bad(CodeUnknownStep, path+"/from", "id", c.From), "")
		}
		switch {
		case c.To == Start:
			add(bad(CodeToStart, path+"/to"), c.From)
		case !steps[c.To]:
			add(bad(CodeUnknownStep, path+"/to", "id", c.To), c.From)
		}
		exit := [2]string{c.From, c.Exit}
		if exits[exit] {
			add(bad(CodeDoubleExit, path, "from", c.From, "exit", c.Exit), c.From)
		}
		exits[exit] = true
	}
	variables := map[string]bool{}
	for i, v := range d.Variables {
		path := fmt.Sprintf("/variables/%d", i)
		if !keyPattern.MatchString(v.Key) || variables[v.Key] {
			add(bad(CodeBadVariable, path+"/key", "key", v.Key), "")
		}
		variables[v.Key] = true
		if !strings.Contains("|text|number|boolean|date|list|any||", "|"+v.Type+"|") {
			add(bad(CodeBadVariable, path+"/type", "type", v.Type), "")
		}
	}
	return append(out, d.Settings.check()...)
}

func (s Settings) check() []Issue {
	var out []Issue
	if s.Language != "" && !langCode.MatchString(s.Language) {
		out = append(out, bad(CodeBadSetting, "/settings/language", "value", s.Language))
	}
	if s.Country != "" && !country.MatchString(s.Country) {
		out = append(out, bad(CodeBadSetting, "/settings/country", "value", s.Country))
	}
	if s.ExpiryMinutes < 0 || s.ExpiryMinutes > maxExpiry {
		out = append(out, bad(CodeBadSetting, "/settings/expiry_minutes", "value", strconv.Itoa(s.ExpiryMinutes)))
	}
	return out
}

// maxExpiry in minutes: a year.
const maxExpiry = 366 * 24 * 60

// Migrate brings a document of an older spec to the current one. Each spec
// has one function that takes it to the next; they are never edited.
func Migrate(data []byte) ([]byte, error) {
	var head struct {
		Spec int `json:"spec"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, err
	}
	if head.Spec > Spec {
		return nil, fmt.Errorf("spec %d is newer than %d", head.Spec, Spec)
	}
	for spec := max(head.Spec, 0); spec < Spec; spec++ {
		next, err := migrations[spec](data)
		if err != nil {
			return nil, fmt.Errorf("from spec %d: %w", spec, err)
		}
		data = next
	}
	return data, nil
}

// migrations by the spec that they start from.
var migrations = map[int]func([]byte) ([]byte, error){
	// A document that names no spec is read as the first one.
	0: func(data []byte) ([]byte, error) {
		var m map[string]json.RawMessage
		if err := json.Unmarshal(data, &m); err != nil {
			return nil, err
		}
		m["spec"] = json.RawMessage("1")
		return json.Marshal(m)
	},
}
