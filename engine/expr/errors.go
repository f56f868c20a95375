package expr

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/expr-lang/expr/file"
)

// Error says why an expression cannot be read or evaluated: a code with
// parameters, so that people read it in their language.
type Error struct {
	Code   string
	Params map[string]string
	At     int // byte offset in the source of the expression, -1: unknown
}

// Codes of an Error. Kind and other are names of kindOf, needed is one of them
// or of the needs in the table of sentences.
const (
	TooLong         = "too_long"         // max
	Unclosed        = "unclosed"         // {{ without }}
	Incomplete      = "incomplete"       // it ends too early
	Unexpected      = "unexpected"       // token
	TextNotClosed   = "text_not_closed"  // a quote is missing
	BadText         = "bad_text"         // an escape that is none, bytes
	BadNumber       = "bad_number"       //
	Mixed           = "mixed_with_or"    // ?? beside another operator
	Unreadable      = "unreadable"       // all else
	UnknownName     = "unknown_name"     // name
	UnknownFunction = "unknown_function" // name
	MissingCall     = "missing_call"     // name: a function without its brackets
	NotCallable     = "not_callable"     //
	WrongArguments  = "wrong_arguments"  // name, least, most
	TooDeep         = "too_deep"         // nested, or a path too long
	TooCostly       = "too_costly"       // takes too long or grows too large
	WrongKind       = "wrong_kind"       // kind, needed
	NotTogether     = "not_together"     // kind, other: not compared, not added
	NotReadAs       = "not_read_as"      // value, needed
	NotCalculated   = "not_calculated"   // kind, operator, other
	BadDecimals     = "bad_decimals"     //
	CannotBeTold    = "cannot_be_told"   // all else that happens at work
)

// sentences are the English of the codes, for logs and the API's readers.
var sentences = map[string]string{
	TooLong: "longer than {max} characters", Unclosed: "}} is missing", Incomplete: "it ends too early", Unexpected: "{token} is not expected here",
	TextNotClosed: "a quotation mark is missing", BadText: "a text cannot be read", BadNumber: "a number cannot be read",
	Mixed: "put brackets around the part with ??", Unreadable: "it cannot be read",
	UnknownName: "unknown name {name}", UnknownFunction: "unknown function {name}", MissingCall: "{name} is a function: write {name}(...)",
	NotCallable: "only functions can be called", WrongArguments: "{name} takes {least} to {most} values",
	TooDeep: "nested too deeply", TooCostly: "this takes too long or grows too large",
	WrongKind: "{kind} where {needed} is needed", NotTogether: "{kind} and {other} cannot be compared or added", NotReadAs: "{value} cannot be read as {needed}",
	NotCalculated: "{kind} {operator} {other} cannot be calculated", BadDecimals: "0 to 10 decimals", CannotBeTold: "it cannot be worked out",
}

// kinds are the English of what a value is, or should be.
var kinds = map[string]string{
	"nothing": "nothing", "boolean": "yes or no", "number": "a number", "text": "a text", "list": "a list", "time": "a time", "duration": "a duration", "object": "an object",
	"name": "a name", "pairs": "a list of pairs", "pattern": "a pattern", "json": "JSON", "base64": "base64",
}

// ErrorCodes lists the codes of Error; ValueKinds what kind, other and needed may say.
func ErrorCodes() []string { return sorted(sentences) }

// ValueKinds lists what the kind, other and needed of an Error may say.
func ValueKinds() []string { return sorted(kinds) }

func sorted(m map[string]string) []string {
	out := make([]string, 0, len(m))
	for code := range m {
		out = append(out, code)
	}
	slices.Sort(out)
	return out
}

// Error is the English sentence.
func (e *Error) Error() string {
	s := sentences[e.Code]
	for name, value := range e.Params {
		if word, ok := kinds[value]; ok && (name == "kind" || name == "other" || name == "needed") {
			value = word
		}
		s = strings.ReplaceAll(s, "{"+name+"}", value)
	}
	return s
}

// Pairs are the error as parameters of something that people read: the English
// as why, the code as reason, and the parameters of the code.
func (e *Error) Pairs() []string {
	pairs := []string{"why", e.Error(), "reason", e.Code}
	for _, name := range sorted(e.Params) {
		pairs = append(pairs, name, e.Params[name])
	}
	return pairs
}

