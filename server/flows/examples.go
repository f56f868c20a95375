package flows

import (
	"context"
	"embed"
	"encoding/json"
	"slices"
	"strings"

	"flusso/engine/flow"
	"flusso/server/fault"
)

//go:embed examples/*.json
var examples embed.FS

// Examples are the flows that a new one may start from, as they are offered.
var Examples = []string{"lead", "appointment", "order_status", "support", "faq", "survey", "opt_in", "ad"}

// example reads one in a language; in another one than those of the program its texts are English.
func example(name, language string) (flow.Document, error) {
	if !slices.Contains(Examples, name) {
		return flow.Document{}, fault.Fields(fault.At("/example", fault.NotOneOf, "values", strings.Join(Examples, ", ")))
	}
	raw, err := examples.ReadFile("examples/" + name + "." + language + ".json")
	if err != nil {
		if raw, err = examples.ReadFile("examples/" + name + ".en.json"); err != nil {
			return flow.Document{}, err
		}
	}
	doc, err := read(raw)
	doc.Settings.Language = language
	return doc, err
}

// handOverTo gives the conversations that an example hands over to whoever makes
// the flow: the only person of the team who is surely there.
func (s *Service) handOverTo(ctx context.Context, doc *flow.Document, by By) error {
	if by.User == nil {
		return nil // a program: it says itself who, and Check asks for it
	}
	user, err := s.st.User(ctx, *by.User)
	if err != nil {
		return err
	}
	id := uid(user.UID)
	for i, st := range doc.Steps {
		if st.Kind != "assign" {
			continue
		}
		var config map[string]json.RawMessage
		if err := json.Unmarshal(st.Config, &config); err != nil {
			return err
		}
		if config["user"], err = json.Marshal(id); err != nil {
			return err
		}
		if doc.Steps[i].Config, err = json.Marshal(config); err != nil {
			return err
		}
	}
	return nil
}
