// Package fault holds the errors that people and programs see: a stable code, a sentence,
// parameters for a translated sentence, and every wrong field at once. An error without a code
// is internal: it is logged, and the outside learns only that something went wrong.
package fault

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Kind says what class of mistake an error is. The API alone turns it into an HTTP status.
type Kind uint8

// The kinds of error.
const (
	Internal        Kind = iota // our mistake or a broken disk: never explained outside
	Invalid                     // the request cannot be read
	Unauthenticated             // nobody is signed in
	Forbidden                   // the role may not do this
	NotFound                    // it does not exist or was deleted
	Conflict                    // it exists but is in another state than the caller thought
	Precondition                // If-Match is missing
	Unprocessable               // readable, but the values are not acceptable
	TooLarge                    // more bytes than the limit
	TooMany                     // more often than the limit
	Upstream                    // another system (Meta, a mail server) refused or failed
	Unavailable                 // not now: starting, stopping, or the queue is full
	Unsupported                 // a content type that is not read here
	NotAllowed                  // the address exists, the method does not
	Gone                        // it existed once and can never come back
)

// Code is the stable machine name of an error.
type Code string

// Params fill the {placeholders} of a sentence, in every language.
type Params map[string]any

// Field says what is wrong with one value of the request.
type Field struct {
	Path    string `json:"path"`
	Code    Code   `json:"code"`
	Message string `json:"message"`
	Params  Params `json:"params,omitempty"`
}

// Error is an error with a code.
type Error struct {
	Code    Code
	Kind    Kind
	Message string
	Params  Params
	Fields  []Field
	Extra   map[string]any // further members of the answer, as the current state at a conflict
	cause   error
}

// Error gives the sentence and, for the log, the cause.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Message)
	for _, f := range e.Fields {
		fmt.Fprintf(&b, "; %s: %s", f.Path, f.Message)
	}
	if e.cause != nil {
		b.WriteString(": ")
		b.WriteString(e.cause.Error())
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.cause }

// Is makes errors.Is compare codes, so that a definition serves as a sentinel.
func (e *Error) Is(target error) bool {
	switch t := target.(type) {
	case *Error:
		return t.Code == e.Code
	case Def:
		return t.Code == e.Code
	}
	return false
}

// With returns a copy with one more parameter.
func (e *Error) With(name string, value any) *Error {
	c := *e
	c.Params = maps.Clone(e.Params)
	if c.Params == nil {
		c.Params = Params{}
	}
	c.Params[name] = value
	c.Message = Fill(defs[e.Code].Text, c.Params)
	return &c
}

// Attach returns a copy with a further member of the answer.
func (e *Error) Attach(name string, value any) *Error {
	c := *e
	c.Extra = maps.Clone(e.Extra)
	if c.Extra == nil {
		c.Extra = map[string]any{}
	}
	c.Extra[name] = value
	return &c
}

// Because returns a copy that wraps a cause. The cause goes to the log, never outside.
func (e *Error) Because(cause error) *Error {
	c := *e
	c.cause = cause
	return &c
}

// Def is a declared code: what it means and how it reads.
type Def struct {
	Code Code
	Kind Kind
	Text string // English sentence with {placeholders}
}

// Error makes a definition usable with errors.Is.
func (d Def) Error() string { return d.Text }

// New makes an error of this code.
func (d Def) New() *Error { return &Error{Code: d.Code, Kind: d.Kind, Message: d.Text} }

// With makes an error of this code with one parameter.
func (d Def) With(name string, value any) *Error { return d.New().With(name, value) }

// Because makes an error of this code that wraps a cause.
func (d Def) Because(cause error) *Error { return d.New().Because(cause) }

var (
	defs      = map[Code]Def{}
	fieldDefs = map[Code]string{}
)

// Define declares a code. A second declaration of the same code is a programming mistake.
func Define(code Code, kind Kind, text string) Def {
	if _, taken := defs[code]; taken {
		panic("fault: code declared twice: " + string(code))
	}
	d := Def{code, kind, text}
	defs[code] = d
	return d
}

// FieldCode declares the code of a wrong field.
func FieldCode(code Code, text string) Code {
	if _, taken := fieldDefs[code]; taken {
		panic("fault: field code declared twice: " + string(code))
	}
	fieldDefs[code] = text
	return code
}

// Codes lists every declared error code with its English sentence, sorted by code.
func Codes() []Def {
	out := slices.Collect(maps.Values(defs))
	slices.SortFunc(out, func(a, b Def) int { return strings.Compare(string(a.Code), string(b.Code)) })
	return out
}

// FieldCodes lists every declared field code with its English sentence.
func FieldCodes() map[Code]string { return maps.Clone(fieldDefs) }

// At makes a field error; params are name, value, name, value...
func At(path string, code Code, params ...any) Field {
	f := Field{Path: path, Code: code}
	if len(params) > 1 {
		f.Params = Params{}
		for i := 0; i+1 < len(params); i += 2 {
			f.Params[fmt.Sprint(params[i])] = params[i+1]
		}
	}
	f.Message = Fill(fieldDefs[code], f.Params)
	if f.Message == "" {
		f.Message = string(code)
	}
	return f
}

// Fields makes one error of all wrong fields, or nil when there are none.
func Fields(fields ...Field) error {
	if len(fields) == 0 {
		return nil
	}
	e := ValidationFailed.New()
	e.Fields = fields
	return e
}

// Of finds the coded error inside an error; anything else is internal.
func Of(err error) *Error {
	if err == nil {
		return nil
	}
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	var d Def
	if errors.As(err, &d) {
		return d.Because(err)
	}
	return InternalError.Because(err)
}

// Fill puts parameters into a sentence. An unknown placeholder stays, so that it is noticed.
func Fill(text string, params Params) string {
	if len(params) == 0 || !strings.Contains(text, "{") {
		return text
	}
	names := slices.Sorted(maps.Keys(params))
	pairs := make([]string, 0, 2*len(names))
	for _, n := range names {
		pairs = append(pairs, "{"+n+"}", fmt.Sprint(params[n]))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
