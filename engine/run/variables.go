package run

import (
	"encoding/json"
	"strings"
	"time"

	"flusso/engine/expr"
	"flusso/engine/message"
)

// Root, Clock and Lang make a Scope what expressions look into.
func (s *Scope) Root(name string) (any, bool) {
	switch name {
	case "contact":
		return contactObject{&s.Contact}, true
	case "step":
		return stepObject{s}, true
	case "run":
		return runObject{s}, true
	case "trigger":
		return triggerObject{s}, true
	case "global":
		return globalObject{s}, true
	case "var":
		return s.read(varsKey, *s.Snapshot.Vars()), true
	}
	return nil, false
}

// Clock is the run's clock.
func (s *Scope) Clock() time.Time { return s.Now }

// Lang is the flow's language.
func (s *Scope) Lang() string { return s.Language }

// read decodes raw JSON once in a sprint.
func (s *Scope) read(key string, data json.RawMessage) any {
	if len(data) == 0 {
		return map[string]any{}
	}
	if v, ok := s.decoded[key]; ok {
		return v
	}
	v, err := expr.FromJSON(data)
	if err != nil {
		return nil
	}
	if s.decoded == nil {
		s.decoded = map[string]any{}
	}
	s.decoded[key] = v
	return v
}

type contactObject struct{ c *Contact }

func (o contactObject) Member(name string) (any, bool) {
	switch name {
	case "id":
		return o.c.ID, true
	case "name":
		return o.c.Name, true
	case "first_name":
		return o.c.FirstName, true
	case "last_name":
		return o.c.LastName, true
	case "phone":
		return o.c.Phone, true
	case "email":
		return o.c.Email, true
	case "url":
		return o.c.URL, true
	case "language":
		return o.c.Language, true
	case "tags":
		return texts(o.c.Tags), true
	case "consent":
		return !o.c.OptedOut, true
	case "fields":
		return fieldsObject{o.c.Fields}, true
	}
	return nil, false
}

// Plain makes contact usable in toJSON.
func (o contactObject) Plain() any {
	return map[string]any{"name": o.c.Name, "first_name": o.c.FirstName, "last_name": o.c.LastName, "phone": o.c.Phone,
		"email": o.c.Email, "url": o.c.URL, "language": o.c.Language, "tags": texts(o.c.Tags), "consent": !o.c.OptedOut, "fields": fieldsObject{o.c.Fields}.Plain()}
}

func texts(list []string) []any {
	out := make([]any, len(list))
	for i, t := range list {
		out[i] = t
	}
	return out
}

type fieldsObject struct{ fields map[string]json.RawMessage }

func (o fieldsObject) Member(name string) (any, bool) {
	data, ok := o.fields[name]
	if !ok || len(data) == 0 {
		return nil, false
	}
	v, err := expr.FromJSON(data)
	return v, err == nil
}

func (o fieldsObject) Plain() any {
	out := make(map[string]any, len(o.fields))
	for k := range o.fields {
		out[k], _ = o.Member(k)
	}
	return out
}

type stepObject struct{ s *Scope }

func (o stepObject) Member(key string) (any, bool) {
	frame := o.s.Snapshot.Frame()
	for i := range frame.Answers {
		if frame.Answers[i].Key == key {
			v := o.s.read(key, frame.Answers[i].Value)
			if m, ok := v.(map[string]any); ok {
				if frame.Answers[i].Called {
					return calledObject{m}, true
				}
				if _, has := m["value"]; has {
					return answerObject{m}, true
				}
			}
			return v, v != nil
		}
	}
	return nil, false
}

// calledObject holds the answers of a called flow; plainly it is its outcome.
type calledObject struct{ m map[string]any }

func (o calledObject) Member(name string) (any, bool) {
	v, ok := o.m[name]
	if m, is := v.(map[string]any); is {
		if _, has := m["value"]; has {
			return answerObject{m}, true
		}
	}
	return v, ok
}

func (o calledObject) Plain() any { return o.m["outcome"] }

// answerObject is its value, with members beside it.
type answerObject struct{ m map[string]any }

func (o answerObject) Plain() any { return o.m["value"] }

