package step

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/message"
)

// Checker collects what is wrong with one config.
type Checker struct {
	issues []flow.Issue
	seen   map[string]bool // fields that have an issue already: one at a time is enough
}

// Error notes something that stops publishing. field is dotted, from the
// config's root: timeout.wait, options.2.title.
func (k *Checker) Error(code, field string, pairs ...string) {
	k.add(code, flow.SeverityError, field, pairs)
}

// Warn notes something that a person should know.
func (k *Checker) Warn(code, field string, pairs ...string) {
	k.add(code, flow.SeverityWarning, field, pairs)
}

func (k *Checker) add(code string, severity flow.Severity, field string, pairs []string) {
	if k.seen[field] && field != "" {
		return
	}
	if k.seen == nil {
		k.seen = map[string]bool{}
	}
	k.seen[field] = true
	issue := flow.Issue{Code: code, Severity: severity, Field: field}
	if field != "" {
		issue.Path = "/" + strings.ReplaceAll(field, ".", "/")
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if issue.Params == nil {
			issue.Params = map[string]string{}
		}
		issue.Params[pairs[i]] = pairs[i+1]
	}
	k.issues = append(k.issues, issue)
}

// CheckStep looks at a config: its schema, its form, then the kind's own rules.
func (r *Registry) CheckStep(kind string, config json.RawMessage) []flow.Issue {
	return checkConfig(r.steps[kind], config)
}

// CheckTrigger is the same for a trigger.
func (r *Registry) CheckTrigger(kind string, config json.RawMessage) []flow.Issue {
	return checkConfig(r.triggers[kind], config)
}

func checkConfig(k *kind, config json.RawMessage) []flow.Issue {
	if k == nil {
		return nil
	}
	if len(config) == 0 {
		config = json.RawMessage("{}")
	}
	ck := &Checker{}
	if !validate(k, config, ck) {
		return ck.issues
	}
	root := decode(config)
	k.form.check(root, root, "", ck)
	k.check(config, ck)
	return ck.issues
}

// check applies the form's tags.
func (f *form) check(root, value any, at string, ck *Checker) {
	m, _ := value.(map[string]any)
	for _, fd := range f.fields {
		if strings.HasPrefix(fd.when, ".") {
			if !When(strings.TrimPrefix(fd.when, "."), value) {
				continue
			}
		} else if !When(fd.when, root) {
			continue
		}
		fd.check(root, m[fd.name], join(at, fd.name), ck)
	}
}

func join(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}

func (fd *field) check(root, v any, at string, ck *Checker) {
	switch fd.kind {
	case kindText, kindTemplate, kindPath:
		s, _ := v.(string)
		fd.checkText(s, at, ck)
	case kindInteger, kindNumber:
		n, ok := expr.Number(v)
		if !ok && fd.required {
			ck.Error(flow.CodeEmptyField, at)
			return
		}
		if ok && (fd.min != nil && n < *fd.min || fd.max != nil && n > *fd.max) {
			ck.Error(flow.CodeOutOfRange, at, "min", bounds(fd.min), "max", bounds(fd.max))
		}
	case kindObject:
		fd.sub.check(root, v, at, ck)
	case kindTexts, kindObjects, kindTemplates:
		list, _ := v.([]any)
		if fd.required && len(list) == 0 {
			ck.Error(flow.CodeEmptyField, at)
		}
		if fd.items > 0 && len(list) > fd.items {
			ck.Error(flow.CodeTooManyItems, at, "max", strconv.Itoa(fd.items), "got", strconv.Itoa(len(list)))
		}
		for i, item := range list {
			if fd.sub != nil {
				fd.sub.check(root, item, join(at, strconv.Itoa(i)), ck)
			} else if fd.kind == kindTemplates {
				s, _ := item.(string)
				fd.checkText(s, join(at, strconv.Itoa(i)), ck)
			} else if s, _ := item.(string); len(fd.enum) > 0 && !fd.offers(s) {
				ck.Error(flow.CodeUnknownChoice, join(at, strconv.Itoa(i)), "value", s)
			} else if s, _ := item.(string); fd.max != nil && message.Length(s) > int(*fd.max) {
				ck.Error(flow.CodeTextTooLong, join(at, strconv.Itoa(i)), "max", bounds(fd.max), "got", strconv.Itoa(message.Length(s)))
			}
		}
	}
}

func (fd *field) checkText(s, at string, ck *Checker) {
	if strings.TrimSpace(s) == "" {
		if fd.required {
			code := flow.CodeEmptyField
			if fd.name == "text" {
				code = flow.CodeEmptyText
			}
			ck.Error(code, at)
		}
		return
	}
	fixed := true
	var err error
	switch fd.kind {
	case kindTemplate, kindTemplates:
		var t expr.Template
		t, err = expr.ParseTemplate(s)
		fixed = t.Fixed()
	case kindPath:
		err = expr.NewPath(s).Err()
	}
	if err != nil {
		ck.Error(flow.CodeBadExpression, at, expr.Reason(err).Pairs()...)
		return
	}
	if n := message.Length(s); fixed && fd.max != nil && n > int(*fd.max) {
		ck.Error(flow.CodeTextTooLong, at, "max", bounds(fd.max), "got", strconv.Itoa(n))
	}
	if len(fd.enum) > 0 && !fd.offers(s) {
		ck.Error(flow.CodeUnknownChoice, at, "value", s)
	}
}

// offers says whether the value is one of the choices.
func (fd *field) offers(value string) bool {
	return slices.ContainsFunc(fd.enum, func(c choice) bool { return c.value == value })
}

func bounds(n *float64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatFloat(*n, 'f', -1, 64)
}

// Texts are the places of a config that use variables.
func (r *Registry) Texts(kind string, config json.RawMessage) []flow.TextRef {
	k := r.steps[kind]
	if k == nil {
		return nil
	}
	var out []flow.TextRef
	root, want := decode(config), k.wants(config)
	k.form.walkTexts(root, root, "", func(fd *field, at, s string) {
		ref := flow.TextRef{Path: "/" + strings.ReplaceAll(at, ".", "/"), Field: at, Source: s, Want: want[at]}
		if fd.kind == kindPath {
			p := expr.NewPath(s)
			ref.Err, ref.Bare = p.Err(), true
			for _, r := range p.Refs() {
				if fd.sees == "" || r.Path[0] != fd.sees {
					ref.Refs = append(ref.Refs, r)
				}
			}
		} else {
			t, err := expr.ParseTemplate(s)
			ref.Refs, ref.Err = t.Refs(), err
		}
		if ref.Err != nil || len(ref.Refs) > 0 {
			out = append(out, ref)
		}
	})
	return out
}

func (f *form) walkTexts(root, value any, at string, visit func(fd *field, at, s string)) {
	m, _ := value.(map[string]any)
	for i := range f.fields {
		fd := &f.fields[i]
		here := join(at, fd.name)
		switch v := m[fd.name].(type) {
		case string:
			if (fd.kind == kindTemplate || fd.kind == kindPath) && v != "" {
				visit(fd, here, v)
			}
		case map[string]any:
			if fd.kind == kindObject {
				fd.sub.walkTexts(root, v, here, visit)
			}
		case []any:
			for i, item := range v {
				at := join(here, strconv.Itoa(i))
				if fd.kind == kindObjects {
					fd.sub.walkTexts(root, item, at, visit)
				} else if s, ok := item.(string); ok && fd.kind == kindTemplates && s != "" {
					visit(fd, at, s)
				}
			}
		}
	}
}
