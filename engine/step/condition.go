package step

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"flusso/engine/expr"
	"flusso/engine/flow"
	"flusso/engine/run"
)

// Condition tries its paths from top to bottom and takes the first that is
// true; none: the path Otherwise. What cannot be compared is reported and
// leads to Otherwise, never silently past a path.
type conditionConfig struct {
	Paths []conditionPath `json:"paths" title:"Paths" help:"Tried from top to bottom; the first that fits is taken." widget:"conditions" required:"true" items:"20"`
}

type conditionPath struct {
	ID     string           `json:"id"`
	Name   string           `json:"name" title:"Name" widget:"text" max:"100"`
	Match  string           `json:"match" title:"Match" widget:"select" enum:"all=All of them|any=At least one"`
	Groups []conditionGroup `json:"groups" items:"10"`
}

type conditionGroup struct {
	Match string         `json:"match" title:"Match" widget:"select" enum:"all=All of them|any=At least one"`
	Rows  []conditionRow `json:"rows" items:"30"`
}

type conditionRow struct {
	Left   expr.Path     `json:"left" title:"Variable" widget:"variable" required:"true"`
	Op     string        `json:"op" title:"Comparison" widget:"select" enum:"is=is|is_not=is not|contains=contains|not_contains=does not contain|starts_with=starts with|ends_with=ends with|matches=matches the pattern|greater=is greater than|greater_or_equal=is at least|less=is less than|less_or_equal=is at most|between=is between|empty=is empty|not_empty=is not empty|in_list=is one of|before=is before|after=is after|in_last_days=is in the last days" required:"true"`
	Right  expr.Template `json:"right" title:"Value" widget:"template_line" max:"255"`
	Right2 expr.Template `json:"right2" title:"and" widget:"template_line" max:"255"`
}

// elseExit is taken when no path fits.
const elseExit = "else"

func init() {
	Register(Kind[conditionConfig]{
		Kind: "condition", Name: "Condition", Group: "logic", Icon: "arrows-split", Order: 1,
		Help:     "Chooses a path by what is known: an answer, the contact, the time.",
		Keywords: []string{"if", "branch", "else", "hours", "compare"},
		Defaults: conditionConfig{Paths: []conditionPath{{ID: "path1", Name: "", Match: "all", Groups: []conditionGroup{{Match: "all", Rows: []conditionRow{{Op: "is"}}}}}}},
		Exits:    []ExitRule{{Each: "paths", ID: "id", Label: "name"}, {ID: elseExit, Label: "Otherwise"}},
		Preview: []PreviewPart{{Each: "paths", Parts: []PreviewPart{{Each: "groups", Parts: []PreviewPart{{Each: "rows", Parts: []PreviewPart{
			line("{left} {op}", ".left&.op=empty"), line("{left} {op}", ".left&.op=not_empty"),
			line("{left} {op} {right} – {right2}", ".left&.op=between"), line("{left} {op}: {right}", ".left&.op=in_last_days"),
			line("{left} {op} {right}", ".left&.op!=empty&.op!=not_empty&.op!=between&.op!=in_last_days"),
		}}}}}}},
		Enter: func(c *conditionConfig, s *run.Scope) run.Outcome {
			for i := range c.Paths {
				ok, err := c.Paths[i].holds(s)
				if err != nil {
					s.Problem(run.CodeConditionFailed, append([]string{"path", c.Paths[i].Name}, expr.Reason(err).Pairs()...)...)
					return run.Leave(elseExit)
				}
				if ok {
					return run.Leave(c.Paths[i].ID)
				}
			}
			return run.Leave(elseExit)
		},
		Check: checkCondition,
		Wants: wantedTypes,
	})
}

// holds evaluates a path. An empty one never holds.
func (p *conditionPath) holds(s *run.Scope) (bool, error) {
	return combine(p.Match, len(p.Groups), func(i int) (bool, error) {
		g := &p.Groups[i]
		return combine(g.Match, len(g.Rows), func(j int) (bool, error) { return g.Rows[j].holds(s) })
	})
}

func combine(match string, n int, holds func(int) (bool, error)) (bool, error) {
	for i := range n {
		ok, err := holds(i)
		if err != nil {
			return false, err
		}
		if ok == (match == "any") {
			return ok, nil
		}
	}
	return n > 0 && match != "any", nil
}

