package flows

import (
	"encoding/json"
	"testing"

	"flusso/engine/flow"
)

func docOf(t *testing.T, edit func(*flow.Document)) flow.Document {
	t.Helper()
	raw, err := examples.ReadFile("examples/lead.en.json")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := read(raw)
	if err != nil {
		t.Fatal(err)
	}
	if edit != nil {
		edit(&doc)
	}
	return doc
}

func TestChanges(t *testing.T) {
	for name, c := range map[string]struct {
		edit func(*flow.Document)
		want int
	}{
		"nothing":        {nil, 0},
		"layout":         {func(d *flow.Document) { d.Layout = json.RawMessage(`{"mode":"free"}`) }, 0},
		"order of steps": {func(d *flow.Document) { d.Steps[0], d.Steps[1] = d.Steps[1], d.Steps[0] }, 0},
		"order of members": {func(d *flow.Document) {
			d.Triggers[0].Config = json.RawMessage(`{"again":{"hours":24,"mode":"always"},"match":"exact","keywords":["start"]}`)
		}, 0},
		"a name":            {func(d *flow.Document) { d.Steps[0].Name = "Hi" }, 1},
		"a step more":       {func(d *flow.Document) { d.Steps = append(d.Steps, flow.Step{ID: "newstep001"}) }, 1},
		"a step less":       {func(d *flow.Document) { d.Steps = d.Steps[1:] }, 1},
		"an exit elsewhere": {func(d *flow.Document) { d.Connections[0].To = "stepthanks" }, 1},
		"settings":          {func(d *flow.Document) { d.Settings.Priority = 3 }, 1},
		"a variable, a name": {func(d *flow.Document) {
			d.Variables = append(d.Variables, flow.Variable{Key: "x"})
			d.Steps[1].Name = "N"
		}, 2},
	} {
		if got := len(flow.Diff(docOf(t, nil), docOf(t, c.edit))); got != c.want {
			t.Errorf("%s: %d instead of %d", name, got, c.want)
		}
		if same := string(checksum(docOf(t, c.edit))) == string(checksum(docOf(t, nil))); name == "layout" && !same || c.want > 0 && same {
			t.Errorf("%s: the checksum says otherwise", name)
		}
	}
}

func TestClash(t *testing.T) {
	trigger := func(kind, config string) flow.Trigger {
		return flow.Trigger{ID: "trigger01", Kind: kind, Config: json.RawMessage(config)}
	}
	for _, c := range []struct {
		a, b       flow.Trigger
		code, word string
	}{
		{trigger("inbound_any", "{}"), trigger("inbound_any", "{}"), "both_any", ""},
		{trigger("inbound_any", "{}"), trigger("inbound_keyword", `{"keywords":["a"]}`), "", ""},
		{trigger("inbound_keyword", `{"keywords":["Caffè"," "]}`), trigger("inbound_keyword", `{"keywords":["x","caffe"]}`), "same_keyword", "Caffè"},
		{trigger("inbound_keyword", `{"keywords":[""]}`), trigger("inbound_keyword", `{"keywords":[""]}`), "", ""},
		{trigger("inbound_ad", `{"any":true}`), trigger("inbound_ad", `{"any":true}`), "both_any_ad", ""},
		{trigger("inbound_ad", `{"ads":["1","2"]}`), trigger("inbound_ad", `{"ads":["2"]}`), "same_ad", "2"},
		{trigger("inbound_ad", `{"ads":["1"]}`), trigger("inbound_ad", `{"any":true}`), "", ""},
		{trigger("outbound", "{}"), trigger("outbound", "{}"), "", ""},
		{trigger("inbound_keyword", `[]`), trigger("inbound_keyword", `{}`), "", ""},
	} {
		if code, word := flow.TriggersClash(c.a, c.b); code != c.code || word != c.word {
			t.Errorf("%s %s / %s: %q %q", c.a.Kind, c.a.Config, c.b.Config, code, word)
		}
	}
}
