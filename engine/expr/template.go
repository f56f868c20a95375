package expr

import (
	"encoding/json"
	"strconv"
	"strings"
)

// MaxTemplate is the longest template, in bytes: WhatsApp's longest text has
// 4096 characters, an HTTP body may hold a document.
const MaxTemplate = 32 << 10

// Template is literal text with {{ expressions }}. The zero value is the empty
// text. As a field of a step's config it reads itself from JSON; a template
// that cannot be read keeps its source and its error for Check.
type Template struct {
	source string
	parts  []part
	err    error
}

type part struct {
	literal string
	exp     *Expression // nil: literal
	start   int         // byte offset of the expression's source in the template
}

// Problem is something that went wrong while a template was filled.
type Problem struct {
	Code string // missing_value or expression_failed
	Path string // what is missing, or the source of the expression
	Why  *Error // of one that failed
}

// Pairs are the parameters of the problem: path, and why if it failed.
func (p Problem) Pairs() []string {
	pairs := []string{"path", p.Path}
	if p.Why == nil {
		return pairs
	}
	return append(pairs, p.Why.Pairs()...)
}

// ParseTemplate reads a template.
func ParseTemplate(source string) (Template, error) {
	t := Template{source: source}
	t.parse()
	return t, t.err
}

func (t *Template) parse() {
	s := t.source
	if len(s) > MaxTemplate {
		t.err = because(TooLong, "max", strconv.Itoa(MaxTemplate)).at(MaxTemplate)
		return
	}
	at := 0
	for {
		open := strings.Index(s[at:], "{{")
		if open < 0 {
			break
		}
		open += at
		end := closing(s, open+2)
		if end < 0 {
			t.err = because(Unclosed).at(open)
			return
		}
		if open > at {
			t.parts = append(t.parts, part{literal: s[at:open]})
		}
		exp, err := Parse(s[open+2 : end])
		if err != nil {
			e := read(s[open+2:end], err)
			if e.At >= 0 {
				e.At += open + 2
			}
			t.err = e
			return
		}
		t.parts = append(t.parts, part{exp: exp, start: open + 2})
		at = end + 2
	}
	if len(t.parts) > 0 && at < len(s) {
		t.parts = append(t.parts, part{literal: s[at:]})
	}
}

// closing finds }} outside of quotes and braces.
func closing(s string, from int) int {
	depth := 0
	for i := from; i < len(s); i++ {
		switch c := s[i]; c {
		case '"', '\'', '`':
			for i++; i < len(s) && s[i] != c; i++ {
				if s[i] == '\\' && c != '`' {
					i++
				}
			}
		case '{':
			depth++
		case '}':
			if depth == 0 && i+1 < len(s) && s[i+1] == '}' {
				return i
			}
			depth--
		}
	}
	return -1
}

// Source is the template as written.
func (t Template) Source() string { return t.source }

// Err says why the template cannot be read.
func (t Template) Err() error { return t.err }

// Blank says whether nothing but spaces is written.
func (t Template) Blank() bool { return strings.TrimSpace(t.source) == "" }

// Fixed says whether the text holds no variables.
func (t Template) Fixed() bool { return t.err == nil && len(t.parts) == 0 }

// Refs are the variables that the template uses; their offsets count in the
// template's source.
func (t Template) Refs() []Ref {
	var refs []Ref
	for _, p := range t.parts {
		if p.exp == nil {
			continue
		}
		for _, r := range p.exp.refs {
			r.Start += p.start
			r.End += p.start
			refs = append(refs, r)
		}
	}
	return refs
}

// Text fills the template in. What is missing prints nothing and is reported.
func (t Template) Text(scope Scope) (string, []Problem) {
	if t.err != nil {
		return "", []Problem{{Code: CodeFailed, Path: t.source, Why: Reason(t.err)}}
	}
	if len(t.parts) == 0 {
		return t.source, nil
	}
	var b strings.Builder
	var problems []Problem
	ev := evaluation{scope: scope, budget: MaxCost}
	for _, p := range t.parts {
		if p.exp == nil {
			b.WriteString(p.literal)
			continue
		}
		res := p.exp.Eval(scope)
		problems = append(problems, problemsOf(p.exp, res)...)
		if res.Err != nil {
			continue
		}
		s, err := ev.text(res.Value)
		if err == nil && b.Len()+len(s) > MaxText {
			err = errBudget
		}
		if err != nil {
			problems = append(problems, Problem{Code: CodeFailed, Path: strings.TrimSpace(p.exp.source), Why: Reason(err)})
			continue
		}
		b.WriteString(s)
	}
	return b.String(), problems
}

