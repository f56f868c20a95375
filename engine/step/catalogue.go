package step

import (
	"embed"
	"encoding/json"
	"io/fs"
	"sort"
	"strings"
)

// Catalogue is what GET /api/v1/step-kinds serves.
type Catalogue struct {
	Items     []CatalogueKind `json:"items"`
	Groups    []Group         `json:"groups"`
	Triggers  []CatalogueKind `json:"triggers"`
	Variables []Variable      `json:"variables"`
}

// CatalogueKind is a kind as the editor sees it.
type CatalogueKind struct {
	Kind     string          `json:"kind"`
	Name     string          `json:"name"`
	Help     string          `json:"help"`
	Group    string          `json:"group"`
	Icon     string          `json:"icon"`
	Type     string          `json:"type,omitempty"` // of triggers: inbound, outbound, marketing
	Keywords []string        `json:"keywords"`
	Schema   json.RawMessage `json:"schema"`
	Defaults json.RawMessage `json:"defaults"`
	Exits    []ExitRule      `json:"exits"`
	Preview  []PreviewPart   `json:"preview"`
	Outputs  []Output        `json:"outputs"`
	Waits    bool            `json:"waits"`
	Final    bool            `json:"final"`
	Note     bool            `json:"note"` // a sticky: drawn as a note, not as a step
}

// Group of kinds in the step library.
type Group struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// Variable that every flow has.
type Variable struct {
	Path  string `json:"path"`
	Label string `json:"label"`
	Group string `json:"group"`
	Type  string `json:"type"`
}

var groups = []Group{{"messages", "Messages"}, {"questions", "Questions"}, {"logic", "Logic"}, {"actions", "Actions"}, {"people", "People"}}

// variables of every flow, in the order of the picker.
var variables = []Variable{
	{"contact.first_name", "First name", "contact", "text"},
	{"contact.last_name", "Last name", "contact", "text"},
	{"contact.name", "Full name", "contact", "text"},
	{"contact.phone", "Phone", "contact", "text"},
	{"contact.email", "Email", "contact", "text"},
	{"contact.url", "Web address", "contact", "text"},
	{"contact.language", "Language", "contact", "text"},
	{"contact.tags", "Contact tags", "contact", "list"},
	{"contact.consent", "Takes messages", "contact", "boolean"},
	{"trigger.text", "Message that started the flow", "trigger", "text"},
	{"trigger.kind", "Kind of trigger", "trigger", "text"},
	{"trigger.referral.headline", "Headline of the ad", "trigger", "text"},
	{"trigger.referral.source_id", "Id of the ad", "trigger", "text"},
	{"trigger.referral.source_url", "Address of the ad", "trigger", "text"},
	{"global.date", "Today's date", "global", "date"},
	{"global.time", "Time of day", "global", "text"},
	{"global.weekday", "Weekday", "global", "text"},
	{"global.now", "Date and time", "global", "date"},
	{"global.in_working_hours", "In working hours", "global", "boolean"},
	{"run.flow_name", "Name of the flow", "run", "text"},
	{"run.started_at", "When the person entered the flow", "run", "date"},
}

//go:embed locales/*.json
var localeFiles embed.FS

// Language holds the texts of one language by kind ("" is for all), keyed by
// the English text.
type Language struct {
	Code  string
	texts map[string]map[string]string
}

var english = &Language{Code: "en"}

// languages by code.
var languages = loadLanguages()

func loadLanguages() map[string]*Language {
	all := map[string]*Language{"en": english}
	names, err := fs.Glob(localeFiles, "locales/*.json")
	if err != nil {
		panic(err)
	}
	for _, name := range names {
		data, err := localeFiles.ReadFile(name)
		if err != nil {
			panic(err)
		}
		l := &Language{Code: strings.TrimSuffix(strings.TrimPrefix(name, "locales/"), ".json")}
		if err := json.Unmarshal(data, &l.texts); err != nil {
			panic(name + ": " + err.Error())
		}
		all[l.Code] = l
	}
	return all
}

// Text is the translation of an English text of a kind, or the text itself.
func (l *Language) Text(kind, text string) string {
	if text == "" || l.texts == nil {
		return text
	}
	if t, ok := l.texts[kind][text]; ok {
		return t
	}
	if t, ok := l.texts[""][text]; ok {
		return t
	}
	return text
}

// has says whether the text is translated.
func (l *Language) has(kind, text string) bool {
	_, a := l.texts[kind][text]
	_, b := l.texts[""][text]
	return a || b
}

