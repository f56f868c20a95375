package step

import (
	"math"

	"flusso/engine/run"
)

// Conversation closes or reopens the conversation, or keeps flows out of it
// for a time.
type conversationConfig struct {
	Action  string   `json:"action" title:"What to do" widget:"select" enum:"close=Close the conversation|reopen=Open it again for your team|silence=Keep flows silent for a time"`
	Silence Duration `json:"silence" title:"How long" widget:"duration" when:"action=silence"`
}

func init() {
	Register(Kind[conversationConfig]{
		Kind: "conversation", Name: "Conversation", Group: "people", Icon: "messages", Order: 4,
		Help:     "Closes or reopens the conversation, or keeps flows silent in it.",
		Keywords: []string{"close", "reopen", "silence", "mute", "bot"},
		Defaults: conversationConfig{Action: run.ActionClose, Silence: Duration{12, "h"}},
		Exits:    []ExitRule{{ID: "next", Label: "Next"}},
		Preview: []PreviewPart{
			{As: "line", Text: "Closes the conversation", When: "action=close"},
			{As: "line", Text: "Opens the conversation for your team", When: "action=reopen"},
			{As: "line", Text: "Keeps flows silent for {silence}", When: "action=silence"},
		},
		Enter: func(c *conversationConfig, s *run.Scope) run.Outcome {
			change := run.ConversationChange{Action: c.Action}
			switch c.Action {
			case run.ActionSilence:
				change.Minutes = max(1, int(math.Ceil(c.Silence.Time().Minutes())))
			case run.ActionReopen:
			default:
				change.Action = run.ActionClose
			}
			s.Add(run.Event{Kind: run.Conversation, Conversation: &change})
			return run.Next()
		},
		Check: func(c *conversationConfig, k *Checker) {
			if c.Action == run.ActionSilence {
				c.Silence.check(k, "silence")
			}
		},
	})
}
