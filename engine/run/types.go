// Package run is the state of one contact's way through a flow, and what a
// sprint of the engine produces.
package run

import (
	"encoding/json"

	"flusso/engine/message"
)

// Status of a run. Running is only seen inside a sprint and while an effect
// is under way; a live run is running or waiting.
type Status string

// The states of a run; the last four are final.
const (
	Running   Status = "running"
	Waiting   Status = "waiting"
	Completed Status = "completed"
	Expired   Status = "expired"
	Canceled  Status = "canceled"
	Failed    Status = "failed"
)

// Live says whether the run may still go on.
func (s Status) Live() bool { return s == Running || s == Waiting }

// WaitKind says what a run stands still for.
type WaitKind string

// What a run may wait for.
const (
	WaitReply  WaitKind = "reply"  // a message of the person, or Until
	WaitTime   WaitKind = "time"   // Until
	WaitEffect WaitKind = "effect" // the result of Effect, or Until
)

// Wait is why a run stands still.
type Wait struct {
	Kind     WaitKind        `json:"kind"`
	Step     string          `json:"step"`
	Until    int64           `json:"until,omitempty"`  // unix milliseconds; 0: for ever
	Effect   string          `json:"effect,omitempty"` // id of the effect
	Attempts int             `json:"attempts,omitempty"`
	Data     json.RawMessage `json:"data,omitempty"` // the step's own notes
	// NoInterrupt keeps interrupting words of other flows away while it lasts.
	NoInterrupt bool `json:"no_interrupt,omitempty"`
	// Quiet says that Until ends a burst of messages: the step goes on then, it
	// is no time-out.
	Quiet bool `json:"quiet,omitempty"`
}

// Answer is what a step left for later steps, raw until used.
type Answer struct {
	Key   string          `json:"key"`
	Value json.RawMessage `json:"value"`
	// Called says that the value holds the answers of a called flow by their keys.
	Called bool `json:"called,omitempty"`
}

// Frame is a level inside a run when a flow calls another. The last one is at
// work; the others stand at the step that called the next.
type Frame struct {
	Version string   `json:"version"`        // id of the version that this level runs
	Flow    string   `json:"flow,omitempty"` // id of its flow
	Step    string   `json:"step"`
	Answers []Answer `json:"answers,omitempty"` // in the order of first writing
	// Variables are var.* of a called flow. Those of the first level stand in
	// the snapshot.
	Variables json.RawMessage `json:"variables,omitempty"`
}

// Snapshot is a run at rest. Its JSON is what the store keeps (at most
// SnapshotLimit bytes).
type Snapshot struct {
	V         int             `json:"v"`
	ID        string          `json:"id"`
	Status    Status          `json:"status"`
	Outcome   string          `json:"outcome,omitempty"`
	Frames    []Frame         `json:"frames"`
	Wait      *Wait           `json:"wait,omitempty"`
	Variables json.RawMessage `json:"variables,omitempty"` // var.*
	Trigger   *Trigger        `json:"trigger,omitempty"`
	StartedAt int64           `json:"started_at"`
}

// Trigger is what started a run: trigger.* of the expressions.
type Trigger struct {
	ID      string           `json:"id,omitempty"`
	Kind    string           `json:"kind"` // a trigger kind, or api, hand, test
	Message *message.Inbound `json:"message,omitempty"`
}

// InputKind says what moves a run on.
type InputKind string

// What may move a run on.
const (
	InputMessage InputKind = "message"
	InputTime    InputKind = "time" // the wait's Until has come
	InputEffect  InputKind = "effect"
)

// Input moves a run on.
type Input struct {
	Kind    InputKind        `json:"kind"`
	Message *message.Inbound `json:"message,omitempty"`
	Effect  *EffectResult    `json:"effect,omitempty"`
}

// Effect is something that the engine asks the server to do and report back.
type Effect struct {
	ID           string       `json:"id"`
	Kind         string       `json:"kind"` // http
	Step         string       `json:"step"`
	HTTP         *HTTPRequest `json:"http,omitempty"`
	SafeToRepeat bool         `json:"safe_to_repeat,omitempty"` // after a crash a POST or PATCH may be made again
}

// HTTPRequest is a call, ready to be made.
type HTTPRequest struct {
	Method  string   `json:"method"`
	URL     string   `json:"url"` // with the query
	Headers []Header `json:"headers,omitempty"`
	Body    string   `json:"body,omitempty"`
	Timeout int      `json:"timeout_ms"`
}

// Header of a call, in the order in which it was drawn.
type Header struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// EffectResult is what became of an effect.
type EffectResult struct {
	ID        string          `json:"id"`
	Status    int             `json:"status,omitempty"` // HTTP status; 0 when there was no answer
	Headers   []Header        `json:"headers,omitempty"`
	Body      string          `json:"body,omitempty"`  // at most 256 KiB
	JSON      json.RawMessage `json:"json,omitempty"`  // the body when it is JSON
	Error     string          `json:"error,omitempty"` // a code: timeout, refused_address, connect, too_large, outcome_unknown, bad_url
	Detail    string          `json:"detail,omitempty"`
	ElapsedMS int64           `json:"elapsed_ms,omitempty"`
}

