package expr

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
)

// calls of every function: those whose order could depend on a map go over
// maps of many members.
var calls = map[string]string{
	"now": `now()`, "date": `date("2026-11-22 10:00")`, "duration": `duration("90m")`, "len": `len(big)`, "keys": `keys(big)`,
	"values": `values(big)`, "toPairs": `toPairs(big)`, "fromPairs": `fromPairs([["a",1],["b",2]])`, "get": `get(big, "k3")`,
	"string": `string(big)`, "toJSON": `toJSON(big)`, "fromJSON": `fromJSON("{\"b\":[1,2.5],\"a\":null}")`,
	"toBase64": `toBase64("héllo")`, "fromBase64": `fromBase64("aGk=")`, "replace": `replace("aXbX", "X", "-")`,
	"repeat": `repeat("ab", 3)`, "join": `join(keys(big), ",")`, "split": `split("a,b", ",")`, "concat": `concat([1],[2,3])`,
	"uniq": `uniq([1,1,2,"2"])`, "trim": `trim("  a ")`, "upper": `upper("à")`, "lower": `lower("À")`, "title": `title("ana ROSSI")`,
	"round": `round(2.345, 2)`, "int": `int("12")`, "float": `float("1.5")`, "format": `format(1234567.5, 1)`,
	"trimPrefix": `trimPrefix("abc","a")`, "trimSuffix": `trimSuffix("abc","c")`, "hasPrefix": `hasPrefix("abc","a")`, "hasSuffix": `hasSuffix("abc","a")`,
	"type": `type(big)`, "abs": `abs(-2)`, "ceil": `ceil(1.2)`, "floor": `floor(1.8)`, "indexOf": `indexOf("abc","c")`, "lastIndexOf": `lastIndexOf("abca","a")`,
	"max": `max([3,1,2])`, "min": `min(3,1,2)`, "mean": `mean([1,2,3])`, "median": `median([3,1,2])`, "first": `first([1,2])`, "last": `last([1,2])`,
	"take": `take([1,2,3], 2)`, "reverse": `reverse([1,2,3])`, "flatten": `flatten([1,[2,[3]]])`, "sort": `sort(values(big))`,
}

// others that the compiler knows, with a predicate.
var predicates = []string{
	`all(list, .n > 0)`, `none(list, .n > 5)`, `any(list, .n > 2)`, `one(list, .n == 1)`, `filter(list, .n > 1)`, `map(list, .n)`, `find(list, .n > 1)`,
	`findIndex(list, .n > 1)`, `findLast(list, .n > 1)`, `findLastIndex(list, .n > 1)`, `count(list, .n > 1)`, `sum(list, .n)`,
	`groupBy(list, .g)`, `toPairs(groupBy(list, .g))`, `sortBy(list, .n)`, `reduce(list, #acc + #.n, 0)`, `string(groupBy(list, .g))`,
}

func bigWorld(t testing.TB) world {
	w := testWorld(t)
	big := map[string]any{}
	for _, k := range strings.Split("k1 k2 k3 k4 k5 k6 k7 k8 k9 a b c d e f g h", " ") {
		big[k] = len(k) * int(k[0])
	}
	w["big"] = big
	w["list"] = mustJSON(t, `[{"n":1,"g":"x"},{"n":2,"g":"y"},{"n":3,"g":"x"},{"n":4,"g":"z"}]`)
	return w
}

// The same expression gives the same bytes, 100 times over.
func TestEveryFunctionIsDeterministic(t *testing.T) {
	sources := append([]string{}, predicates...)
	for _, name := range Functions() {
		src, ok := calls[name]
		if !ok {
			t.Errorf("no call of %s to try", name)
		}
		sources = append(sources, src)
	}
	for _, src := range sources {
		var first string
		for i := range 100 {
			e, err := Parse(src)
			if err != nil {
				t.Fatalf("%s: %v", src, err)
			}
			w := bigWorld(t)
			r := e.Eval(w)
			if r.Err != nil {
				t.Fatalf("%s: %v", src, r.Err)
			}
			data, err := json.Marshal(JSONValue(r.Value))
			if err != nil {
				t.Fatalf("%s: %v", src, err)
			}
			got := string(data) + Text(r.Value, w)
			if i == 0 {
				first = got
			} else if got != first {
				t.Fatalf("%s gives %s and %s", src, first, got)
			}
		}
	}
}

