package step

import (
	"encoding/json"
	"regexp"
	"sort"
	"strconv"
	"strings"

	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/message"
	"flusso/engine/run"
)

// templateCopy is an approved template as it was when it was picked. What is
// sent is WhatsApp's own text under this name; the copy is for showing it.
type templateCopy struct {
	Name     string           `json:"name" max:"512"`
	Language string           `json:"language" max:"20"`
	Category string           `json:"category" max:"60"`
	Header   templateHeader   `json:"header"`
	Body     string           `json:"body" max:"2048"`
	Footer   string           `json:"footer" max:"60"`
	Buttons  []templateButton `json:"buttons" items:"10"`
}

type templateHeader struct {
	Type string `json:"type" max:"20"` // text, image, video, document, location, or none
	Text string `json:"text" max:"120"`
}

type templateButton struct {
	ID   string `json:"id" max:"3"`    // b0, b1...: of quick replies only; names their path
	Type string `json:"type" max:"40"` // quick_reply, url, phone_number, copy_code...
	Text string `json:"text" max:"60"`
	URL  string `json:"url" max:"2000"`
}

const quickReply = "quick_reply"

// binding is a template with what fills its variables.
type binding struct {
	template     templateCopy
	headerParams []expr.Template
	headerMedia  Media
	headerPlace  placeForm
	bodyParams   []expr.Template
	buttonParams []expr.Template // by the button's place
}

var templateVariable = regexp.MustCompile(`\{\{\s*([A-Za-z0-9_]+)\s*\}\}`)

// variablesOf a template's text: numbers in their order, names in the order
// in which they stand there.
func variablesOf(text string) []string {
	var names []string
	seen := map[string]bool{}
	for _, m := range templateVariable.FindAllStringSubmatch(text, -1) {
		if !seen[m[1]] {
			seen[m[1]] = true
			names = append(names, m[1])
		}
	}
	sort.SliceStable(names, func(i, j int) bool {
		a, aerr := strconv.Atoi(names[i])
		b, berr := strconv.Atoi(names[j])
		return aerr == nil && berr == nil && a < b
	})
	return names
}

func fillIn(text string, names, values []string) string {
	return templateVariable.ReplaceAllStringFunc(text, func(v string) string {
		name := templateVariable.FindStringSubmatch(v)[1]
		for i, n := range names {
			if n == name {
				return values[i]
			}
		}
		return v
	})
}

// Meta's shape of what fills a template.
type component struct {
	Type       string      `json:"type"`
	SubType    string      `json:"sub_type,omitempty"`
	Index      string      `json:"index,omitempty"`
	Parameters []parameter `json:"parameters"`
}

type parameter struct {
	Type     string    `json:"type"`
	Name     string    `json:"parameter_name,omitempty"`
	Text     string    `json:"text,omitempty"`
	Payload  string    `json:"payload,omitempty"`
	Coupon   string    `json:"coupon_code,omitempty"`
	Location *location `json:"location,omitempty"`
}

type location struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Name      string  `json:"name,omitempty"`
	Address   string  `json:"address,omitempty"`
}

// maxCoupon of a copy-code button, in characters.
const maxCoupon = 20

// send fills the template in and queues it. false: it cannot be sent, and the
// reason was reported. A header's file stands in Content.Header, because only
// the sender knows Meta's id of it.
func (b binding) send(s *run.Scope) bool {
	t := b.template
	if t.Name == "" || t.Language == "" {
		s.Problem(run.CodeTemplateMissing, "template", t.Name, "language", t.Language)
		return false
	}
	if s.TemplateProblem != nil {
		if code := s.TemplateProblem(t.Name, t.Language); code != "" {
			s.Problem(code, "template", t.Name, "language", t.Language)
			return false
		}
	}
	f := filling{s: s, ok: true, template: t.Name}
	c := message.Content{Type: message.Template, Footer: t.Footer}
	f.header(b, &c)
	names := variablesOf(t.Body)
	values := f.values("body_params", names, b.bodyParams)
	if len(names) > 0 {
		f.parts = append(f.parts, component{Type: "body", Parameters: texts(names, values)})
	}
	c.Text = fillIn(t.Body, names, values)
	if n := message.Length(c.Text); n > message.MaxTemplateBody {
		s.Problem(run.CodeNotSendable, "part", "text", "rule", message.TooLong, "max", itoa(message.MaxTemplateBody), "got", itoa(n))
		return false
	}
	f.buttons(b, values, &c)
	if !f.ok {
		return false
	}
	c.Template = &message.TemplateCall{Name: t.Name, Language: t.Language}
	if len(f.parts) > 0 {
		params, err := json.Marshal(f.parts)
		if err != nil {
			return false
		}
		c.Template.Params = params
	}
	return s.Send(c)
}

// filling collects the parts of one call.
type filling struct {
	s        *run.Scope
	template string
	parts    []component
	ok       bool
}

// value of one variable: WhatsApp takes no line breaks and no empty ones.
func (f *filling) value(field string, i int, list []expr.Template) string {
	text := ""
	if i < len(list) {
		text = strings.Join(strings.Fields(f.s.Text(list[i])), " ")
	}
	if text == "" {
		f.s.Problem(run.CodeTemplateValue, "template", f.template, "field", field+"."+itoa(i))
		f.ok = false
	}
	return text
}

