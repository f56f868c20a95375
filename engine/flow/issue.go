package flow

import (
	"encoding/json"
	"sort"
	"time"

	"flusso/engine/expr"
)

// Severity of an issue: an error stops publishing, a warning does not.
type Severity string

// Severities.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
)

// Issue is something that Check or Parse found. Its sentence is in the
// editor's catalogues under its code.
type Issue struct {
	Code     string            `json:"code"`
	Severity Severity          `json:"severity"`
	Path     string            `json:"path"`            // JSON pointer into the document
	Step     string            `json:"step,omitempty"`  // id, or start
	Field    string            `json:"field,omitempty"` // of the step's form, dotted
	Params   map[string]string `json:"params,omitempty"`
}

// HasErrors says whether any issue stops publishing.
func HasErrors(issues []Issue) bool {
	for _, i := range issues {
		if i.Severity == SeverityError {
			return true
		}
	}
	return false
}

// ExitInfo is a way out of a step, as its kind and config make it.
type ExitInfo struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// TextRef is a place in a config that uses variables.
type TextRef struct {
	Path   string // JSON pointer inside the config
	Field  string // dotted
	Source string
	Refs   []expr.Ref
	Err    error
	Bare   bool   // a path without braces
	Want   string // the type that its value must have: number, date; "": any
}

// Pass is what the way through a step to one of its exits means.
type Pass struct {
	Time    time.Duration // that may go by
	Replied bool          // the person has written something
	Keeps   bool          // the step has left its value
}

// Kinds of references.
const (
	RefTemplate = "template"
	RefFlow     = "flow"
	RefUser     = "user"
	RefMedia    = "media"
)

// Reference is something outside the document that a step needs. Whether it
// is there, only the server knows.
type Reference struct {
	Kind     string `json:"kind"` // template, flow, user, media
	ID       string `json:"id"`   // of a template its name
	Language string `json:"language,omitempty"`
	Step     string `json:"step"`
	Name     string `json:"name"`  // of the step
	Path     string `json:"path"`  // JSON pointer into the document
	Field    string `json:"field"` // dotted, in the step's form
}

// Catalog is what the document must know of step and trigger kinds.
type Catalog interface {
	HasStep(kind string) bool
	HasTrigger(kind string) bool
	// Exits of a step, in order.
	Exits(kind string, config json.RawMessage) []ExitInfo
	// Waits says whether the kind stands still, so that a loop through it is honest.
	Waits(kind string) bool
	// Final says that the kind has no exits on purpose.
	Final(kind string) bool
	// Target is the step that a config jumps to.
	Target(kind string, config json.RawMessage) string
	// CheckStep and CheckTrigger look at one config; paths are relative to it.
	CheckStep(kind string, config json.RawMessage) []Issue
	CheckTrigger(kind string, config json.RawMessage) []Issue
	// Note says that the kind is a sticky that the engine ignores.
	Note(kind string) bool
	// Sends says that the step sends what WhatsApp takes only within 24 hours
	// after the person's last message.
	Sends(kind string, config json.RawMessage) bool
	// Pass says what the way through the step to an exit means.
	Pass(kind string, config json.RawMessage, exit string) Pass
	// OutputType is the type of a member of step.<key>; "": not known.
	OutputType(kind string, config json.RawMessage, member string) string
	// Sets lists the variables that a config writes.
	Sets(kind string, config json.RawMessage) []string
	// Texts are the places that use variables.
	Texts(kind string, config json.RawMessage) []TextRef
	// Outputs are the members that step.<key> offers; nil: not known beforehand.
	Outputs(kind string, config json.RawMessage) []string
}