// Reason is why an expression could not be read or evaluated; nil for nil.
func Reason(err error) *Error {
	var own *Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &own):
		return own
	}
	return because(CannotBeTold)
}

// because makes an error out of its code and pairs of parameters.
func because(code string, pairs ...string) *Error {
	e := &Error{Code: code, At: -1}
	for i := 0; i+1 < len(pairs); i += 2 {
		if e.Params == nil {
			e.Params = map[string]string{}
		}
		e.Params[pairs[i]] = pairs[i+1]
	}
	return e
}

func (e *Error) at(offset int) *Error {
	e.At = offset
	return e
}

func wrongKind(v any, needed string) *Error {
	return because(WrongKind, "kind", kindOf(v), "needed", needed)
}

// maxQuoted is how much of a value is repeated in an error, in characters.
const maxQuoted = 40

// Misread says that a text is none of what is needed: a name of kinds.
func Misread(value, needed string) *Error {
	if r := []rune(value); len(r) > maxQuoted {
		value = string(r[:maxQuoted]) + "…"
	}
	return because(NotReadAs, "value", value, "needed", needed)
}

// said are the beginnings of what the library's reader says.
var said = []struct{ begins, code string }{
	{"unexpected end", Incomplete}, {"unexpected token EOF", Incomplete}, {"unexpected token", Unexpected}, {"literal not terminated", TextNotClosed},
	{"invalid char escape", BadText}, {"unable to unescape", BadText}, {"too large string", BadText},
	{"bad number", BadNumber}, {"invalid hex", BadNumber}, {"invalid float", BadNumber}, {"invalid binary", BadNumber}, {"invalid octal", BadNumber}, {"invalid integer", BadNumber},
	{"integer literal is too large", BadNumber}, {"float literal is too large", BadNumber},
	{"unrecognized character", Unexpected}, {"Operator (", Mixed}, {"expression exceeds maximum", TooDeep}, {"compilation failed: expression exceeds", TooDeep},
}

// read turns what the library says about a source into an Error.
func read(source string, err error) *Error {
	var own *Error
	if errors.As(err, &own) {
		return own
	}
	out, message := because(Unreadable), err.Error()
	var fe *file.Error
	if errors.As(err, &fe) {
		out.At, message = byteOffset(source, fe.From), fe.Message
	}
	for _, s := range said {
		if strings.HasPrefix(message, s.begins) {
			out.Code = s.code
			break
		}
	}
	if out.Code == Unexpected {
		out.Params = map[string]string{"token": token(source, out.At)}
	}
	return out
}

// token is the sign or word at a place of the source.
func token(source string, at int) string {
	if at < 0 || at >= len(source) {
		return source
	}
	rest := source[at:]
	for i, r := range rest {
		if !isWord(r) {
			if i == 0 {
				return string(r)
			}
			return rest[:i]
		}
	}
	return rest
}

func isWord(r rune) bool {
	return r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 127
}

// calculated is what the library says about values that no operator takes.
var calculated = regexp.MustCompile(`^invalid operation:? (.+?) ([-+*/%<>]=?|\*\*) (.+)$`)

// kindOfType is kindOf for the name of a Go type.
func kindOfType(name string) string {
	switch name {
	case "int", "int64", "float64":
		return "number"
	case "string":
		return "text"
	case "bool":
		return "boolean"
	case "<nil>":
		return "nothing"
	case "time.Time":
		return "time"
	case "time.Duration":
		return "duration"
	}
	if strings.HasPrefix(name, "[]") {
		return "list"
	}
	return "object"
}

// atWork turns what went wrong in an evaluation into an Error.
func atWork(err error) error {
	var fe *file.Error
	if errors.As(err, &fe) && strings.Contains(fe.Message, "memory budget") {
		return errBudget
	}
	if errors.As(err, &fe) {
		if m := calculated.FindStringSubmatch(fe.Message); m != nil {
			return because(NotCalculated, "kind", kindOfType(m[1]), "operator", m[2], "other", kindOfType(m[3]))
		}
	}
	return Reason(err)
}