func (f *filling) values(field string, names []string, list []expr.Template) []string {
	out := make([]string, len(names))
	for i := range names {
		out[i] = f.value(field, i, list)
	}
	return out
}

func texts(names, values []string) []parameter {
	var out []parameter
	for i, v := range values {
		p := parameter{Type: "text", Text: v}
		if _, err := strconv.Atoi(names[i]); err != nil {
			p.Name = names[i]
		}
		out = append(out, p)
	}
	return out
}

func (f *filling) header(b binding, c *message.Content) {
	switch t := message.Type(b.template.Header.Type); t {
	case message.Text:
		names := variablesOf(b.template.Header.Text)
		values := f.values("header_params", names, b.headerParams)
		if len(names) > 0 {
			f.parts = append(f.parts, component{Type: "header", Parameters: texts(names, values)})
		}
		c.Header = &message.Header{Text: fillIn(b.template.Header.Text, names, values)}
	case message.Image, message.Video, message.Document:
		c.Header = &message.Header{Type: t, Media: b.headerMedia.content(f.s)}
		if t != message.Document {
			c.Header.Media.Filename = ""
		}
		if !message.HasFile(c.Header.Media) {
			f.s.Problem(run.CodeNotSendable, "part", "header", "rule", message.MediaMissing)
			f.ok = false
		}
	case message.Location:
		place, ok := b.headerPlace.place(f.s)
		if !ok {
			f.ok = false
			return
		}
		f.parts = append(f.parts, component{Type: "header", Parameters: []parameter{{Type: "location",
			Location: &location{place.Latitude, place.Longitude, place.Name, place.Address}}}})
	}
}

func (f *filling) buttons(b binding, body []string, c *message.Content) {
	for i, button := range b.template.Buttons {
		part := component{Type: "button", Index: itoa(i)}
		switch kind := strings.ToLower(button.Type); {
		case kind == quickReply:
			id := replyID(f.s.StepID, button.ID)
			part.SubType, part.Parameters = quickReply, []parameter{{Type: "payload", Payload: id}}
			c.Options = append(c.Options, message.Option{ID: id, Title: button.Text})
		case kind == "url" && len(variablesOf(button.URL)) > 0:
			part.SubType, part.Parameters = "url", []parameter{{Type: "text", Text: strings.ReplaceAll(f.value("button_params", i, b.buttonParams), " ", "%20")}}
		case kind == "copy_code" && !b.authentication():
			code, _ := message.Cut(f.value("button_params", i, b.buttonParams), maxCoupon)
			part.SubType, part.Parameters = "copy_code", []parameter{{Type: "coupon_code", Coupon: code}}
		case b.authentication() && len(body) > 0: // the code stands in the text and in the button
			part.SubType, part.Parameters = "url", []parameter{{Type: "text", Text: body[0]}}
		default:
			continue
		}
		f.parts = append(f.parts, part)
	}
}

func (b binding) authentication() bool {
	return strings.EqualFold(b.template.Category, "authentication")
}

// check finds variables without a value.
func (b binding) check(k *Checker, at string) {
	t := b.template
	if t.Name == "" {
		k.Error(flow.CodeEmptyField, at+"template")
		return
	}
	want := func(field string, i int, list []expr.Template) {
		if i >= len(list) || list[i].Blank() {
			k.Error(flow.CodeEmptyField, at+field+"."+itoa(i))
		}
	}
	for i := range variablesOf(t.Body) {
		want("body_params", i, b.bodyParams)
	}
	switch message.Type(t.Header.Type) {
	case message.Text:
		for i := range variablesOf(t.Header.Text) {
			want("header_params", i, b.headerParams)
		}
	case message.Image, message.Video, message.Document:
		b.headerMedia.check(k, at+"header_media")
	case message.Location:
		b.headerPlace.check(k, at+"header_place")
	}
	ids := map[string]bool{}
	for i, button := range t.Buttons {
		kind := strings.ToLower(button.Type)
		if kind == "url" && len(variablesOf(button.URL)) > 0 || kind == "copy_code" && !b.authentication() {
			want("button_params", i, b.buttonParams)
		}
		if kind == quickReply && (!buttonID.MatchString(button.ID) || ids[button.ID]) {
			k.Error(flow.CodeBadID, at+"template.buttons."+itoa(i)+".id", "id", button.ID)
		}
		ids[button.ID] = true
	}
}

var buttonID = regexp.MustCompile(`^b[0-9]{1,2}$`)

func (b binding) refs(at string) []flow.Reference {
	refs := b.headerMediaRefs(at)
	if b.template.Name != "" {
		refs = append(refs, flow.Reference{Kind: flow.RefTemplate, ID: b.template.Name, Language: b.template.Language, Field: at + "template"})
	}
	return refs
}

func (b binding) headerMediaRefs(at string) []flow.Reference {
	switch message.Type(b.template.Header.Type) {
	case message.Image, message.Video, message.Document:
		return b.headerMedia.refs(at + "header_media")
	}
	return nil
}