// Codes of the document's own issues.
const (
	CodeNotJSON         = "not_json"
	CodeWrongType       = "wrong_type"
	CodeNewerSpec       = "newer_spec"
	CodeBadID           = "bad_id"
	CodeDoubleID        = "double_id"
	CodeBadKey          = "bad_key"
	CodeDoubleKey       = "double_key"
	CodeNameTooLong     = "name_too_long"
	CodeNoName          = "no_name"
	CodeTooLarge        = "too_large"
	CodeTooManySteps    = "too_many_steps"
	CodeUnknownStep     = "connection_to_unknown_step"
	CodeDoubleExit      = "double_connection"
	CodeToStart         = "connection_to_start"
	CodeBadVariable     = "bad_variable"
	CodeBadSetting      = "bad_setting"
	CodeUnknownKind     = "unknown_kind"
	CodeNoTrigger       = "no_trigger"
	CodeNoSteps         = "no_steps"
	CodeNotConnected    = "start_not_connected"
	CodeUnreachable     = "unreachable_step"
	CodeUnknownExit     = "connection_from_unknown_exit"
	CodeOpenExit        = "open_exit"
	CodeEndlessLoop     = "endless_loop"
	CodeUnknownVariable = "unknown_variable"
	CodeUnknownStepKey  = "unknown_step_variable"
	CodeLaterStep       = "variable_of_later_step"
	CodeMayBeEmpty      = "may_be_empty"
	CodeBadExpression   = "bad_expression"
	CodeNoChannel       = "no_channel"
	CodeBadConfig       = "bad_config"
	CodeEmptyText       = "empty_text"
	CodeEmptyField      = "empty_field"
	CodeTextTooLong     = "text_too_long"
	CodeTooManyItems    = "too_many_items"
	CodeOutOfRange      = "out_of_range"
	CodeUnknownChoice   = "unknown_choice"
	CodeDoubleTrigger   = "double_trigger"
	CodeGotoUnknown     = "goto_unknown_step"
	CodeDoubleOption    = "double_option"
	CodeTooManyOptions  = "too_many_options"
	CodeBadCountry      = "bad_country"
	CodeBadURL          = "bad_url"
	CodeBadPattern      = "bad_pattern"
	CodeRangeReversed   = "range_reversed"
	CodeNoConditions    = "no_conditions"
	CodeWaitTooLong     = "wait_too_long"
	CodeMediaMissing    = "media_missing"
	CodeFieldUnsuitable = "field_unsuitable"
	CodeBadBody         = "bad_body"
	CodeNoChange        = "nothing_to_change"
	CodeUnknownField    = "unknown_contact_field"
	CodeBadTime         = "bad_time"
	CodeNoQuickReply    = "no_quick_reply"
	CodeLateMessage     = "late_message"
	CodeWrongValue      = "wrong_value_type"
	CodeBadDate         = "bad_date"
	CodeBadHours        = "bad_hours"
	CodeNeverOpen       = "never_open"
	CodeBadWeights      = "bad_weights"
	CodeBadLanguage     = "bad_language"
	CodeBadEmail        = "bad_email"
	CodeBadPhone        = "bad_phone"
	CodeTriggerClash    = "trigger_clash"
	CodeDeadEnd         = "dead_end"
	CodeToNote          = "connection_to_note"
	CodeNeedsTemplate   = "needs_template"
	CodeSilentLoop      = "silent_loop"
)

// Codes of issues that only the server can find, from References.
const (
	CodeTemplateMissing     = "template_missing"
	CodeTemplateNotApproved = "template_not_approved"
	CodeTemplatePaused      = "template_paused"
	CodeFlowMissing         = "flow_missing"
	CodeFlowNotPublished    = "flow_not_published"
	CodeUserMissing         = "user_missing"
	CodeFileMissing         = "file_missing"
	CodeCallCycle           = "call_cycle"
)

// IssueCodes lists every code that Parse and Check may give, sorted.
func IssueCodes() []string {
	codes := append([]string(nil), allCodes...)
	sort.Strings(codes)
	return codes
}

var allCodes = []string{
	CodeNotJSON, CodeWrongType, CodeNewerSpec, CodeBadID, CodeDoubleID, CodeBadKey, CodeDoubleKey, CodeNameTooLong, CodeNoName,
	CodeTooLarge, CodeTooManySteps, CodeUnknownStep, CodeDoubleExit, CodeToStart, CodeBadVariable, CodeBadSetting,
	CodeUnknownKind, CodeNoTrigger, CodeNoSteps, CodeNotConnected, CodeUnreachable, CodeUnknownExit, CodeOpenExit,
	CodeEndlessLoop, CodeUnknownVariable, CodeUnknownStepKey, CodeLaterStep, CodeMayBeEmpty, CodeBadExpression,
	CodeNoChannel, CodeBadConfig, CodeEmptyText, CodeEmptyField, CodeTextTooLong, CodeTooManyItems, CodeOutOfRange,
	CodeUnknownChoice, CodeDoubleTrigger, CodeGotoUnknown, CodeDoubleOption, CodeTooManyOptions, CodeBadCountry, CodeBadURL,
	CodeBadPattern, CodeRangeReversed, CodeNoConditions, CodeWaitTooLong, CodeMediaMissing,
	CodeFieldUnsuitable, CodeBadBody, CodeNoChange, CodeUnknownField, CodeBadTime, CodeNoQuickReply, CodeLateMessage, CodeWrongValue, CodeBadDate,
	CodeBadHours, CodeNeverOpen, CodeBadWeights, CodeBadLanguage, CodeBadEmail, CodeBadPhone, CodeTriggerClash,
	CodeDeadEnd, CodeToNote, CodeNeedsTemplate, CodeSilentLoop, CodeTemplateMissing, CodeTemplateNotApproved, CodeTemplatePaused, CodeFlowMissing,
	CodeFlowNotPublished, CodeUserMissing, CodeFileMissing, CodeCallCycle,
}
