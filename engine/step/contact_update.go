package step

import (
	"net/url"
	"strconv"
	"strings"

	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/phone"
	"flusso/engine/run"
)

// Contact update writes into the contact's fields: what is written there
// stays when the flow has ended.
type contactUpdateConfig struct {
	Changes []contactChange `json:"changes" title:"Fields" widget:"list" item:"field" items:"30"`
}

// contactChange can set the consent too, which an answer cannot: its field
// offers one more choice.
type contactChange struct {
	Field string        `json:"field" title:"Field" widget:"contact_field" style:"consent" required:"true"`
	Value expr.Template `json:"value" title:"New value" help:"Empty: the field is cleared." widget:"template_line" max:"2000"`
}

func init() {
	Register(Kind[contactUpdateConfig]{
		Kind: "contact_update", Name: "Contact update", Group: "people", Icon: "user-edit", Order: 1,
		Help:     "Saves values in the fields of the contact.",
		Keywords: []string{"save", "field", "name", "email", "custom", "consent"},
		Defaults: contactUpdateConfig{Changes: []contactChange{{Field: "first_name"}}},
		Exits:    []ExitRule{{ID: "next", Label: "Next"}},
		Preview:  []PreviewPart{{Each: "changes", Parts: []PreviewPart{{As: "line", Text: "{field}: {value}"}}}},
		Enter: func(c *contactUpdateConfig, s *run.Scope) run.Outcome {
			for _, change := range c.Changes {
				change.apply(s)
			}
			return run.Next()
		},
		Check: func(c *contactUpdateConfig, k *Checker) {
			if len(c.Changes) == 0 {
				k.Error(flow.CodeNoChange, "changes")
			}
			for i := range c.Changes {
				c.Changes[i].check(k, "changes."+strconv.Itoa(i))
			}
		},
	})
}

func (c *contactChange) apply(s *run.Scope) {
	value, ok := s.Value(c.Value)
	if !ok {
		return // reported; the field stays as it is
	}
	if strings.HasPrefix(c.Field, "fields.") {
		if v := expr.Simple(value); expr.Empty(v) {
			s.ChangeContact(c.Field, nil)
		} else if p, ok := value.(expr.Printer); ok && optionLike(value) {
			s.ChangeContact(c.Field, p.Print(s.Language))
		} else {
			s.ChangeContact(c.Field, v)
		}
		return
	}
	text := strings.TrimSpace(expr.Text(value, s))
	if c.Field == consentField {
		yes, ok := readYes(s, value)
		if !ok {
			s.Problem(run.CodeWrongValue, "want", "boolean", "value", text)
			return
		}
		s.ChangeContact(c.Field, yes)
		return
	}
	if text != "" {
		fitted, code := fitField(c.Field, text, s.Country)
		if code != "" {
			param := "value"
			if code == run.CodeBadURL {
				param = "url"
			}
			s.Problem(code, param, text)
			return
		}
		text = fitted
	}
	s.ChangeContact(c.Field, text)
}

// consentField says whether the person takes messages: false is what STOP does.
const consentField = "consent"

// fitField brings a text to the form of a field of the contact; code says why
// it cannot be.
func fitField(field, text, country string) (fitted, code string) {
	switch field {
	case "phone":
		e164, ok := phone.Parse(text, country)
		if !ok {
			return "", run.CodeBadPhone
		}
		return e164, ""
	case "email":
		if !ValidEmail(text) {
			return "", run.CodeBadEmail
		}
	case "url":
		u, err := url.Parse(text)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			return "", run.CodeBadURL
		}
	case "language":
		if !flow.ValidLanguage(text) {
			return "", run.CodeBadLanguage
		}
	}
	return text, ""
}

// check finds fixed values that the field cannot take.
func (c *contactChange) check(k *Checker, at string) {
	if c.Field == consentField {
		if source := expr.Fold(c.Value.Source()); c.Value.Blank() || c.Value.Fixed() && !consentWord[source] {
			k.Error(flow.CodeWrongValue, at+".value", "want", "boolean", "value", c.Value.Source())
		}
		return
	}
	checkField(k, at+".field", c.Field)
	text := strings.TrimSpace(c.Value.Source())
	if text == "" || !c.Value.Fixed() {
		return
	}
	switch _, code := fitField(c.Field, text, ""); code {
	case run.CodeBadEmail:
		k.Error(flow.CodeBadEmail, at+".value", "value", text)
	case run.CodeBadURL:
		k.Error(flow.CodeBadURL, at+".value", "url", text)
	case run.CodeBadLanguage:
		k.Error(flow.CodeBadLanguage, at+".value", "value", text)
	case run.CodeBadPhone:
		if strings.HasPrefix(text, "+") { // others depend on the flow's country
			k.Error(flow.CodeBadPhone, at+".value", "value", text)
		}
	}
}

// consentWord are the fixed words that readYes knows in every language.
var consentWord = map[string]bool{"true": true, "false": true, "yes": true, "no": true, "si": true, "on": true, "off": true, "1": true, "0": true, "in": true, "out": true}

// optionLike says whether the value is a chosen option: people want its words
// in a field, not its id.
func optionLike(v any) bool {
	label, ok := expr.Member(v, "label")
	return ok && label != ""
}