// Fill hands out the pieces in order: literals as they are, values unprinted.
// It is for texts in which values must be escaped: JSON, XML, addresses.
func (t Template) Fill(scope Scope, literal func(string), value func(any)) []Problem {
	if t.err != nil {
		return []Problem{{Code: CodeFailed, Path: t.source, Why: Reason(t.err)}}
	}
	if len(t.parts) == 0 {
		literal(t.source)
		return nil
	}
	var problems []Problem
	for _, p := range t.parts {
		if p.exp == nil {
			literal(p.literal)
			continue
		}
		res := p.exp.Eval(scope)
		problems = append(problems, problemsOf(p.exp, res)...)
		value(res.Value)
	}
	return problems
}

// Value is the value of a template that consists of one expression, else its
// text: a number stays a number.
func (t Template) Value(scope Scope) (any, []Problem) {
	if t.err == nil && len(t.parts) == 1 && t.parts[0].exp != nil {
		res := t.parts[0].exp.Eval(scope)
		return res.Value, problemsOf(t.parts[0].exp, res)
	}
	return textValue(t.Text(scope))
}

func textValue(s string, problems []Problem) (any, []Problem) { return s, problems }

// Codes of a Problem.
const (
	CodeMissing = "missing_value"
	CodeFailed  = "expression_failed"
)

func problemsOf(e *Expression, res Result) []Problem {
	var out []Problem
	for _, m := range res.Missing {
		out = append(out, Problem{Code: CodeMissing, Path: m})
	}
	if res.Err != nil {
		out = append(out, Problem{Code: CodeFailed, Path: strings.TrimSpace(e.source), Why: Reason(res.Err)})
	}
	return out
}

// MarshalJSON writes the source.
func (t Template) MarshalJSON() ([]byte, error) { return json.Marshal(t.source) }

// UnmarshalJSON reads the source; its mistakes are kept for Check.
func (t *Template) UnmarshalJSON(data []byte) error {
	*t = Template{}
	if err := json.Unmarshal(data, &t.source); err != nil {
		return err
	}
	t.parse()
	return nil
}

// Path is a variable picked by a person, without braces: step.choice.value.
// Like Template it reads itself from JSON.
type Path struct {
	exp *Expression
	src string
	err error
}

// NewPath reads a path (any expression will do).
func NewPath(source string) Path {
	p := Path{src: source}
	if strings.TrimSpace(source) != "" {
		p.exp, p.err = Parse(source)
	}
	return p
}

// Source is the path as written.
func (p Path) Source() string { return p.src }

// Err says why the path cannot be read.
func (p Path) Err() error { return p.err }

// Blank says whether no variable is chosen.
func (p Path) Blank() bool { return strings.TrimSpace(p.src) == "" }

// Refs are the variables that the path uses.
func (p Path) Refs() []Ref {
	if p.exp == nil {
		return nil
	}
	return p.exp.refs
}

// Eval gives the value.
func (p Path) Eval(scope Scope) Result {
	switch {
	case p.err != nil:
		return Result{Err: p.err}
	case p.exp == nil:
		return Result{}
	}
	return p.exp.Eval(scope)
}

// MarshalJSON writes the source.
func (p Path) MarshalJSON() ([]byte, error) { return json.Marshal(p.src) }

// UnmarshalJSON reads the source; its mistakes are kept for Check.
func (p *Path) UnmarshalJSON(data []byte) error {
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	*p = NewPath(s)
	return nil
}

// RenameKey rewrites every use of step.<from> among refs of source.
func RenameKey(source string, refs []Ref, from, to string) string {
	var b strings.Builder
	last := 0
	for _, r := range refs {
		if len(r.Path) < 2 || r.Path[0] != "step" || r.Path[1] != from || r.Start < last || r.Start >= len(source) {
			continue
		}
		// The key is the first occurrence of its text after the word step.
		i := strings.Index(source[r.Start:], from)
		if i < 0 {
			continue
		}
		if from == "step" || strings.HasPrefix("step", from) { // the word itself would be found
			j := strings.Index(source[r.Start+4:], from)
			if j < 0 {
				continue
			}
			i = j + 4
		}
		at := r.Start + i
		b.WriteString(source[last:at])
		b.WriteString(to)
		last = at + len(from)
	}
	b.WriteString(source[last:])
	return b.String()
}
