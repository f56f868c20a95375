package expr

import (
	"strconv"
	"strings"
	"time"
)

// evaluation is one turn: what it may see, what it may still spend, and what
// it did not find.
type evaluation struct {
	scope   Scope
	budget  int
	missing []string
}

var errBudget = because(TooCostly)

func (ev *evaluation) spend(n int) error {
	ev.budget -= n
	if ev.budget < 0 {
		return errBudget
	}
	return nil
}

// maxNesting of a value: deeper ones are refused rather than walked.
const maxNesting = 64

// charge counts a value as deep as it goes; it stops as soon as the budget
// is used up, so that a value that contains itself many times is cheap to refuse.
func (ev *evaluation) charge(v any, depth int) error {
	if depth > maxNesting {
		return errBudget
	}
	switch v := v.(type) {
	case string:
		return ev.spend(1 + len(v)/16)
	case []any:
		if err := ev.spend(1); err != nil {
			return err
		}
		for _, x := range v {
			if err := ev.charge(x, depth+1); err != nil {
				return err
			}
		}
		return nil
	case map[string]any:
		if err := ev.spend(1); err != nil {
			return err
		}
		for k, x := range v {
			if err := ev.spend(1 + len(k)/16); err != nil {
				return err
			}
			if err := ev.charge(x, depth+1); err != nil {
				return err
			}
		}
		return nil
	case []string:
		for _, x := range v {
			if err := ev.spend(1 + len(x)/16); err != nil {
				return err
			}
		}
		return nil
	}
	return ev.spend(1)
}

func (ev *evaluation) report(path string) {
	for _, m := range ev.missing {
		if m == path {
			return
		}
	}
	ev.missing = append(ev.missing, path)
}

// path walks from a namespace; what is not there is null and reported.
func (ev *evaluation) path(names []string, quiet bool) any {
	value, ok := ev.scope.Root(names[0])
	for i := 1; i < len(names) && ok; i++ {
		value, ok = Member(value, names[i])
	}
	if !ok || value == nil {
		if !quiet {
			ev.report(strings.Join(names, "."))
		}
		return nil
	}
	return value
}

// Member finds a member of a value: of an object, a map or a list.
func Member(value any, name string) (any, bool) {
	switch v := value.(type) {
	case Object:
		return v.Member(name)
	case map[string]any:
		m, ok := v[name]
		return m, ok
	case []any:
		if i, ok := index(name, len(v)); ok {
			return v[i], true
		}
	case string:
		if i, ok := index(name, len(v)); ok { // of letters, not of bytes
			if r := []rune(v); i < len(r) {
				return string(r[i]), true
			}
		}
	}
	return nil, false
}

// index reads a list index; a negative one counts from the end.
func index(name string, n int) (int, bool) {
	i, err := strconv.Atoi(name)
	if err != nil {
		return 0, false
	}
	if i < 0 {
		i += n
	}
	return i, i >= 0 && i < n
}

// plain leaves the value that an object stands for.
func plain(v any) any {
	for i := 0; i < 4; i++ { // an answer may stand for a date that stands for a text
		p, ok := v.(Plain)
		if !ok {
			return v
		}
		v = p.Plain()
	}
	return v
}

// Empty says whether `??` takes the other side: null, missing and "" alike.
func Empty(v any) bool {
	switch v := plain(v).(type) {
	case nil:
		return true
	case string:
		return v == ""
	}
	return false
}

// The functions that the rewriter puts in. Their first argument is the evaluation.

func callPath(args ...any) (any, error) {
	ev := args[0].(*evaluation)
	if err := ev.spend(1); err != nil {
		return nil, err
	}
	names := make([]string, len(args)-3)
	for i := range names {
		names[i] = args[i+3].(string)
	}
	v := ev.path(names, args[1].(bool))
	if args[2].(bool) {
		return v, nil
	}
	return plain(v), nil
}

func callGet(args ...any) (any, error) {
	ev, quiet := args[0].(*evaluation), args[1].(bool)
	if err := ev.spend(1); err != nil {
		return nil, err
	}
	name, err := keyText(plain(args[3]))
	if err != nil {
		return nil, err
	}
	v, ok := Member(args[2], name)
	if !ok || v == nil {
		if !quiet {
			ev.report("..." + name)
		}
		return nil, nil
	}
	return v, nil
}

func keyText(v any) (string, error) {
	switch v := v.(type) {
	case string:
		return v, nil
	case int:
		return strconv.Itoa(v), nil
	case float64:
		if v == float64(int(v)) {
			return strconv.Itoa(int(v)), nil
		}
	}
	return "", wrongKind(v, "name")
}

func callOr(args ...any) (any, error) {
	if Empty(args[1]) {
		return args[2], nil
	}
	return args[1], nil
}

func callAdd(args ...any) (any, error) {
	ev := args[0].(*evaluation)
	a, b := plain(args[1]), plain(args[2])
	x, xok := a.(string)
	y, yok := b.(string)
	if xok || yok {
		// A text and a number: what people mean is the text of both.
		var err error
		if !xok {
			if x, err = ev.text(a); err != nil {
				return nil, err
			}
		}
		if !yok {
			if y, err = ev.text(b); err != nil {
				return nil, err
			}
		}
		if len(x)+len(y) > MaxText {
			return nil, errBudget
		}
		if err := ev.spend(1 + (len(x)+len(y))/16); err != nil {
			return nil, err
		}
		return x + y, nil
	}
	return arithmetic(a, b)
}

func arithmetic(a, b any) (any, error) {
	if t, ok := a.(time.Time); ok {
		if d, ok := b.(time.Duration); ok {
			return t.Add(d), nil
		}
	}
	if d, ok := a.(time.Duration); ok {
		switch b := b.(type) {
		case time.Time:
			return b.Add(d), nil
		case time.Duration:
			return d + b, nil
		}
	}
	x, xok := a.(int)
	y, yok := b.(int)
	if xok && yok {
		return x + y, nil
	}
	f, fok := Number(a)
	g, gok := Number(b)
	if fok && gok {
		return f + g, nil
	}
	return nil, because(NotTogether, "kind", kindOf(a), "other", kindOf(b))
}

func callIn(args ...any) (any, error) {
	ev := args[0].(*evaluation)
	needle := plain(args[1])
	switch list := plain(args[2]).(type) {
	case nil:
		return false, nil
	case map[string]any:
		name, err := keyText(needle)
		if err != nil {
			return nil, err
		}
		_, ok := list[name]
		return ok, nil
	case []any:
		for _, x := range list {
			eq, err := ev.equal(needle, x)
			if err != nil || eq {
				return eq, err
			}
		}
		return false, nil
	case []string:
		for _, x := range list {
			if s, ok := needle.(string); ok && s == x {
				return true, nil
			}
		}
		return false, ev.spend(len(list))
	default:
		return nil, wrongKind(list, "list")
	}
}

func callPlain(args ...any) (any, error) { return plain(args[1]), nil }
