package step

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"

	"flusso/engine/expr"
	"flusso/engine/hours"
)

// A config's fields are its form. Tags of a field:
//
//	title, help, placeholder   what people read
//	widget                     see the list of widgets in docs/steps.md
//	enum                       "value=Label|value=Label~help": choices
//	style, unit, lang          hints of single widgets
//	when                       shown and checked only then (see When)
//	group, collapsed           a section of the form
//	required                   may not be empty
//	max                        longest text in UTF-16 units, or greatest number
//	min                        least number
//	items                      greatest number of elements
//	sees                       a name beside those of every flow that its path may begin with
type form struct {
	fields []field
}

type field struct {
	name, title, help, placeholder, widget string
	style, unit, lang, when, group, item   string
	sees                                   string
	collapsed, required                    bool
	min, max                               *float64
	items                                  int
	enum                                   []choice
	kind                                   valueKind
	sub                                    *form // of an object or of a list's objects
}

type choice struct{ value, label, help string }

type valueKind int

const (
	kindText valueKind = iota
	kindTemplate
	kindPath
	kindBool
	kindInteger
	kindNumber
	kindObject
	kindTexts     // list of texts
	kindTemplates // list of texts that may hold variables
	kindObjects   // list of objects
	kindAny
)

var (
	templateType = reflect.TypeFor[expr.Template]()
	pathType     = reflect.TypeFor[expr.Path]()
	rawType      = reflect.TypeFor[json.RawMessage]()
	scheduleType = reflect.TypeFor[hours.Schedule]()
)

func newForm(config any) *form { return formOf(reflect.TypeOf(config)) }

func formOf(t reflect.Type) *form {
	f := &form{}
	for i := range t.NumField() {
		sf := t.Field(i)
		if sf.Anonymous { // its members are ours, as in JSON
			f.fields = append(f.fields, formOf(sf.Type).fields...)
			continue
		}
		name, _, _ := strings.Cut(sf.Tag.Get("json"), ",")
		if name == "" || name == "-" {
			panic("field " + sf.Name + " of " + t.Name() + " has no name in JSON")
		}
		fd := field{
			name: name, title: sf.Tag.Get("title"), help: sf.Tag.Get("help"), placeholder: sf.Tag.Get("placeholder"),
			widget: sf.Tag.Get("widget"), style: sf.Tag.Get("style"), unit: sf.Tag.Get("unit"), lang: sf.Tag.Get("lang"),
			when: sf.Tag.Get("when"), group: sf.Tag.Get("group"), item: sf.Tag.Get("item"), sees: sf.Tag.Get("sees"),
			collapsed: sf.Tag.Get("collapsed") == "true", required: sf.Tag.Get("required") == "true",
			min: bound(sf, "min"), max: bound(sf, "max"),
		}
		if n := bound(sf, "items"); n != nil {
			fd.items = int(*n)
		}
		for _, c := range strings.Split(sf.Tag.Get("enum"), "|") {
			if value, label, ok := strings.Cut(c, "="); ok {
				label, help, _ := strings.Cut(label, "~")
				fd.enum = append(fd.enum, choice{value, label, help})
			}
		}
		ft := sf.Type
		if ft.Kind() == reflect.Pointer {
			ft = ft.Elem()
		}
		switch {
		case ft == templateType:
			fd.kind = kindTemplate
		case ft == pathType:
			fd.kind = kindPath
		case ft == rawType, ft == scheduleType:
			fd.kind = kindAny
		case ft.Kind() == reflect.String:
			fd.kind = kindText
		case ft.Kind() == reflect.Bool:
			fd.kind = kindBool
		case ft.Kind() == reflect.Int:
			fd.kind = kindInteger
		case ft.Kind() == reflect.Float64:
			fd.kind = kindNumber
		case ft.Kind() == reflect.Struct:
			fd.kind, fd.sub = kindObject, formOf(ft)
		case ft.Kind() == reflect.Slice && ft.Elem() == templateType:
			fd.kind = kindTemplates
		case ft.Kind() == reflect.Slice && ft.Elem().Kind() == reflect.String:
			fd.kind = kindTexts
		case ft.Kind() == reflect.Slice && ft.Elem().Kind() == reflect.Struct:
			fd.kind, fd.sub = kindObjects, formOf(ft.Elem())
		default:
			panic("field " + name + ": a form has no widget for " + ft.String())
		}
		f.fields = append(f.fields, fd)
	}
	return f
}