// Print is what people see of it: the words of the option, not its id.
func (o answerObject) Print(lang string) string {
	if label, ok := o.m["label"].(string); ok && label != "" {
		return label
	}
	return expr.PrintValue(o.m["value"], lang)
}

func (o answerObject) Member(name string) (any, bool) {
	v, ok := o.m[name]
	if !ok {
		switch name {
		case "text", "label", "media": // always there, empty when not given
			return "", true
		}
		return expr.Member(o.m["value"], name)
	}
	return v, true
}

type runObject struct{ s *Scope }

func (o runObject) Member(name string) (any, bool) {
	switch name {
	case "id":
		return o.s.Snapshot.ID, true
	case "started_at":
		return time.UnixMilli(o.s.Snapshot.StartedAt).In(o.s.Now.Location()), true
	case "flow_name":
		return o.s.FlowName, true
	}
	return nil, false
}

type triggerObject struct{ s *Scope }

func (o triggerObject) Member(name string) (any, bool) {
	t := o.s.Snapshot.Trigger
	if t == nil {
		t = &Trigger{}
	}
	switch name {
	case "kind":
		return t.Kind, true
	case "text":
		if t.Message == nil {
			return "", true
		}
		return t.Message.Content.Words(), true
	case "message":
		if t.Message == nil {
			return map[string]any{}, true
		}
		return messageObject{t.Message}, true
	case "referral":
		if t.Message == nil || t.Message.Referral == nil {
			return map[string]any{}, true
		}
		r := t.Message.Referral
		return map[string]any{"source_type": r.SourceType, "source_id": r.SourceID, "source_url": r.SourceURL,
			"headline": r.Headline, "body": r.Body, "click_id": r.ClickID}, true
	}
	return nil, false
}

type messageObject struct{ m *message.Inbound }

func (o messageObject) Member(name string) (any, bool) {
	switch name {
	case "id":
		return o.m.ID, true
	case "text":
		return o.m.Content.Words(), true
	case "type":
		return string(o.m.Content.Type), true
	case "media":
		if o.m.Content.Media == nil {
			return "", true
		}
		return map[string]any{"id": o.m.Content.Media.ID, "mime": o.m.Content.Media.MIME, "filename": o.m.Content.Media.Filename}, true
	}
	return nil, false
}

type globalObject struct{ s *Scope }

func (o globalObject) Member(name string) (any, bool) {
	switch name {
	case "date":
		return day{o.s.Now}, true
	case "time":
		return o.s.Now.Format("15:04"), true
	case "weekday":
		return weekday(o.s.Now.Weekday()), true
	case "now":
		return o.s.Now, true
	case "in_working_hours":
		return o.s.Hours.Open(o.s.Now), true
	}
	return nil, false
}

// day is 2026-11-22 to expressions and 22 November 2026 to people.
type day struct{ t time.Time }

func (d day) Plain() any               { return d.t.Format("2006-01-02") }
func (d day) Print(lang string) string { return expr.PrintDate(d.t, lang) }

// weekday is monday to expressions and a word of the language to people.
type weekday time.Weekday

func (d weekday) Plain() any               { return strings.ToLower(time.Weekday(d).String()) }
func (d weekday) Print(lang string) string { return expr.WeekdayName(time.Weekday(d), lang) }

// Set changes one field; the name is as in Change.Field.
func (c *Contact) Set(field string, value json.RawMessage) bool {
	if key, ok := strings.CutPrefix(field, "fields."); ok {
		if key == "" {
			return false
		}
		fields := make(map[string]json.RawMessage, len(c.Fields)+1)
		for k, v := range c.Fields {
			fields[k] = v
		}
		if string(value) == "null" {
			delete(fields, key)
		} else {
			fields[key] = value
		}
		c.Fields = fields
		return true
	}
	if field == "consent" {
		var yes bool
		if json.Unmarshal(value, &yes) != nil {
			return false
		}
		c.OptedOut = !yes
		return true
	}
	var target *string
	switch field {
	case "first_name":
		target = &c.FirstName
	case "last_name":
		target = &c.LastName
	case "name":
		target = &c.Name
	case "email":
		target = &c.Email
	case "phone":
		target = &c.Phone
	case "url":
		target = &c.URL
	case "language":
		target = &c.Language
	default:
		return false
	}
	*target = ""
	return json.Unmarshal(value, target) == nil
}
