// Package expr evaluates what people write between {{ and }}: plain paths on
// a fast road of our own, everything else on expr-lang/expr. Evaluation is
// deterministic, bounded, and never fails silently: a missing member is null
// and reported, an expression that cannot be evaluated is an error.
package expr

import (
	"strconv"
	"strings"
	"time"

	"github.com/expr-lang/expr/checker"
	"github.com/expr-lang/expr/compiler"
	"github.com/expr-lang/expr/parser"
	"github.com/expr-lang/expr/vm"
)

// Limits of one expression and of one evaluation.
const (
	// MaxSource is the longest expression, in bytes: longer ones belong into a program.
	MaxSource = 4 << 10
	// MaxNodes bounds the parsed tree: a person writes dozens, not thousands.
	MaxNodes = 1000
	// MaxCost bounds an evaluation, in values touched plus bytes made / 16.
	// A step value has at most 16 KiB, so honest expressions stay far below;
	// it keeps the worst one under some 10 ms.
	MaxCost = 200_000
	// MaxText is the longest text that an expression or a template may make,
	// in bytes: four times what a step may keep.
	MaxText = 64 << 10
	// MaxPath is the greatest number of members in a plain path.
	MaxPath = 16
	// vmMemory is the budget of the library's own counter, in elements.
	vmMemory = 100_000
)

// Scope is what an expression may see.
type Scope interface {
	// Root gives the object of a namespace: contact, step, run...
	Root(name string) (any, bool)
	// Clock is the run's clock, in the account's time zone.
	Clock() time.Time
	// Lang is the language in which values are printed: it, en...
	Lang() string
}

// Object is a value whose members are found on demand.
type Object interface {
	Member(name string) (any, bool)
}

// Plain is an object that stands for a simpler value when it is used as such:
// an answer is its value.
type Plain interface {
	Plain() any
}

// Printer is a value that prints differently by language: a date.
type Printer interface {
	Print(lang string) string
}

// Ref is a use of a variable: contact, first_name. Index members are "#".
type Ref struct {
	Path    []string
	Guarded bool // under ??, ?. or get(): may be missing without a warning
	Start   int  // byte offset of the path in the source
	End     int  // and where its last static member ends
}

// String is the path as it is written.
func (r Ref) String() string { return strings.Join(r.Path, ".") }

// Expression is parsed once and evaluated often. It is immutable.
type Expression struct {
	source  string
	path    []string // plain path: no program is made
	offset  int      // of the path in source
	program *vm.Program
	refs    []Ref
}

// Result of an evaluation.
type Result struct {
	Value   any      // nil, bool, int, float64, string, []any, map[string]any, time.Time, Duration, or an Object
	Missing []string // paths that led nowhere
	Err     error    // why there is no value
}

// Plain is the value without the notes that objects carry.
func (r Result) Plain() any { return plain(r.Value) }

// Parse reads an expression.
func Parse(source string) (*Expression, error) {
	if len(source) > MaxSource {
		return nil, because(TooLong, "max", strconv.Itoa(MaxSource)).at(MaxSource)
	}
	e := &Expression{source: source}
	if path, offset, ok := plainPath(source); ok {
		if _, isFunction := functions[path[0]]; isFunction {
			return nil, because(MissingCall, "name", path[0]).at(offset)
		}
		e.path, e.offset = path, offset
		e.refs = []Ref{{Path: path, Start: offset, End: offset + len(strings.TrimSpace(source))}}
		return e, nil
	}
	program, refs, err := compile(source)
	if err != nil {
		return nil, err
	}
	e.program, e.refs = program, refs
	return e, nil
}

// Source is the expression as written.
func (e *Expression) Source() string { return e.source }

// Refs are the variables that the expression uses.
func (e *Expression) Refs() []Ref { return e.refs }

// Path is the plain path that the expression consists of, or nil.
func (e *Expression) Path() []string { return e.path }

// Eval gives the value in this scope.
func (e *Expression) Eval(scope Scope) Result {
	ev := evaluation{scope: scope, budget: MaxCost}
	if e.path != nil {
		return Result{Value: ev.path(e.path, false), Missing: ev.missing}
	}
	return ev.run(e.program)
}

// run evaluates a program; whatever goes wrong inside is an error value.
func (ev *evaluation) run(program *vm.Program) (res Result) {
	defer func() {
		res.Missing = ev.missing
		if r := recover(); r != nil {
			res.Value, res.Err = nil, because(CannotBeTold)
		}
	}()
	machine := vm.VM{MemoryBudget: vmMemory}
	value, err := machine.Run(program, ev)
	if err != nil {
		return Result{Err: atWork(err)}
	}
	if err := ev.charge(value, 0); err != nil {
		return Result{Err: err}
	}
	return Result{Value: value}
}

func compile(source string) (program *vm.Program, refs []Ref, err error) {
	defer func() {
		if r := recover(); r != nil {
			program, refs, err = nil, nil, because(Unreadable)
		}
	}()
	config := newConfig()
	tree, err := parser.ParseWithConfig(source, config)
	if err != nil {
		return nil, nil, read(source, err)
	}
	rw := &rewriter{source: source}
	tree.Node = rw.node(tree.Node, true)
	if rw.err != nil {
		return nil, nil, rw.err
	}
	if _, err := checker.Check(tree, config); err != nil {
		return nil, nil, read(source, err)
	}
	program, err = compiler.Compile(tree, config)
	if err != nil {
		return nil, nil, read(source, err)
	}
	return program, rw.refs, nil
}

// plainPath reads name(.name | [0] | ["name"])* without the library.
func plainPath(source string) (path []string, offset int, ok bool) {
	s := strings.TrimSpace(source)
	offset = strings.Index(source, s)
	i := 0
	name := func() bool {
		start := i
		for i < len(s) && (s[i] == '_' || s[i] >= 'a' && s[i] <= 'z' || s[i] >= 'A' && s[i] <= 'Z' || i > start && s[i] >= '0' && s[i] <= '9') {
			i++
		}
		path = append(path, s[start:i])
		return i > start
	}
	if !name() || reserved[path[0]] {
		return nil, 0, false
	}
	for i < len(s) {
		if len(path) >= MaxPath {
			return nil, 0, false
		}
		switch s[i] {
		case '.':
			i++
			if !name() {
				return nil, 0, false
			}
		case '[':
			end := strings.IndexByte(s[i:], ']')
			if end < 0 {
				return nil, 0, false
			}
			inner := s[i+1 : i+end]
			if n, err := strconv.Atoi(inner); err == nil && strconv.Itoa(n) == inner {
				path = append(path, inner)
			} else if len(inner) > 2 && inner[0] == '"' && inner[len(inner)-1] == '"' && !strings.ContainsAny(inner[1:len(inner)-1], "\"\\\n") {
				path = append(path, inner[1:len(inner)-1])
			} else {
				return nil, 0, false
			}
			i += end + 1
		default:
			return nil, 0, false
		}
	}
	return path, offset, true
}

// reserved words of the language: never the start of a plain path.
var reserved = map[string]bool{
	"true": true, "false": true, "nil": true, "null": true, "not": true, "and": true, "or": true,
	"in": true, "let": true, "if": true, "else": true, "matches": true, "contains": true,
	"startsWith": true, "endsWith": true,
}
