package run

import (
	"encoding/json"
	"strconv"
	"time"

	"flusso/engine/expr"
	"flusso/engine/hours"
	"flusso/engine/message"
)

// Scope is all that a step may touch: what it may know, and what it may ask
// for. The engine makes one for each sprint.
type Scope struct {
	// What the engine sets.
	Now              time.Time       // the run's clock, in the account's zone
	Language         string          // of the flow
	Country          string          // default of phone numbers
	Hours            *hours.Schedule // nil: always open
	WindowUntil      time.Time       // until then WhatsApp takes free messages; zero: it does not
	FlowName         string
	NewID            func() string
	Contact          Contact
	ConversationTags []string
	Snapshot         *Snapshot
	StepID, StepKey  string // the step at work
	// Flow is the id of the called flow at work; empty in the one that the run started in.
	Flow string
	// TemplateProblem says why an approved template cannot be sent now:
	// template_missing, template_not_approved, template_paused, or "". nil: all can.
	TemplateProblem func(name, language string) string

	// What the steps produced.
	Events []Event
	Sends  int

	decoded map[string]any // answers read in this sprint
	full    bool           // too many sends: the sprint is given up
}

// WindowOpen says whether WhatsApp takes messages of any kind now. Outside the
// 24 hours after the person's last message it takes approved templates only.
func (s *Scope) WindowOpen() bool { return s.Now.Before(s.WindowUntil) }

// Add notes a fact at the current step.
func (s *Scope) Add(e Event) {
	e.At = s.Now.UnixMilli()
	if e.Flow == "" {
		e.Flow = s.Flow
	}
	if e.Step == "" {
		e.Step = s.StepID
	}
	s.Events = append(s.Events, e)
}

// Problem notes an author's mistake, or a limit that was hit. pairs are names
// and values of its parameters.
func (s *Scope) Problem(code string, pairs ...string) {
	var params map[string]string
	for i := 0; i+1 < len(pairs); i += 2 {
		if params == nil {
			params = map[string]string{}
		}
		params[pairs[i]], _ = message.Cut(pairs[i+1], maxParam)
	}
	s.Add(Event{Kind: Problem, Code: code, Params: params})
}

// maxParam is the longest parameter of an event, in UTF-16 units: enough to
// recognise an expression by.
const maxParam = 200

// Text fills a template in and reports what went wrong.
func (s *Scope) Text(t expr.Template) string {
	text, problems := t.Text(s)
	s.Report(problems)
	return text
}

// Value gives a template's value and reports what went wrong.
func (s *Scope) Value(t expr.Template) (any, bool) {
	v, problems := t.Value(s)
	s.Report(problems)
	for _, p := range problems {
		if p.Code == expr.CodeFailed {
			return nil, false
		}
	}
	return v, true
}

// Report notes what went wrong while a template was filled.
func (s *Scope) Report(problems []expr.Problem) {
	for _, p := range problems {
		s.Problem(p.Code, p.Pairs()...)
	}
}

// Send queues a message. What is longer than WhatsApp allows is shortened and
// reported; what WhatsApp would refuse is not sent and reported: a broken
// message, and anything but a template outside the 24 h window.
func (s *Scope) Send(c message.Content) bool {
	if c.Type != message.Template && !s.WindowOpen() {
		s.Problem(CodeWindowClosed)
		return false
	}
	for _, v := range message.Fit(&c) {
		s.Problem(CodeShortened, "part", v.Part, "max", v.Params["max"], "got", v.Params["got"])
	}
	if broken := message.Check(c); len(broken) > 0 {
		for _, v := range broken {
			s.Problem(CodeNotSendable, "part", v.Part, "rule", v.Code)
		}
		return false
	}
	if s.Sends++; s.Sends > SendsPerSprint {
		s.full = true
		return false
	}
	s.Add(Event{Kind: MessageQueued, Content: &c, Message: s.NewID()})
	return true
}

// Full says that more was sent in one sprint than is allowed.
func (s *Scope) Full() bool { return s.full }

// Keep stores what the step leaves for later ones.
func (s *Scope) Keep(value any) bool {
	data, err := json.Marshal(value)
	if err != nil || len(data) > ValueLimit {
		s.Problem(CodeValueTooLarge, "max", strconv.Itoa(ValueLimit), "got", strconv.Itoa(len(data)))
		return false
	}
	s.keep(s.StepKey, data)
	return true
}

func (s *Scope) keep(key string, data json.RawMessage) { s.put(Answer{Key: key, Value: data}) }

func (s *Scope) put(a Answer) {
	delete(s.decoded, a.Key)
	frame := s.Snapshot.Frame()
	for i := range frame.Answers {
		if frame.Answers[i].Key == a.Key {
			frame.Answers[i] = a
			return
		}
	}
	frame.Answers = append(frame.Answers, a)
}

// Accept notes that a reply was taken, and keeps its value.
func (s *Scope) Accept(in *message.Inbound, a Reply) bool {
	data, err := json.Marshal(a)
	if err != nil || len(data) > ValueLimit {
		s.Problem(CodeValueTooLarge, "max", strconv.Itoa(ValueLimit), "got", strconv.Itoa(len(data)))
		return false
	}
	s.keep(s.StepKey, data)
	s.Add(Event{Kind: ReplyAccepted, Message: in.ID, Value: data})
	return true
}

