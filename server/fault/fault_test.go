package fault

import (
	"errors"
	"fmt"
	"regexp"
	"testing"
)

func TestOfFindsTheCodeUnderWrapping(t *testing.T) {
	err := fmt.Errorf("publish flow 7: %w", FlowPaused.New())
	if got := Of(err); got.Code != "flow_paused" || got.Kind != Conflict {
		t.Fatalf("got %+v", got)
	}
	if !errors.Is(err, FlowPaused) || errors.Is(err, FlowArchived) {
		t.Fatal("errors.Is must compare codes")
	}
	wrapped := fmt.Errorf("read flow: %w", Missing)
	if got := Of(wrapped); got.Code != "not_found" {
		t.Fatalf("a bare definition must be found too: %+v", got)
	}
}

func TestUncodedErrorIsInternalAndKeepsItsCause(t *testing.T) {
	cause := errors.New("disk on fire")
	got := Of(cause)
	if got.Kind != Internal || got.Message == cause.Error() || !errors.Is(got, cause) {
		t.Fatalf("got %+v", got)
	}
	if Of(nil) != nil {
		t.Fatal("nil must stay nil")
	}
}

func TestParamsFillTheSentenceWithoutTouchingTheDefinition(t *testing.T) {
	e := RevisionConflict.With("based_on", 3).With("current", 5)
	if want := "The flow was changed elsewhere since revision 3. It is at revision 5."; e.Message != want {
		t.Fatalf("got %q", e.Message)
	}
	if RevisionConflict.New().Params != nil {
		t.Fatal("the definition was changed")
	}
}

func TestFieldsCarriesAllAtOnce(t *testing.T) {
	if Fields() != nil {
		t.Fatal("no wrong field is no error")
	}
	e := Of(Fields(At("name", TooLong, "max", 100), At("email", BadEmail)))
	if len(e.Fields) != 2 || e.Fields[0].Message != "Write at most 100 characters." || e.Fields[0].Params["max"] != 100 {
		t.Fatalf("got %+v", e.Fields)
	}
}

func TestEveryCodeIsWellFormedAndReadsAsASentence(t *testing.T) {
	name := regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	for _, d := range Codes() {
		if !name.MatchString(string(d.Code)) || d.Text == "" || d.Text[len(d.Text)-1] != '.' {
			t.Errorf("code %q: %q", d.Code, d.Text)
		}
	}
	for c, text := range FieldCodes() {
		if !name.MatchString(string(c)) || text == "" || text[len(text)-1] != '.' {
			t.Errorf("field code %q: %q", c, text)
		}
	}
}