func bound(sf reflect.StructField, tag string) *float64 {
	s := sf.Tag.Get(tag)
	if s == "" {
		return nil
	}
	n, err := strconv.ParseFloat(s, 64)
	if err != nil {
		panic("field " + sf.Name + ": " + tag + " is no number")
	}
	return &n
}

// schema is the JSON Schema of the form, with hints for the editor.
func (f *form) schema(kind string, lang *Language) map[string]any {
	properties := map[string]any{}
	for i, fd := range f.fields {
		p := fd.valueSchema(kind, lang)
		p["x-order"] = i + 1
		put := func(name, text string, translate bool) {
			if text != "" && translate {
				text = lang.Text(kind, text)
			}
			if text != "" {
				p[name] = text
			}
		}
		put("title", fd.title, true)
		put("description", fd.help, true)
		put("x-widget", fd.widget, false)
		put("x-placeholder", fd.placeholder, true)
		put("x-when", fd.when, false)
		put("x-group", fd.group, true)
		put("x-style", fd.style, false)
		put("x-unit", fd.unit, true)
		put("x-language", fd.lang, false)
		put("x-item-title", fd.item, false)
		if fd.collapsed {
			p["x-collapsed"] = true
		}
		if fd.required {
			p["x-required"] = true
		}
		if fd.items > 0 {
			p["x-max-items"] = fd.items
		}
		if fd.max != nil && (fd.kind == kindText || fd.kind == kindTemplate || fd.kind == kindTexts || fd.kind == kindTemplates) {
			p["x-max-length"] = *fd.max
		}
		if len(fd.enum) > 0 {
			var list []map[string]any
			for _, c := range fd.enum {
				m := map[string]any{"value": c.value, "label": lang.Text(kind, c.label)}
				if c.help != "" {
					m["help"] = lang.Text(kind, c.help)
				}
				list = append(list, m)
			}
			p["x-enum"] = list
		}
		properties[fd.name] = p
	}
	return map[string]any{"type": "object", "properties": properties}
}

func (fd *field) valueSchema(kind string, lang *Language) map[string]any {
	p := map[string]any{}
	switch fd.kind {
	case kindText, kindTemplate, kindPath:
		p["type"] = "string"
	case kindBool:
		p["type"] = "boolean"
	case kindInteger, kindNumber:
		p["type"] = map[valueKind]string{kindInteger: "integer", kindNumber: "number"}[fd.kind]
		if fd.min != nil {
			p["x-min"] = *fd.min
		}
		if fd.max != nil {
			p["x-max"] = *fd.max
		}
	case kindObject:
		p = fd.sub.schema(kind, lang)
	case kindTexts, kindTemplates:
		p["type"] = "array"
		p["items"] = map[string]any{"type": "string"}
	case kindObjects:
		p["type"] = "array"
		p["items"] = fd.sub.schema(kind, lang)
	}
	return p
}

// texts lists what people read in the form, in English.
func (f *form) texts(add func(string)) {
	for _, fd := range f.fields {
		for _, s := range []string{fd.title, fd.help, fd.placeholder, fd.group, fd.unit} {
			add(s)
		}
		for _, c := range fd.enum {
			add(c.label)
			add(c.help)
		}
		if fd.sub != nil {
			fd.sub.texts(add)
		}
	}
}

// translate puts the language's texts into the templates of a config.
func (f *form) translate(config any, text func(string) string) {
	m, ok := config.(map[string]any)
	if !ok {
		return
	}
	for _, fd := range f.fields {
		switch v := m[fd.name].(type) {
		case string:
			if fd.kind == kindTemplate && v != "" {
				m[fd.name] = text(v)
			}
		case map[string]any:
			if fd.sub != nil {
				fd.sub.translate(v, text)
			}
		case []any:
			for _, item := range v {
				if fd.sub != nil {
					fd.sub.translate(item, text)
				}
			}
		}
	}
}