func (r *conditionRow) holds(s *run.Scope) (bool, error) {
	res := r.Left.Eval(s)
	if res.Err != nil {
		return false, fmt.Errorf("%s: %w", r.Left.Source(), res.Err)
	}
	switch r.Op {
	case "empty":
		return blank(res.Value), nil
	case "not_empty":
		return !blank(res.Value), nil
	}
	for _, m := range res.Missing {
		s.Problem(expr.CodeMissing, "path", m)
	}
	right, err := r.value(s, r.Right)
	if err != nil {
		return false, err
	}
	if blank(res.Value) {
		// Nothing is not something, and not greater than anything.
		switch r.Op {
		case "is":
			return blank(right), nil
		case "is_not":
			return !blank(right), nil
		case "not_contains":
			return true, nil
		}
		return false, nil
	}
	return r.compare(s, res.Value, right)
}

func (r *conditionRow) value(s *run.Scope, t expr.Template) (any, error) {
	v, problems := t.Value(s)
	for _, p := range problems {
		if p.Code == expr.CodeFailed {
			return nil, fmt.Errorf("%s: %w", p.Path, p.Why)
		}
		s.Problem(p.Code, "path", p.Path)
	}
	return v, nil
}

func blank(v any) bool {
	switch v := expr.Simple(v).(type) {
	case nil:
		return true
	case string:
		return strings.TrimSpace(v) == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	}
	return false
}

func (r *conditionRow) compare(s *run.Scope, left, right any) (bool, error) {
	switch r.Op {
	case "is":
		return same(s, left, right), nil
	case "is_not":
		return !same(s, left, right), nil
	case "contains":
		return within(s, left, right), nil
	case "not_contains":
		return !within(s, left, right), nil
	case "starts_with":
		return strings.HasPrefix(folded(s, left), folded(s, right)), nil
	case "ends_with":
		return strings.HasSuffix(folded(s, left), folded(s, right)), nil
	case "matches":
		pattern, _ := expr.Simple(right).(string)
		if len(pattern) > expr.MaxPattern {
			return false, expr.Misread(pattern, "pattern")
		}
		re, err := regexp.Compile("(?i)" + pattern)
		if err != nil {
			return false, expr.Misread(pattern, "pattern")
		}
		return re.MatchString(expr.Text(left, s)), nil
	case "in_list":
		for _, item := range listOf(s, right) {
			if same(s, left, item) {
				return true, nil
			}
		}
		return false, nil
	case "before", "after", "in_last_days":
		return r.compareTimes(s, left, right)
	}
	return r.compareNumbers(s, left, right)
}

func (r *conditionRow) compareNumbers(s *run.Scope, left, right any) (bool, error) {
	a, ok := readNumber(s, left)
	if !ok {
		return false, expr.Misread(r.Left.Source(), "number")
	}
	b, ok := readNumber(s, right)
	if !ok {
		return false, expr.Misread(expr.Text(right, s), "number")
	}
	switch r.Op {
	case "greater":
		return a > b, nil
	case "greater_or_equal":
		return a >= b, nil
	case "less":
		return a < b, nil
	case "less_or_equal":
		return a <= b, nil
	case "between":
		right2, err := r.value(s, r.Right2)
		if err != nil {
			return false, err
		}
		c, ok := readNumber(s, right2)
		if !ok {
			return false, expr.Misread(expr.Text(right2, s), "number")
		}
		return a >= b && a <= c || a >= c && a <= b, nil
	}
	return false, fmt.Errorf("unknown comparison %q", r.Op)
}

func (r *conditionRow) compareTimes(s *run.Scope, left, right any) (bool, error) {
	a, ok := readTime(s, left)
	if !ok {
		return false, expr.Misread(r.Left.Source(), "time")
	}
	if r.Op == "in_last_days" {
		n, ok := readNumber(s, right)
		if !ok {
			return false, expr.Misread(expr.Text(right, s), "number")
		}
		return !a.After(s.Now) && a.After(s.Now.AddDate(0, 0, -int(min(n, 36500)))), nil
	}
	b, ok := readTime(s, right)
	if !ok {
		// Times of day compare as such: 09:30.
		x, xok := expr.Simple(left).(string)
		y, yok := expr.Simple(right).(string)
		if xok && yok {
			return false, expr.Misread(x+", "+y, "time")
		}
		return false, expr.Misread(expr.Text(right, s), "time")
	}
	if r.Op == "before" {
		return a.Before(b), nil
	}
	return a.After(b), nil
}

