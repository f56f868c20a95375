// Package flow is the document that a person draws: triggers, steps, exits
// and connections. It knows nothing of how steps behave; what it must know of
// their kinds it asks a Catalog.
package flow

import (
	"encoding/json"
	"slices"
)

// Spec is the version of the document format that this program writes.
const Spec = 1

// Start is the id of the trigger card: the connection from it leads to the
// first step by the exit "next".
const Start = "start"

// KindNote is the step kind of stickies: the engine ignores them, and they
// need no key.
const KindNote = "note"

// Document is one flow as drawn.
type Document struct {
	Spec        int             `json:"spec"`
	Triggers    []Trigger       `json:"triggers"`
	Steps       []Step          `json:"steps"`
	Connections []Connection    `json:"connections"`
	Variables   []Variable      `json:"variables"`
	Settings    Settings        `json:"settings"`
	Layout      json.RawMessage `json:"layout,omitempty"` // the engine ignores it, Diff skips it
}

// Trigger says what starts the flow.
type Trigger struct {
	ID     string          `json:"id"`
	Kind   string          `json:"kind"` // see the trigger kinds
	Config json.RawMessage `json:"config"`
}

// Step is a box on the canvas.
type Step struct {
	ID     string          `json:"id"`
	Kind   string          `json:"kind"`
	Name   string          `json:"name"`
	Key    string          `json:"key"` // the name that variables use
	Config json.RawMessage `json:"config"`
}

// Connection leads from an exit of a step (or of Start) to a step. There is
// at most one for each exit.
type Connection struct {
	From string `json:"from"`
	Exit string `json:"exit"`
	To   string `json:"to"`
}

// Variable is declared by the flow and given by who starts it.
type Variable struct {
	Key      string `json:"key"`
	Label    string `json:"label,omitempty"`
	Type     string `json:"type"` // text, number, boolean, date, list, any
	Default  string `json:"default,omitempty"`
	Required bool   `json:"required,omitempty"`
}

// Settings of the flow as a whole.
type Settings struct {
	Language      string   `json:"language"`                 // of the texts that customers read: en, it, ...
	Country       string   `json:"country,omitempty"`        // ISO 3166-1 alpha-2, default for phone answers
	Channels      []string `json:"channels"`                 // channel ids that it answers on
	ExpiryMinutes int      `json:"expiry_minutes,omitempty"` // life of a waiting step that sets none; 0: 24 h
	Priority      int      `json:"priority,omitempty"`       // between flows whose triggers match alike; higher first
	Webhook       *Webhook `json:"webhook,omitempty"`        // tells another program what happens in the flow
}

// Webhook is where a flow tells what happens in it.
type Webhook struct {
	Enabled bool     `json:"enabled"`
	URL     string   `json:"url"`
	Events  []string `json:"events"` // of WebhookEvents
}

// WebhookEvents are what a flow may tell.
var WebhookEvents = []string{"entered", "completed", "expired", "canceled", "failed"}

// Tells says whether the flow tells somebody of an event.
func (s Settings) Tells(event string) bool {
	return s.Webhook != nil && s.Webhook.Enabled && s.Webhook.URL != "" && slices.Contains(s.Webhook.Events, event)
}