// Refuse notes that a reply was not what the step asked for.
func (s *Scope) Refuse(in *message.Inbound, code string, pairs ...string) {
	var params map[string]string
	for i := 0; i+1 < len(pairs); i += 2 {
		if params == nil {
			params = map[string]string{}
		}
		params[pairs[i]] = pairs[i+1]
	}
	s.Add(Event{Kind: ReplyRefused, Message: in.ID, Code: code, Params: params})
}

// Reply is the value that a question or a menu keeps. Used plainly it is its
// Value.
type Reply struct {
	Value any            `json:"value"`
	Text  string         `json:"text,omitempty"`  // as the person wrote it
	Label string         `json:"label,omitempty"` // of the chosen option
	Media *message.Media `json:"media,omitempty"`
	// Files of an answer that was collected from several messages.
	Files []*message.Media `json:"files,omitempty"`
}

// ChangeContact sets a field of the contact; later steps see it at once.
func (s *Scope) ChangeContact(field string, value any) bool {
	data, err := json.Marshal(value)
	if err != nil || len(data) > ValueLimit {
		s.Problem(CodeValueTooLarge, "max", strconv.Itoa(ValueLimit), "got", strconv.Itoa(len(data)))
		return false
	}
	if !s.Contact.Set(field, data) {
		s.Problem(CodeUnknownField, "field", field)
		return false
	}
	s.Add(Event{Kind: ContactChanged, Change: &Change{Field: field, Value: data}})
	return true
}

// ChangeTags of the contact or of the conversation.
func (s *Scope) ChangeTags(change TagChange) {
	target := &s.Contact.Tags
	if change.Scope == "conversation" {
		target = &s.ConversationTags
	}
	*target = change.Apply(*target)
	s.Add(Event{Kind: TagsChanged, Tags: &change})
}

// Apply gives the tags after the change.
func (change TagChange) Apply(tags []string) []string {
	if change.Replace {
		return append([]string(nil), change.Set...)
	}
	var out []string
	for _, t := range tags {
		if !contains(change.Remove, t) {
			out = append(out, t)
		}
	}
	for _, t := range change.Add {
		if !contains(out, t) {
			out = append(out, t)
		}
	}
	return out
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// Call asks the server for an HTTP call and waits for what becomes of it.
func (s *Scope) Call(req HTTPRequest, safeToRepeat bool) Outcome {
	id := s.NewID()
	s.Add(Event{Kind: EffectAsked, Effect: &Effect{ID: id, Kind: "http", Step: s.StepID, HTTP: &req, SafeToRepeat: safeToRepeat}})
	until := s.Now.Add(time.Duration(req.Timeout)*time.Millisecond + effectGrace)
	return Outcome{Wait: &Wait{Kind: WaitEffect, Effect: id, Until: until.UnixMilli()}}
}

// effectGrace is how long a run waits for the result of a call beyond the
// call's own time-out: the server may be restarted in between.
const effectGrace = 10 * time.Minute

// Codes of problem events. Steps add none of their own: the editor has one
// sentence for each.
const (
	CodeShortened       = "message_shortened"
	CodeNotSendable     = "message_not_sendable"
	CodeValueTooLarge   = "value_too_large"
	CodeUnknownField    = "unknown_contact_field"
	CodeEndlessLoop     = "endless_loop"
	CodeTooManySends    = "too_many_messages"
	CodeSnapshotFull    = "run_too_large"
	CodeBrokenStep      = "step_not_complete"
	CodeNoSuchStep      = "step_missing"
	CodeConditionFailed = "condition_failed"
	CodeBadPhone        = "bad_phone"
	CodeBadEmail        = "bad_email"
	CodeBadURL          = "bad_url"
	CodeCallFailed      = "call_failed"
	CodeEngineBroken    = "step_crashed"
	CodeFlowUnavailable = "flow_unavailable"
	CodeTooManyFlows    = "too_many_flows"
	CodeBadDate         = "bad_date"
	CodePastDate        = "date_in_the_past"
	CodeNeverOpen       = "never_open"
	CodeBadLanguage     = "bad_language"
	CodeWrongValue      = "wrong_value_type"
)

// Codes of steps that talk.
const (
	CodeWindowClosed    = "window_closed"
	CodeNoOptions       = "options_missing"
	CodeOptionsCut      = "options_cut"
	CodeRangeUnreadable = "range_unreadable"
	CodeAnswerCut       = "answer_cut"
	CodeBadPlace        = "bad_place"
	CodeTemplateMissing = "template_missing"
	CodeTemplateRefused = "template_not_approved"
	CodeTemplatePaused  = "template_paused"
	CodeTemplateValue   = "template_value_empty"
)

// ProblemCodes lists every code that a problem event may carry.
func ProblemCodes() []string {
	return []string{
		CodeShortened, CodeNotSendable, CodeValueTooLarge, CodeUnknownField, CodeEndlessLoop, CodeTooManySends,
		CodeSnapshotFull, CodeBrokenStep, CodeNoSuchStep, CodeConditionFailed, CodeBadPhone, CodeBadEmail,
		CodeBadURL, CodeCallFailed, CodeEngineBroken, CodeFlowUnavailable, CodeTooManyFlows, CodeBadDate, CodePastDate,
		CodeNeverOpen, CodeBadLanguage, CodeWrongValue, CodeWindowClosed, CodeNoOptions, CodeOptionsCut, CodeRangeUnreadable,
		CodeAnswerCut, CodeBadPlace, CodeTemplateMissing, CodeTemplateRefused, CodeTemplatePaused, CodeTemplateValue, expr.CodeMissing, expr.CodeFailed,
	}
}
