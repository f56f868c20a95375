package servertest

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// More of Meta's codes that the fake gives.
const (
	CodeTemplateParams = 132000
	CodeTemplatePaused = 132015
	CodeTemplateFormat = 132012
)

// FakeTemplate is a template of the fake's account.
type FakeTemplate struct {
	ID, Name, Language, Category, Status string
	Named                                bool
	Header, Body, Footer                 string // texts; Header "image", "video" or "document": a file
	Buttons                              []map[string]any
}

// templates lists them, two a page so that paging is used.
func (g *Graph) templates(w http.ResponseWriter, r *http.Request) {
	const pageOf = 2
	from, _ := strconv.Atoi(r.URL.Query().Get("after"))
	data := []any{}
	for i := from; i < len(g.acc.Catalog) && i < from+pageOf; i++ {
		t := g.acc.Catalog[i]
		format := "POSITIONAL"
		if t.Named {
			format = "NAMED"
		}
		data = append(data, map[string]any{"id": t.ID, "name": t.Name, "language": t.Language, "status": t.Status, "category": t.Category, "rejected_reason": "NONE",
			"parameter_format": format, "components": t.components()})
	}
	answer := map[string]any{"data": data}
	if from+pageOf < len(g.acc.Catalog) {
		answer["paging"] = map[string]any{"cursors": map[string]any{"after": fmt.Sprint(from + pageOf)}, "next": g.URL + "/next"}
	}
	g.ok(w, answer)
}

func (t FakeTemplate) components() []any {
	out := []any{}
	switch t.Header {
	case "":
	case "image", "video", "document":
		out = append(out, map[string]any{"type": "HEADER", "format": strings.ToUpper(t.Header)})
	default:
		out = append(out, map[string]any{"type": "HEADER", "format": "TEXT", "text": t.Header})
	}
	out = append(out, map[string]any{"type": "BODY", "text": t.Body})
	if t.Footer != "" {
		out = append(out, map[string]any{"type": "FOOTER", "text": t.Footer})
	}
	if len(t.Buttons) > 0 {
		list := []any{}
		for _, b := range t.Buttons {
			list = append(list, b)
		}
		out = append(out, map[string]any{"type": "BUTTONS", "buttons": list})
	}
	return out
}

var fakeVariable = regexp.MustCompile(`\{\{[a-z0-9_]+\}\}`)

func variablesIn(s string) int {
	all := fakeVariable.FindAllString(s, -1)
	slices.Sort(all)
	return len(slices.Compact(all))
}

// judgeTemplate says what is wrong with the send of a template, as Meta would.
func (g *Graph) judgeTemplate(body map[string]any) (code int, why string) {
	call := object(body, "template")
	lang, _ := object(call, "language")["code"].(string)
	name, _ := call["name"].(string)
	i := slices.IndexFunc(g.acc.Catalog, func(t FakeTemplate) bool { return t.Name == name && t.Language == lang })
	if i < 0 {
		if slices.Contains(g.acc.Templates, name+"/"+lang) {
			return 0, ""
		}
		return CodeNoTemplate, "Template name does not exist in the translation"
	}
	t := g.acc.Catalog[i]
	switch t.Status {
	case "APPROVED":
	case "PAUSED":
		return CodeTemplatePaused, "Template is paused"
	default:
		return CodeNoTemplate, "Template is not approved"
	}
	want := map[string]int{"header": variablesIn(t.Header), "body": variablesIn(t.Body)}
	switch t.Header {
	case "image", "video", "document":
		want["header"] = 1
	}
	for n, b := range t.Buttons {
		address, _ := b["url"].(string)
		want["button "+strconv.Itoa(n)] = variablesIn(address)
		if b["type"] == "COPY_CODE" {
			want["button "+strconv.Itoa(n)] = 1
		}
	}
	list, _ := call["components"].([]any)
	for _, c := range list {
		if code, why := t.component(c, want); code != 0 {
			return code, why
		}
	}
	for part, n := range want {
		if n > 0 {
			return CodeTemplateParams, fmt.Sprintf("Number of parameters does not match the expected number of params: %s lacks %d", part, n)
		}
	}
	return 0, ""
}

// component checks one part of a send and takes it off what is wanted.
func (t FakeTemplate) component(c any, want map[string]int) (code int, why string) {
	part, _ := c.(map[string]any)
	key, _ := part["type"].(string)
	quick := false
	if key == "button" {
		index := fmt.Sprint(part["index"])
		key += " " + index
		if n, err := strconv.Atoi(index); err != nil || n >= len(t.Buttons) {
			return CodeTemplateFormat, "no button at index " + index
		}
		quick = part["sub_type"] == "quick_reply"
	}
	params, _ := part["parameters"].([]any)
	if !quick && len(params) != want[key] {
		return CodeTemplateParams, fmt.Sprintf("Number of parameters does not match the expected number of params: %s has %d of %d", key, len(params), want[key])
	}
	for _, p := range params {
		one, _ := p.(map[string]any)
		kind, _ := one["type"].(string)
		switch kind {
		case "text":
			if s, _ := one["text"].(string); s == "" || strings.ContainsAny(s, "\n\t") || strings.Contains(s, "     ") {
				return CodeTemplateFormat, "text parameter of " + key
			}
			if named, _ := one["parameter_name"].(string); t.Named && key == "body" && named == "" {
				return CodeTemplateFormat, "parameter_name is missing"
			}
		case "payload", "coupon_code":
			if s, _ := one[kind].(string); s == "" {
				return CodeTemplateFormat, kind + " is empty"
			}
		case "image", "video", "document":
			if why := file(object(one, kind), kind); why != "" {
				return CodeTemplateFormat, why
			}
		case "location":
		default:
			return CodeTemplateFormat, "unknown parameter type " + kind
		}
	}
	delete(want, key)
	return 0, ""
}
