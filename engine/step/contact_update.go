package step

import (
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

type contactChange struct {
	Field string        `json:"field" title:"Field" widget:"contact_field" required:"true"`
	Value expr.Template `json:"value" title:"New value" help:"Empty: the field is cleared." widget:"template_line" max:"2000"`
}

func init() {
	Register(Kind[contactUpdateConfig]{
		Kind: "contact_update", Name: "Contact update", Group: "people", Icon: "user-edit", Order: 1,
		Help:     "Saves values in the fields of the contact.",
		Keywords: []string{"save", "field", "name", "email", "custom"},
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
			for i, change := range c.Changes {
				checkField(k, "changes."+strconv.Itoa(i)+".field", change.Field)
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
	switch c.Field {
	case "phone":
		if text != "" {
			e164, ok := phone.Parse(text, s.Country)
			if !ok {
				s.Problem(run.CodeBadPhone, "value", text)
				return
			}
			text = e164
		}
	case "email":
		if text != "" && !ValidEmail(text) {
			s.Problem(run.CodeBadEmail, "value", text)
			return
		}
	}
	s.ChangeContact(c.Field, text)
}

// optionLike says whether the value is a chosen option: people want its words
// in a field, not its id.
func optionLike(v any) bool {
	label, ok := expr.Member(v, "label")
	return ok && label != ""
}
