package expr

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/expr-lang/expr/ast"
	"github.com/expr-lang/expr/conf"
)

// The library compiles `contact.nam` on nested maps without a word and fails
// at run time on `a.missing.deep`. The rewriter therefore turns every access
// to a variable, and every operator that could explode or that we define
// otherwise, into a call of one of our functions, which get the evaluation
// through $env.
const (
	fnPath  = "__path"  // (env, quiet, keep, names...)
	fnGet   = "__get"   // (env, quiet, base, name)
	fnOr    = "__or"    // (env, a, b): ??
	fnAdd   = "__add"   // (env, a, b): + with a limit
	fnIn    = "__in"    // (env, a, b)
	fnPlain = "__plain" // (env, a)
	fnEqual = "__equal" // (env, a, b)
	fnTick  = "__tick"  // (env): one turn of a predicate
	fnOrder = "__order" // (env, op, a, b): < <= > >= with empty operands refused in words
	fnMatch = "__match" // (env, a, b)
	fnSlice = "__slice" // (env, a): what may be sliced
)

type rewriter struct {
	source string
	refs   []Ref
	err    error
	vars   []string // let variables in sight
	quiet  int      // inside the left side of ??
	depth  int
}

// maxDepth keeps a hostile nesting of brackets from growing the stack.
const maxDepth = 100

func (rw *rewriter) fail(n ast.Node, why *Error) ast.Node {
	if rw.err == nil {
		rw.err = why.at(byteOffset(rw.source, n.Location().From))
	}
	return n
}

// node rewrites n. keep says that the caller can deal with objects that are
// more than their plain value (printing, ??, member access).
func (rw *rewriter) node(n ast.Node, keep bool) ast.Node {
	rw.depth++
	defer func() { rw.depth-- }()
	if rw.depth > maxDepth {
		return rw.fail(n, because(TooDeep))
	}
	switch n := n.(type) {
	case *ast.IdentifierNode:
		return rw.identifier(n, keep)
	case *ast.MemberNode:
		return rw.member(n, keep)
	case *ast.ChainNode:
		return rw.node(n.Node, keep)
	case *ast.UnaryNode:
		n.Node = rw.node(n.Node, false)
	case *ast.BinaryNode:
		return rw.binary(n)
	case *ast.SliceNode:
		n.Node = call(fnSlice, n, rw.node(n.Node, false))
		if n.From != nil {
			n.From = rw.node(n.From, false)
		}
		if n.To != nil {
			n.To = rw.node(n.To, false)
		}
	case *ast.CallNode:
		return rw.call(n)
	case *ast.BuiltinNode:
		for i := range n.Arguments {
			n.Arguments[i] = rw.node(n.Arguments[i], false)
		}
	case *ast.PredicateNode:
		seq := &ast.SequenceNode{Nodes: []ast.Node{call(fnTick, n), rw.node(n.Node, false)}}
		seq.SetLocation(n.Location())
		n.Node = seq
	case *ast.ConditionalNode:
		n.Cond = rw.node(n.Cond, false)
		n.Exp1 = rw.node(n.Exp1, keep)
		n.Exp2 = rw.node(n.Exp2, keep)
	case *ast.VariableDeclaratorNode:
		n.Value = rw.node(n.Value, false)
		rw.vars = append(rw.vars, n.Name)
		n.Expr = rw.node(n.Expr, keep)
		rw.vars = rw.vars[:len(rw.vars)-1]
	case *ast.SequenceNode:
		for i := range n.Nodes {
			n.Nodes[i] = rw.node(n.Nodes[i], keep)
		}
	case *ast.ArrayNode:
		for i := range n.Nodes {
			n.Nodes[i] = rw.node(n.Nodes[i], false)
		}
	case *ast.MapNode:
		for i := range n.Pairs {
			n.Pairs[i] = rw.node(n.Pairs[i], false)
		}
	case *ast.PairNode:
		n.Key = rw.node(n.Key, false)
		n.Value = rw.node(n.Value, false)
	case *ast.BytesNode:
		return rw.fail(n, because(BadText))
	}
	return n
}

func (rw *rewriter) local(name string) bool {
	for _, v := range rw.vars {
		if v == name {
			return true
		}
	}
	return false
}

func (rw *rewriter) identifier(n *ast.IdentifierNode, keep bool) ast.Node {
	if rw.local(n.Value) {
		return n
	}
	if strings.HasPrefix(n.Value, "$") || strings.HasPrefix(n.Value, "__") {
		return rw.fail(n, because(UnknownName, "name", n.Value))
	}
	if _, ok := functions[n.Value]; ok {
		return rw.fail(n, because(MissingCall, "name", n.Value))
	}
	rw.ref(n, []string{n.Value}, rw.quiet > 0, n)
	return rw.pathCall(n, []string{n.Value}, rw.quiet > 0, keep)
}

