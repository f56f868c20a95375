package expr

import (
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"
)

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
	return 0, because(NotTogether, "kind", kindOf(a), "other", kindOf(b))
}

func callMatch(args ...any) (any, error) {
	ev := args[0].(*evaluation)
	text, ok := plain(args[1]).(string)
	pattern, ok2 := plain(args[2]).(string)
	if !ok || !ok2 {
		return nil, because(WrongKind, "kind", kindOf(plain(args[1])), "needed", "text")
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
		return false, Misread(pattern, "pattern")
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
		return nil, wrongKind(v, "list")
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

// kindOf names a value's kind, as errors do.
func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "nothing"
	case bool:
		return "boolean"
	case int, int64, float64:
		return "number"
	case string:
		return "text"
	case []any, []string:
		return "list"
	case time.Time:
		return "time"
	case time.Duration:
		return "duration"
	}
	return "object"
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