// EventKind names a fact that a sprint produced.
type EventKind string

// Facts. The server acts on those marked with *.
const (
	RunStarted     EventKind = "run_started"
	StepEntered    EventKind = "step_entered"
	StepLeft       EventKind = "step_left"     // Exit
	MessageQueued  EventKind = "message"       // * Content, to be sent in order
	ReplyAccepted  EventKind = "reply"         // Value: what the step keeps; Message
	ReplyRefused   EventKind = "reply_refused" // Code says why; Message
	ContactChanged EventKind = "contact"       // * Change
	TagsChanged    EventKind = "tags"          // * Tags
	EffectAsked    EventKind = "effect"        // * Effect
	EffectDone     EventKind = "effect_done"   // Result
	Assigned       EventKind = "assigned"      // * Assign
	Conversation   EventKind = "conversation"  // * Conversation
	VariableSet    EventKind = "variable"      // Change: Field is the key in var.*
	FlowCalled     EventKind = "flow_called"   // Flow: the one that is entered, Outcome "for_good" when nobody comes back
	FlowReturned   EventKind = "flow_returned" // Flow: the one that was left, Outcome
	WaitStarted    EventKind = "wait"          // Wait
	TimedOut       EventKind = "timed_out"
	InputIgnored   EventKind = "input_ignored"
	Problem        EventKind = "problem"   // Code, Params: an author's mistake, or a limit
	Released       EventKind = "released"  // Exit: somebody of the team let the person go on
	Moved          EventKind = "moved"     // by the server: the run goes on in another version; Params from and to
	RunEnded       EventKind = "run_ended" // Status, Outcome
)

// Event is one fact, append-only. Which fields are filled follows from Kind.
type Event struct {
	Kind    EventKind         `json:"kind"`
	At      int64             `json:"at"` // unix milliseconds
	Step    string            `json:"step,omitempty"`
	Exit    string            `json:"exit,omitempty"`
	Content *message.Content  `json:"content,omitempty"`
	Message string            `json:"message,omitempty"` // id of the inbound message, or of the queued one
	Value   json.RawMessage   `json:"value,omitempty"`
	Change  *Change           `json:"change,omitempty"`
	Tags    *TagChange        `json:"tags,omitempty"`
	Effect  *Effect           `json:"effect,omitempty"`
	Result  *EffectResult     `json:"result,omitempty"`
	Wait    *Wait             `json:"wait,omitempty"`
	Status  Status            `json:"status,omitempty"`
	Outcome string            `json:"outcome,omitempty"`
	Code    string            `json:"code,omitempty"`
	Params  map[string]string `json:"params,omitempty"`

	Assign       *Assign             `json:"assign,omitempty"`
	Conversation *ConversationChange `json:"conversation,omitempty"`
	// Flow is the flow to which Step belongs when it is not the one that the
	// run started in; of flow_called and flow_returned the called flow.
	Flow string `json:"flow,omitempty"`
}

// Assign gives the conversation to a person of the team. When the run ends it
// is new and unread for them, and no flow starts in it until it is closed or
// given back; a run that ends without one closes its conversation.
type Assign struct {
	User string `json:"user"`           // id
	Team string `json:"team,omitempty"` // id; for later
	Note string `json:"note,omitempty"`
}

// What may be done to a conversation.
const (
	ActionClose   = "close"
	ActionReopen  = "reopen"
	ActionSilence = "silence" // flows keep still for Minutes
)

// ConversationChange is what a step does to the conversation itself.
type ConversationChange struct {
	Action  string `json:"action"`
	Minutes int    `json:"minutes,omitempty"`
}

// Change sets one field of the contact. Field is first_name, last_name, name,
// email, phone, url, language, consent (true or false) or fields.<key>.
type Change struct {
	Field string          `json:"field"`
	Value json.RawMessage `json:"value"` // null clears it
}

// TagChange changes a set of tags.
type TagChange struct {
	Scope   string   `json:"scope"` // contact or conversation
	Add     []string `json:"add,omitempty"`
	Remove  []string `json:"remove,omitempty"`
	Set     []string `json:"set,omitempty"` // replaces all when Replace
	Replace bool     `json:"replace,omitempty"`
}

// Contact is what expressions see as contact.*.
type Contact struct {
	ID        string                     `json:"id"`
	Name      string                     `json:"name"` // the profile name, or first and last name
	FirstName string                     `json:"first_name"`
	LastName  string                     `json:"last_name"`
	Phone     string                     `json:"phone"` // E.164 with +, or empty
	Email     string                     `json:"email"`
	URL       string                     `json:"url"`
	Language  string                     `json:"language"`
	Tags      []string                   `json:"tags"`
	Fields    map[string]json.RawMessage `json:"fields"`
	OptedOut  bool                       `json:"opted_out,omitempty"`
}