func language(code string) *Language {
	if i := strings.IndexAny(code, "-_"); i > 0 {
		code = code[:i]
	}
	if l := languages[strings.ToLower(code)]; l != nil {
		return l
	}
	return english
}

// Catalogue describes every kind in a language (unknown ones read English).
func (r *Registry) Catalogue(code string) Catalogue {
	l := language(code)
	c := Catalogue{Items: []CatalogueKind{}, Triggers: []CatalogueKind{}}
	for _, g := range groups {
		c.Groups = append(c.Groups, Group{g.ID, l.Text("", g.Label)})
	}
	for _, v := range variables {
		v.Label = l.Text("", v.Label)
		c.Variables = append(c.Variables, v)
	}
	for _, k := range r.ordered(r.steps) {
		c.Items = append(c.Items, k.describe(l))
	}
	for _, k := range r.ordered(r.triggers) {
		c.Triggers = append(c.Triggers, k.describe(l))
	}
	return c
}

func (r *Registry) ordered(m map[string]*kind) []*kind {
	rank := map[string]int{}
	for i, g := range groups {
		rank[g.ID] = i
	}
	var out []*kind
	for _, name := range sortedNames(m) {
		out = append(out, m[name])
	}
	sort.SliceStable(out, func(i, j int) bool {
		if a, b := rank[out[i].group], rank[out[j].group]; a != b {
			return a < b
		}
		return out[i].order < out[j].order
	})
	return out
}

func (k *kind) describe(l *Language) CatalogueKind {
	d := CatalogueKind{
		Kind: k.id, Name: l.Text(k.id, k.name), Help: l.Text(k.id, k.help), Group: k.group, Icon: k.icon, Type: k.typ,
		Keywords: []string{}, Exits: []ExitRule{}, Preview: translateParts(k.id, k.preview, l), Outputs: []Output{}, Waits: k.waits, Final: k.final, Note: k.note,
	}
	for _, w := range k.keywords {
		d.Keywords = append(d.Keywords, l.Text(k.id, w))
	}
	for _, e := range k.exits {
		if e.Each == "" {
			e.Label = l.Text(k.id, e.Label)
		}
		d.Exits = append(d.Exits, e)
	}
	for _, o := range k.outputs {
		o.Label = l.Text(k.id, o.Label)
		d.Outputs = append(d.Outputs, o)
	}
	schema := k.form.schema(k.id, l)
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	d.Schema = marshal(schema)
	defaults := decode(marshal(k.defaults))
	k.form.translate(defaults, func(s string) string { return l.Text(k.id, s) })
	d.Defaults = marshal(defaults)
	return d
}

func translateParts(kind string, parts []PreviewPart, l *Language) []PreviewPart {
	out := make([]PreviewPart, len(parts))
	for i, p := range parts {
		p.Text = l.Text(kind, p.Text)
		if p.Parts != nil {
			p.Parts = translateParts(kind, p.Parts, l)
		}
		out[i] = p
	}
	return out
}

// marshal writes values of our own making, which cannot fail.
func marshal(v any) json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return data
}

// Defaults is the config of a new step (or trigger) of the kind in a language.
func (r *Registry) Defaults(kind, lang string) json.RawMessage {
	k := r.steps[kind]
	if k == nil {
		k = r.triggers[kind]
	}
	if k == nil {
		return json.RawMessage("{}")
	}
	return k.describe(language(lang)).Defaults
}

// texts lists every text that people read, by kind ("" for common ones).
func (r *Registry) texts(add func(kind, text string)) {
	for _, g := range groups {
		add("", g.Label)
	}
	for _, v := range variables {
		add("", v.Label)
	}
	for _, unit := range []string{"s", "min", "h", "d", "Option"} {
		add("", unit)
	}
	for _, m := range []map[string]*kind{r.steps, r.triggers} {
		for _, name := range sortedNames(m) {
			k := m[name]
			put := func(text string) {
				if text != "" {
					add(k.id, text)
				}
			}
			put(k.name)
			put(k.help)
			for _, w := range k.keywords {
				put(w)
			}
			for _, e := range k.exits {
				if e.Each == "" {
					put(e.Label)
				}
			}
			for _, o := range k.outputs {
				put(o.Label)
			}
			previewTexts(k.preview, put)
			k.form.texts(put)
			k.form.translate(decode(marshal(k.defaults)), func(s string) string { put(s); return s })
		}
	}
}

func previewTexts(parts []PreviewPart, put func(string)) {
	for _, p := range parts {
		put(p.Text)
		previewTexts(p.Parts, put)
	}
}