// member collapses a chain of members with fixed names into one path.
func (rw *rewriter) member(n *ast.MemberNode, keep bool) ast.Node {
	if n.Method {
		return rw.fail(n, because(NotCallable))
	}
	quiet := rw.quiet > 0
	var names []string
	var base ast.Node = n
	for {
		if c, ok := base.(*ast.ChainNode); ok {
			base = c.Node
			continue
		}
		m, ok := base.(*ast.MemberNode)
		if !ok {
			break
		}
		name, fixed := fixedName(m.Property)
		if !fixed {
			break
		}
		quiet = quiet || m.Optional
		names = append(names, name)
		base = m.Node
	}
	for i, j := 0, len(names)-1; i < j; i, j = i+1, j-1 {
		names[i], names[j] = names[j], names[i]
	}
	if id, ok := base.(*ast.IdentifierNode); ok && !rw.local(id.Value) && !strings.HasPrefix(id.Value, "$") && !strings.HasPrefix(id.Value, "__") {
		if _, isFn := functions[id.Value]; !isFn {
			path := append([]string{id.Value}, names...)
			if len(path) > MaxPath {
				return rw.fail(n, because(TooDeep))
			}
			rw.ref(id, path, quiet, n)
			return rw.pathCall(n, path, quiet, keep)
		}
	}
	// A computed member, or a member of something computed.
	if quiet && rw.quiet == 0 {
		rw.quiet++
		defer func() { rw.quiet-- }()
	}
	var value ast.Node
	if len(names) == 0 {
		m := base.(*ast.MemberNode)
		value = call(fnGet, n, boolean(quiet || m.Optional), rw.node(m.Node, true), rw.node(m.Property, false))
	} else {
		value = rw.node(base, true)
	}
	for _, name := range names {
		value = call(fnGet, n, boolean(quiet), value, &ast.StringNode{Value: name})
	}
	if keep {
		return value
	}
	return call(fnPlain, n, value)
}

func (rw *rewriter) binary(n *ast.BinaryNode) ast.Node {
	switch n.Operator {
	case "??":
		rw.quiet++
		left := rw.node(n.Left, true)
		rw.quiet--
		return call(fnOr, n, left, rw.node(n.Right, true))
	case "and", "or", "&&", "||":
		n.Left, n.Right = rw.node(n.Left, false), rw.node(n.Right, false)
		return n
	}
	left, right := rw.node(n.Left, false), rw.node(n.Right, false)
	switch n.Operator {
	case "+":
		return call(fnAdd, n, left, right)
	case "in":
		return call(fnIn, n, left, right)
	case "==":
		return call(fnEqual, n, left, right)
	case "!=":
		not := &ast.UnaryNode{Operator: "!", Node: call(fnEqual, n, left, right)}
		not.SetLocation(n.Location())
		return not
	case "<", "<=", ">", ">=":
		return call(fnOrder, n, &ast.StringNode{Value: n.Operator}, left, right)
	case "matches":
		return call(fnMatch, n, left, right)
	}
	n.Left, n.Right = left, right
	return n
}

func (rw *rewriter) call(n *ast.CallNode) ast.Node {
	id, ok := n.Callee.(*ast.IdentifierNode)
	if !ok {
		return rw.fail(n, because(NotCallable))
	}
	fn, ok := functions[id.Value]
	if !ok {
		return rw.fail(n, because(UnknownFunction, "name", id.Value))
	}
	if len(n.Arguments) < fn.min || len(n.Arguments) > fn.max {
		return rw.fail(n, because(WrongArguments, "name", id.Value, "least", strconv.Itoa(fn.min), "most", strconv.Itoa(fn.max)))
	}
	if fn.quiet {
		rw.quiet++
		defer func() { rw.quiet-- }()
	}
	args := make([]ast.Node, 0, len(n.Arguments)+1)
	for _, a := range n.Arguments {
		args = append(args, rw.node(a, false))
	}
	return call(id.Value, n, args...)
}

func (rw *rewriter) ref(at ast.Node, path []string, guarded bool, whole ast.Node) {
	start := byteOffset(rw.source, at.Location().From)
	rw.refs = append(rw.refs, Ref{Path: path, Guarded: guarded, Start: start, End: byteOffset(rw.source, whole.Location().To)})
}

func (rw *rewriter) pathCall(at ast.Node, path []string, quiet, keep bool) ast.Node {
	args := []ast.Node{boolean(quiet), boolean(keep)}
	for _, name := range path {
		args = append(args, &ast.StringNode{Value: name})
	}
	return call(fnPath, at, args...)
}

func fixedName(property ast.Node) (string, bool) {
	switch p := property.(type) {
	case *ast.StringNode:
		return p.Value, true
	case *ast.IntegerNode:
		return strconv.Itoa(p.Value), true
	}
	return "", false
}

func boolean(b bool) ast.Node { return &ast.BoolNode{Value: b} }

func call(name string, at ast.Node, args ...ast.Node) ast.Node {
	env := &ast.IdentifierNode{Value: "$env"}
	env.SetLocation(at.Location())
	callee := &ast.IdentifierNode{Value: name}
	callee.SetLocation(at.Location())
	n := &ast.CallNode{Callee: callee, Arguments: append([]ast.Node{env}, args...)}
	n.SetLocation(at.Location())
	return n
}

// newConfig is the library's language without its own builtins, but for those
// that take a predicate (the compiler knows them).
func newConfig() *conf.Config {
	c := conf.CreateNew()
	c.MaxNodes = MaxNodes
	c.Optimize = false
	for name, f := range c.Builtins {
		if !f.Predicate {
			c.Disabled[name] = true
			delete(c.Builtins, name)
		}
	}
	c.Functions = libraryFunctions
	return c
}

// byteOffset turns the library's rune offset into bytes.
func byteOffset(s string, runes int) int {
	i := 0
	for ; runes > 0 && i < len(s); runes-- {
		_, n := utf8.DecodeRuneInString(s[i:])
		i += n
	}
	return i
}
