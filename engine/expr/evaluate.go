package expr

import (
	"fmt"
	"reflect"
	"regexp"
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

var errBudget = &Error{Message: "this takes too long or grows too large", At: -1}

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
	return "", fmt.Errorf("%s cannot be the name of a member", kindOf(v))
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
	return nil, fmt.Errorf("%s and %s cannot be added", kindOf(a), kindOf(b))
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
		return nil, fmt.Errorf("%s is not a list", kindOf(list))
	}
}

func callPlain(args ...any) (any, error) { return plain(args[1]), nil }

func callEqual(args ...any) (any, error) {
	return args[0].(*evaluation).equal(plain(args[1]), plain(args[2]))
}

// equal compares deeply and pays for every step. A number equals its text:
// an answer may be kept as either.
func (ev *evaluation) equal(a, b any) (bool, error) {
	if err := ev.spend(1); err != nil {
		return false, err
	}
	switch x := a.(type) {
	case string:
		if y, ok := b.(string); ok {
			return x == y, ev.spend(len(x) / 16)
		}
		if y, ok := Number(b); ok {
			f, err := strconv.ParseFloat(strings.TrimSpace(x), 64)
			return err == nil && f == y, nil
		}
	case []any:
		y, ok := b.([]any)
		if !ok || len(x) != len(y) {
			return false, nil
		}
		for i := range x {
			if eq, err := ev.equal(plain(x[i]), plain(y[i])); err != nil || !eq {
				return false, err
			}
		}
		return true, nil
	case map[string]any:
		y, ok := b.(map[string]any)
		if !ok || len(x) != len(y) {
			return false, nil
		}
		for k := range x {
			v, ok := y[k]
			if !ok {
				return false, nil
			}
			if eq, err := ev.equal(plain(x[k]), plain(v)); err != nil || !eq {
				return false, err
			}
		}
		return true, nil
	case time.Time:
		if y, ok := b.(time.Time); ok {
			return x.Equal(y), nil
		}
	}
	if x, ok := Number(a); ok {
		if y, ok := Number(b); ok {
			return x == y, nil
		}
		if _, ok := b.(string); ok {
			return ev.equal(b, a)
		}
		return false, nil
	}
	if a == nil || b == nil {
		return a == nil && b == nil, nil
	}
	if reflect.TypeOf(a) != reflect.TypeOf(b) || !reflect.TypeOf(a).Comparable() {
		return false, nil
	}
	return a == b, nil
}

func callTick(args ...any) (any, error) { return nil, args[0].(*evaluation).spend(4) }

func callOrder(args ...any) (any, error) {
	op, a, b := args[1].(string), plain(args[2]), plain(args[3])
	c, err := order(a, b)
	if err != nil {
		return nil, err
	}
	switch op {
	case "<":
		return c < 0, nil
	case "<=":
		return c <= 0, nil
	case ">":
		return c > 0, nil
	}
	return c >= 0, nil
}

// order compares two values of one kind; a text that is a number counts as one
// beside a number.
func order(a, b any) (int, error) {
	if x, ok := a.(time.Time); ok {
		if y, ok := b.(time.Time); ok {
			return x.Compare(y), nil
		}
	}
	if x, ok := a.(time.Duration); ok {
		if y, ok := b.(time.Duration); ok {
			return int(max(-1, min(1, x-y))), nil
		}
	}
	x, xs := a.(string)
	y, ys := b.(string)
	if xs && ys {
		return strings.Compare(x, y), nil
	}
	f, fok := ReadNumber(a)
	g, gok := ReadNumber(b)
	if fok && gok {
		switch {
		case f < g:
			return -1, nil
		case f > g:
			return 1, nil
		}
		return 0, nil
	}
	return 0, fmt.Errorf("%s and %s cannot be compared", kindOf(a), kindOf(b))
}

func callMatch(args ...any) (any, error) {
	ev := args[0].(*evaluation)
	text, ok := plain(args[1]).(string)
	pattern, ok2 := plain(args[2]).(string)
	if !ok || !ok2 {
		return nil, fmt.Errorf("matches compares texts")
	}
	return ev.match(text, pattern)
}

// MaxPattern is the longest regular expression: compiling one costs far more
// than its length.
const MaxPattern = 256

func (ev *evaluation) match(text, pattern string) (bool, error) {
	if len(pattern) > MaxPattern {
		return false, errBudget
	}
	if err := ev.spend(500 + len(pattern)*4 + len(text)/4); err != nil {
		return false, err
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		return false, fmt.Errorf("%s is not a regular expression", strconv.Quote(pattern))
	}
	return re.MatchString(text), nil
}

func callSlice(args ...any) (any, error) {
	switch v := plain(args[1]).(type) {
	case string, []any, []string:
		return v, nil
	case nil:
		return []any{}, nil
	default:
		return nil, fmt.Errorf("%s cannot be cut", kindOf(v))
	}
}

// Number is the value as a number, if it is one.
func Number(v any) (float64, bool) {
	switch v := v.(type) {
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	case float64:
		return v, true
	}
	return 0, false
}

// ReadNumber is Number, or the number that a text writes: 3, -2.5.
func ReadNumber(v any) (float64, bool) {
	if f, ok := Number(v); ok {
		return f, true
	}
	if s, ok := v.(string); ok {
		f, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
		return f, err == nil && f == f && f-f == 0
	}
	return 0, false
}

// kindOf names a value's kind in words for messages.
func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "nothing"
	case bool:
		return "yes or no"
	case int, int64, float64:
		return "a number"
	case string:
		return "a text"
	case []any, []string:
		return "a list"
	case time.Time:
		return "a time"
	case time.Duration:
		return "a duration"
	}
	return "an object"
}

// Simple is the value without the notes that objects carry.
func Simple(v any) any { return plain(v) }

// ParseNumber reads a number as people of a language write it: 1.234,5 in
// Italian, 1,234.5 in English; spaces and one currency sign are let pass.
func ParseNumber(text, lang string) (any, bool) {
	s := strings.Trim(strings.TrimSpace(text), "€$£ \u00a0")
	s = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "'", "", "−", "-").Replace(s)
	w, _ := wordsOf(lang)
	group := ","
	if w.decimal == "," {
		group = "."
	}
	dots, commas := strings.Count(s, "."), strings.Count(s, ",")
	switch {
	case dots > 0 && commas > 0: // the later one is the decimal mark
		if strings.LastIndex(s, ".") > strings.LastIndex(s, ",") {
			s = strings.ReplaceAll(s, ",", "")
		} else {
			s = strings.ReplaceAll(strings.ReplaceAll(s, ".", ""), ",", ".")
		}
	case dots > 1 || commas > 1 || strings.Contains(s, group) && thousands(s, group):
		s = strings.NewReplacer(".", "", ",", "").Replace(s)
	default:
		s = strings.Replace(s, ",", ".", 1)
	}
	for i, r := range s {
		if (r < '0' || r > '9') && r != '.' && !(i == 0 && (r == '-' || r == '+')) {
			return nil, false
		}
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f-f != 0 || f > 1e15 || f < -1e15 {
		return nil, false
	}
	return number(f), true
}

// thousands says whether the marks stand where thousands are grouped.
func thousands(s, mark string) bool {
	parts := strings.Split(strings.TrimLeft(s, "+-"), mark)
	for i, p := range parts {
		if i == 0 && (len(p) == 0 || len(p) > 3 || p == "0") || i > 0 && len(p) != 3 {
			return false
		}
	}
	return true
}
