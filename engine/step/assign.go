package step

import (
	"strings"

	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/run"
)

// Assign gives the conversation to somebody of the team. When the flow ends it
// waits for them as new and unread, and no flow starts in it until they close
// it or give it back.
type assignConfig struct {
	User string        `json:"user" title:"Person" widget:"user" required:"true" max:"64"`
	Note expr.Template `json:"note" title:"Note for them" help:"Only your team sees it." widget:"template_line" max:"500"`
}

func init() {
	Register(Kind[assignConfig]{
		Kind: "assign", Name: "Assign", Group: "people", Icon: "user-check", Order: 3,
		Help:     "Gives the conversation to a person of your team.",
		Keywords: []string{"human", "person", "colleague", "agent", "hand over", "conversation", "user"},
		Defaults: assignConfig{},
		Exits:    []ExitRule{{ID: "next", Label: "Next"}},
		Preview:  []PreviewPart{{As: "line", Field: "user", Text: "Gives the conversation to {user}"}},
		Enter: func(c *assignConfig, s *run.Scope) run.Outcome {
			s.Add(run.Event{Kind: run.Assigned, Assign: &run.Assign{User: c.User, Note: strings.TrimSpace(s.Text(c.Note))}})
			return run.Next()
		},
		Refs: func(c *assignConfig) []flow.Reference {
			return []flow.Reference{{Kind: flow.RefUser, ID: c.User, Field: "user"}}
		},
	})
}