// What grows or runs away is stopped, quickly.
func TestBudget(t *testing.T) {
	for _, src := range []string{
		`repeat("abc", 1000000)`,
		`reduce(1..40, #acc + #acc, "aaaa")`,
		`reduce(1..40, concat(#acc, #acc), [1,2])`,
		`reduce(1..40, [#acc, #acc], 1) | flatten()`,
		`toJSON(reduce(1..40, ({"a": #acc, "b": #acc}), 1))`,
		`string(reduce(1..40, ({"a": #acc, "b": #acc}), 1))`,
		`reduce(1..40, ({"a": #acc, "b": #acc}), 1) == reduce(1..40, ({"a": #acc, "b": #acc}), 1)`,
		`reduce(1..40, [#acc, #acc], 1)`,
		`max(reduce(1..40, [#acc, #acc], 1))`,
		`reduce(1..100, toBase64(#acc), "abc")`,
		`reduce(1..100, replace(#acc, "a", "aa"), "a")`,
		`let a = 1..3000; all(a, all(a, all(a, true)))`,
		`len(1..100000000)`,
		`count(1..2000, "x" matches "(a|b)+" + string(#))`,
		`uniq(map(1..20000, #))`,
		`let a = map(1..5000, #); count(a, -1 in a)`,
	} {
		e, err := Parse(src)
		if err != nil {
			t.Errorf("%s: %v", src, err)
			continue
		}
		begin := time.Now()
		r := e.Eval(testWorld(t))
		if r.Err == nil {
			t.Errorf("%s was not stopped: %.60v", src, r.Value)
		}
		if d := time.Since(begin); d > 2*time.Second {
			t.Errorf("%s took %v", src, d)
		}
	}
}

func TestNotParsed(t *testing.T) {
	for _, src := range []string{
		``, `   `, `1 +`, `contact.`, `unknown(1)`, `timezone("UTC")`, `__path(1)`, `$env`, `$env.x`, `len`, `contact.name()`,
		`upper()`, `upper("a", "b")`, `b"bytes"`, strings.Repeat("(", 300), strings.Repeat("a", MaxSource+1), `1 + ` + strings.Repeat("1+", 900) + `1`,
		strings.Repeat("[", 200) + strings.Repeat("]", 200),
	} {
		if e, err := Parse(src); err == nil {
			t.Errorf("%.40q parsed: %v", src, e.Refs())
		}
	}
}

func TestTemplates(t *testing.T) {
	w := testWorld(t)
	w["when"] = time.Date(2026, 3, 1, 9, 5, 0, 0, time.UTC)
	for _, c := range []struct{ lang, src, want, problems string }{
		{"en", `plain {text} } }}`, `plain {text} } }}`, ""},
		{"en", `Hi {{contact.first_name}}!`, `Hi Ana!`, ""},
		{"en", `{{ contact.nickname ?? "friend" }}{{ contact.email ?? 'you' }}`, `friendyou`, ""},
		{"en", `{{ contact.nickname }}.`, `.`, "missing_value contact.nickname"},
		{"en", `{{ {"a": {"b": "}}"}}.a.b }}`, `}}`, ""},
		{"it", `{{ contact.fields.size }} {{ format(1234.5) }} {{ when }}`, `2,5 1.234,5 1 marzo 2026, 09:05`, ""},
		{"en", `{{ contact.fields.size }} {{ format(1234.5, 2) }} {{ when }}`, `2.5 1,234.50 1 March 2026, 09:05`, ""},
		{"de", `{{ when }}`, `1. März 2026, 09:05`, ""},
		{"ja", `{{ when }} {{ true }}`, `2026-03-01, 09:05 yes`, ""},
		{"en", `{{ list }}`, `{"id":2,"t":"two"}, {"id":1,"t":"one"}`, ""},
		{"en", `a {{ 1 / contact.first_name }} b`, `a  b`, "expression_failed 1 / contact.first_name"},
	} {
		w["lang"] = c.lang
		tpl, err := ParseTemplate(c.src)
		if err != nil {
			t.Errorf("%s: %v", c.src, err)
			continue
		}
		got, problems := tpl.Text(w)
		var list []string
		for _, p := range problems {
			list = append(list, p.Code+" "+p.Path)
		}
		if got != c.want || strings.Join(list, ",") != c.problems {
			t.Errorf("%s: %q %v", c.src, got, list)
		}
	}
	for _, src := range []string{`{{`, `{{ }}`, `a {{ b`, `{{ "}} }}`, `{{ 1 + }}`} {
		_, err := ParseTemplate(src)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%q parsed", src)
		} else if e.At > len(src) {
			t.Errorf("%q: error at %d", src, e.At)
		}
	}
}