// readTime reads a date, or a time of day of today.
func readTime(s *run.Scope, v any) (time.Time, bool) {
	switch v := expr.Simple(v).(type) {
	case time.Time:
		return v, true
	case string:
		if t, ok := expr.ReadTime(v, s.Now.Location()); ok {
			return t, true
		}
		if t, err := time.ParseInLocation("15:04", strings.TrimSpace(v), s.Now.Location()); err == nil {
			return time.Date(s.Now.Year(), s.Now.Month(), s.Now.Day(), t.Hour(), t.Minute(), 0, 0, s.Now.Location()), true
		}
	}
	return time.Time{}, false
}

func readNumber(s *run.Scope, v any) (float64, bool) {
	v = expr.Simple(v)
	if f, ok := expr.Number(v); ok {
		return f, true
	}
	if text, ok := v.(string); ok {
		if n, ok := expr.ParseNumber(text, s.Language); ok {
			return expr.Number(n)
		}
	}
	return 0, false
}

func folded(s *run.Scope, v any) string { return expr.Fold(expr.Text(expr.Simple(v), s)) }

// same compares without case and accents; an option matches by its id and by
// its words, a number by its value, yes and no in words.
func same(s *run.Scope, left, right any) bool {
	a, b := expr.Simple(left), expr.Simple(right)
	if x, ok := expr.Number(a); ok {
		if y, ok := readNumber(s, b); ok {
			return x == y
		}
	}
	if x, ok := a.(bool); ok {
		if y, ok := b.(bool); ok {
			return x == y
		}
		word := folded(s, b)
		return word == strconv.FormatBool(x) || word == folded(s, x)
	}
	want := folded(s, b)
	return folded(s, a) == want || expr.Fold(expr.Text(left, s)) == want
}

// within finds a text in a text, or an element in a list.
func within(s *run.Scope, left, right any) bool {
	if list, ok := expr.Simple(left).([]any); ok {
		for _, item := range list {
			if same(s, item, right) {
				return true
			}
		}
		return false
	}
	want := folded(s, right)
	return strings.Contains(folded(s, left), want) || strings.Contains(expr.Fold(expr.Text(left, s)), want)
}

// listOf reads a list, or a text with commas.
func listOf(s *run.Scope, v any) []any {
	switch v := expr.Simple(v).(type) {
	case []any:
		return v
	case string:
		var out []any
		for _, part := range strings.FieldsFunc(v, func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
			out = append(out, strings.TrimSpace(part))
		}
		return out
	default:
		return []any{v}
	}
}

func checkCondition(c *conditionConfig, k *Checker) {
	ids := map[string]bool{elseExit: true}
	for i, p := range c.Paths {
		at := "paths." + strconv.Itoa(i)
		if p.ID == "" || ids[p.ID] {
			k.Error(flow.CodeBadID, at+".id", "id", p.ID)
		}
		ids[p.ID] = true
		rows := 0
		for j, g := range p.Groups {
			rows += len(g.Rows)
			for n, row := range g.Rows {
				row.check(k, at+".groups."+strconv.Itoa(j)+".rows."+strconv.Itoa(n))
			}
		}
		if rows == 0 {
			k.Error(flow.CodeNoConditions, at, "name", p.Name)
		}
	}
}

// wantedTypes are the types that comparisons need on their left side.
func wantedTypes(c *conditionConfig) map[string]string {
	want := map[string]string{}
	for i, p := range c.Paths {
		for j, g := range p.Groups {
			for n, row := range g.Rows {
				at := "paths." + strconv.Itoa(i) + ".groups." + strconv.Itoa(j) + ".rows." + strconv.Itoa(n) + ".left"
				switch row.Op {
				case "greater", "greater_or_equal", "less", "less_or_equal", "between":
					want[at] = "number"
				case "before", "after", "in_last_days":
					want[at] = "date"
				}
			}
		}
	}
	return want
}

func (r *conditionRow) check(k *Checker, at string) {
	if r.Op != "empty" && r.Op != "not_empty" && r.Right.Blank() {
		k.Error(flow.CodeEmptyField, at+".right")
	}
	if r.Op == "between" && r.Right2.Blank() {
		k.Error(flow.CodeEmptyField, at+".right2")
	}
	if r.Op == "matches" && r.Right.Fixed() {
		if _, err := regexp.Compile(r.Right.Source()); err != nil || len(r.Right.Source()) > expr.MaxPattern {
			k.Error(flow.CodeBadPattern, at+".right", "pattern", r.Right.Source())
		}
	}
}
