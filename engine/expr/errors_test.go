package expr

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestReasons has a source for every code: what the library says must stay
// readable, also after an upgrade.
func TestReasons(t *testing.T) {
	deep := strings.Repeat("[", 400) + "1" + strings.Repeat("]", 400)
	cases := []struct {
		source, code, sentence string
		at                     int
	}{
		{"{{ " + strings.Repeat("a", MaxSource+1) + " }}", TooLong, "longer than 4096 characters", -2},
		{"Hi {{ contact.name", Unclosed, "}} is missing", 3},
		{"{{ 1 + }}", Incomplete, "it ends too early", -2},
		{"{{ (1 + 2 }}", Incomplete, "it ends too early", -2},
		{"{{ 1 + * 2 }}", Unexpected, "* is not expected here", 7},
		{"{{ contact.name contact.email }}", Unexpected, "contact is not expected here", 16},
		{"{{ 1 # 2 }}", Unexpected, "# is not expected here", 5},
		{"{{ 'abc }}", Unclosed, "}} is missing", 0},
		{"{{ 'a\\q' }}", BadText, "a text cannot be read", -2},
		{"{{ b'abc' }}", BadText, "a text cannot be read", -2},
		{"{{ 12x }}", BadNumber, "a number cannot be read", -2},
		{"{{ 99999999999999999999 }}", BadNumber, "a number cannot be read", -2},
		{"{{ contact.name ?? 1 || true }}", Mixed, "put brackets around the part with ??", -2},
		{"{{ $env + 1 }}", UnknownName, "unknown name $env", 3},
		{"{{ shout(contact.name) }}", UnknownFunction, "unknown function shout", -2},
		{"{{ upper }}", MissingCall, "upper is a function: write upper(...)", 3},
		{"{{ contact.name() }}", NotCallable, "only functions can be called", -2},
		{"{{ upper('a', 'b', 'c') }}", WrongArguments, "upper takes 1 to 1 values", -2},
		{"{{ " + deep + " }}", TooDeep, "nested too deeply", -2},
		{"{{ repeat('abcdefgh', 9999999) }}", TooCostly, "this takes too long or grows too large", -1},
		{"{{ join(5) }}", WrongKind, "a number where a list is needed", -1},
		{"{{ 'a' < 5 }}", NotTogether, "a text and a number cannot be compared or added", -1},
		{"{{ duration('soon') }}", NotReadAs, "soon cannot be read as a duration", -1},
		{"{{ 'a' matches '(' }}", NotReadAs, "( cannot be read as a pattern", -1},
		{"{{ 1 / contact.first_name }}", NotCalculated, "a number / a text cannot be calculated", -1},
		{"{{ contact.tags * 2 }}", NotCalculated, "a list * a number cannot be calculated", -1},
		{"{{ round(1.5, 99) }}", BadDecimals, "0 to 10 decimals", -1},
		{"{{ 1 % 0 }}", CannotBeTold, "it cannot be worked out", -1},
	}
	seen := map[string]bool{}
	for _, c := range cases {
		var got *Error
		parsed, err := ParseTemplate(c.source)
		if got = Reason(err); got == nil {
			if _, problems := parsed.Text(testWorld(t)); len(problems) > 0 {
				got = problems[0].Why
			}
		}
		name := c.source[:min(len(c.source), 40)]
		if got == nil {
			t.Errorf("%s: no error", name)
			continue
		}
		seen[got.Code] = true
		if got.Code != c.code || c.sentence != "" && got.Error() != c.sentence || c.at > -2 && got.At != c.at {
			t.Errorf("%s: %s %q at %d, want %s %q at %d", name, got.Code, got.Error(), got.At, c.code, c.sentence, c.at)
		}
		if strings.Contains(got.Error(), "{") {
			t.Errorf("%s: a parameter is missing in %q", name, got.Error())
		}
		for _, p := range []string{"kind", "other", "needed"} {
			if v, ok := got.Params[p]; ok && kinds[v] == "" {
				t.Errorf("%s: %s %q has no word", name, p, v)
			}
		}
	}
	// A quote that is not closed swallows the }} of a text; a field that is an
	// expression from end to end says it.
	if got := Reason(parseError("'abc")); got == nil || got.Code != TextNotClosed {
		t.Errorf("a text that is not closed: %+v", got)
	}
	seen[TextNotClosed], seen[Unreadable] = true, true
	for _, code := range ErrorCodes() {
		if !seen[code] {
			t.Errorf("no case says %s", code)
		}
	}
}

func parseError(source string) error {
	_, err := Parse(source)
	return err
}

func TestReasonIsParameters(t *testing.T) {
	got, err := json.Marshal(Problem{Code: CodeFailed, Path: "upper(5)", Why: wrongKind(5, "text")}.Pairs())
	if err != nil {
		t.Fatal(err)
	}
	if want := `["path","upper(5)","why","a number where a text is needed","reason","wrong_kind","kind","number","needed","text"]`; string(got) != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