func TestRefsAndRename(t *testing.T) {
	for _, c := range []struct{ src, refs, renamed string }{
		{`{{ step.name }}`, "step.name", `{{ step.full_name }}`},
		{`é {{ step.name.text ?? step.other }} {{step["name"]}}`, "step.name.text? step.other step.name", `é {{ step.full_name.text ?? step.other }} {{step["full_name"]}}`},
		{`{{ upper(step.name) + "step.name" }}`, "step.name", `{{ upper(step.full_name) + "step.name" }}`},
		{`{{ step?.name?.label }}`, "step.name.label?", `{{ step?.full_name?.label }}`},
		{`{{ map(step.list.json, .name) }}`, "step.list.json", `{{ map(step.list.json, .name) }}`},
		{`{{ let name = step.name; name }}`, "step.name", `{{ let name = step.full_name; name }}`},
		{`{{ step . name }}`, "step.name", `{{ step . full_name }}`},
		{`step.name`, "", `step.name`},
	} {
		tpl, err := ParseTemplate(c.src)
		if err != nil {
			t.Errorf("%s: %v", c.src, err)
			continue
		}
		var list []string
		for _, r := range tpl.Refs() {
			s := r.String()
			if r.Guarded {
				s += "?"
			}
			list = append(list, s)
		}
		if got := strings.Join(list, " "); got != c.refs {
			t.Errorf("%s: refs %s", c.src, got)
		}
		if got := RenameKey(c.src, tpl.Refs(), "name", "full_name"); got != c.renamed {
			t.Errorf("%s: renamed %s", c.src, got)
		}
	}
	tpl, _ := ParseTemplate(`{{ step.step }} {{ step["s"] }}`)
	if got := RenameKey(tpl.Source(), tpl.Refs(), "step", "x"); got != `{{ step.x }} {{ step["s"] }}` {
		t.Error(got)
	}
	if got := RenameKey(tpl.Source(), tpl.Refs(), "s", "x"); got != `{{ step.step }} {{ step["x"] }}` {
		t.Error(got)
	}
}

func TestParseNumber(t *testing.T) {
	for _, c := range []struct {
		lang, in string
		want     any
	}{
		{"en", "5", 5}, {"en", " 1,234.5 ", 1234.5}, {"it", "1.234,5", 1234.5}, {"it", "1.234", 1234}, {"en", "1,234", 1234},
		{"it", "1,5", 1.5}, {"en", "1.5", 1.5}, {"it", "1.5", 1.5}, {"en", "-3", -3}, {"en", "€ 12", 12}, {"en", "1 000 000", 1000000},
		{"it", "0.123", 0.123}, {"en", "1.234.567", 1234567}, {"en", "1e5", nil}, {"en", "0x10", nil}, {"en", "NaN", nil}, {"en", "", nil}, {"en", "5 apples", nil}, {"en", "--5", nil}, {"en", ".", nil},
	} {
		got, ok := ParseNumber(c.in, c.lang)
		if !ok {
			got = nil
		}
		if got != c.want {
			t.Errorf("%s %q: %v", c.lang, c.in, got)
		}
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"  PERCHÉ  no ": "perche no", "Straße": "strasse", "L’ora": "l'ora", "ﬁ": "fi", "abc": "abc", "": "", "\u200fA\u00a0B": "a b", "İ": "i", "ΣΑΣ": "σασ",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q", in, got)
		}
	}
}

func FuzzTemplate(f *testing.F) {
	for _, src := range calls {
		f.Add("a {{ " + src + " }} b")
	}
	f.Add(`{{ contact.first_name ?? "x" }} {{ step.choice.label[0:2] }}`)
	f.Fuzz(func(t *testing.T, src string) {
		tpl, err := ParseTemplate(src)
		if err != nil {
			return
		}
		w := testWorld(t)
		a, _ := tpl.Text(w)
		b, _ := tpl.Text(w)
		if a != b {
			t.Fatalf("%q gives %q and %q", src, a, b)
		}
		if len(a) > MaxText+MaxTemplate {
			t.Fatalf("%q made %d bytes", src, len(a))
		}
		renamed := RenameKey(src, tpl.Refs(), "choice", "other")
		if _, err := ParseTemplate(renamed); err != nil {
			t.Fatalf("%q renamed is %q: %v", src, renamed, err)
		}
	})
}
